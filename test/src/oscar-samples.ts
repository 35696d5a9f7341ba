/** Records in the shapes in which OSCaR sends them, written for these tests. Nobody in them exists. */
const service = (changes: object = {}) => ({
  uuid: '3b0d54aa-0c55-4f67-9a7e-0d3f4f3c1a01',
  name: 'Kinship placement',
  enrollment_date: '2023-04-02',
  ...changes,
});

const client = (number: number, changes: object = {}) => ({
  global_id: `01EXAMPLE${String(number).padStart(6, '0')}`,
  slug: `exa-${number}`,
  given_name: `Example-Child-${number}`,
  family_name: 'Fictional',
  local_given_name: `ឧទាហរណ៍${number}`,
  local_family_name: '',
  gender: 'female',
  date_of_birth: '2012-09-30',
  location_current_village_code: '02030405',
  address_current_village_code: '02030405',
  organization_name: 'demo',
  reason_for_referral: `A made-up account of child ${number}.`,
  level_of_risk: 'high',
  status: 'Referred',
  is_referred: true,
  referral_consent_form: ['https://files.example/form-1.png'],
  case_worker_name: 'Example-Worker Fictional',
  case_worker_mobile: '000 111 222',
  services: [service()],
  ...changes,
});

/** One client with one service that is understood. */
export const oneClient = client(1);

/** A list: what is ambiguous, what cannot be understood in several ways, and one client that is known from the first file. */
export const listOfClients = [
  client(2, { status: 'Exited', level_of_risk: 'no action', services: [service({ enrollment_date: null })] }),
  client(3, { services: [service({ uuid: 'first' }), service({ uuid: 'second', name: 'Court accompaniment by a lawyer' })] }),
  null,
  oneClient,
  client(4, { organization_name: 'an organisation that nobody knows' }),
  client(5, { services: [service({ name: 'Something nobody understands' })] }),
  client(6, { services: [service({ enrollment_date: '2023-02-31' })] }),
  client(7, { services: [service({ enrollment_date: '2999-01-01' })] }),
  client(8, { services: [] }),
];

/** A bridge's state, whose clients stand under data.data: the first client again on another day, now with a lower risk. */
export const bridgeState = {
  configuration: { url: '', user: '', password: '' },
  lastUpdated: '01-06-2023 00:00',
  references: [],
  data: {
    references: [],
    data: [
      client(1, { level_of_risk: 'low', services: [service({ enrollment_date: '2023-05-20' })] }),
      client(9, { organization_name: 'cif' }),
    ],
  },
};
