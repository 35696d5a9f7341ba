/** Samples written for these tests, in the shape of the other system; the people in them do not exist. */
export const sampleService = (changes: object = {}) => ({
  uuid: '5d2f5cd2-1d0a-4d53-9a53-0b6f6f1b7e01',
  name: 'Kinship foster care',
  enrollment_date: '2022-03-05',
  ...changes,
});

export const sampleClient = (changes: object = {}) => ({
  global_id: '01FICTIONALCLIENT000000001',
  slug: 'fic-1',
  given_name: 'Example',
  family_name: 'Girl-One',
  local_given_name: 'ឧទាហរណ៍',
  local_family_name: '',
  gender: 'female',
  date_of_birth: '2011-04-09',
  location_current_village_code: '02030405',
  address_current_village_code: '02030405',
  organization_name: 'demo',
  reason_for_referral: 'A made-up reason',
  status: 'Referred',
  is_referred: true,
  referral_consent_form: ['https://files.example/consent-1.png'],
  services: [sampleService()],
  ...changes,
});
