import { RiskLevel, ServiceCategory } from '@accompany/contracts/common/v1/common';
import { Sex } from '@accompany/contracts/intake/v1/service';
import { expect, test } from 'vitest';
import { organizationsIn, recordsOf } from './records.js';
import { sampleClient, sampleService } from './samples.js';

const context = { agencyOf: (name: string) => (name === 'demo' ? 'oscar-demo' : undefined), today: '2026-01-31', file: 'file-1' };
const map = (...clients: unknown[]) =>
  recordsOf(
    clients.map((value, index) => ({ value, line: index + 1 })),
    context,
  );
const one = (client: unknown) => {
  const [record, ...others] = map(client);
  expect(others).toEqual([]);
  return record;
};
const referral = (client: unknown) => {
  const record = one(client);
  if (record?.kind !== 'referral') return expect.unreachable(JSON.stringify(record));
  return record;
};

const codes = ({ ambiguities }: { ambiguities: readonly { code: string }[] }) => ambiguities.map(({ code }) => code);

test('a client with a service becomes a referral of the organisation that the directory knows', () => {
  const { client, referral: made } = referral(sampleClient());
  expect(client).toMatchObject({
    id: '01FICTIONALCLIENT000000001',
    agency: 'oscar-demo',
    givenName: 'Example',
    familyName: 'Girl-One',
    otherNames: ['ឧទាហរណ៍'],
    sex: Sex.SEX_FEMALE,
    placeCode: '02030405',
    consentEvidence: ['https://files.example/consent-1.png'],
    risk: RiskLevel.RISK_LEVEL_UNKNOWN,
    ambiguities: [],
  });
  expect(made).toEqual({
    id: '01FICTIONALCLIENT000000001|5d2f5cd2-1d0a-4d53-9a53-0b6f6f1b7e01|2022-03-05',
    category: ServiceCategory.SERVICE_CATEGORY_FAMILY_BASED_CARE,
    serviceName: 'Kinship foster care',
    serviceId: '5d2f5cd2-1d0a-4d53-9a53-0b6f6f1b7e01',
    day: '2022-03-05',
    status: 'Referred',
    ambiguities: [],
  });
});

test('every record is read once: one for each service, one for a client without', () => {
  const records = map(
    sampleClient({ services: [sampleService(), sampleService({ uuid: 'b' })] }),
    sampleClient({ global_id: 'two', services: [] }),
    sampleClient({ global_id: 'three', services: undefined }),
  );
  expect(records.map(({ kind }) => kind)).toEqual(['referral', 'referral', 'quarantine', 'quarantine']);
});

test('the same record twice in a file is known the second time; another day is another referral', () => {
  const other = sampleClient({ services: [sampleService({ enrollment_date: '2022-04-01' })] });
  expect(map(sampleClient(), sampleClient(), other).map(({ kind }) => kind)).toEqual(['referral', 'repeated', 'referral']);
});

test.each([
  ['high', 'RISK_LEVEL_HIGH', []],
  [' Medium ', 'RISK_LEVEL_MEDIUM', []],
  ['low', 'RISK_LEVEL_LOW', []],
  [undefined, 'RISK_LEVEL_UNKNOWN', []],
  [null, 'RISK_LEVEL_UNKNOWN', []],
  ['', 'RISK_LEVEL_UNKNOWN', []],
  ['no action', 'RISK_LEVEL_UNKNOWN', ['risk_not_comparable']],
  ['no_action', 'RISK_LEVEL_UNKNOWN', ['risk_not_comparable']],
  ['hihg', 'RISK_LEVEL_UNKNOWN', ['risk_unreadable']],
  ['constructor', 'RISK_LEVEL_UNKNOWN', ['risk_unreadable']],
  [3, 'RISK_LEVEL_UNKNOWN', ['risk_unreadable']],
])('risk %j is never lowered by reading it', (level_of_risk, risk, open) => {
  const { client } = referral(sampleClient({ level_of_risk }));
  expect(RiskLevel[client.risk]).toBe(risk);
  expect(codes(client)).toEqual(open);
});

test.each([
  ['01', '01', []],
  ['02030405', '02030405', []],
  ['', '', []],
  [null, '', []],
  [2030405, '', ['location_unreadable']],
  ['2030405', '', ['location_unreadable']],
])('location code %j keeps its zero or is not used', (code, expected, open) => {
  const { client } = referral(sampleClient({ location_current_village_code: code, address_current_village_code: code }));
  expect(client.placeCode).toBe(expected);
  expect(codes(client)).toEqual(open);
});

test.each([
  ['Referred', []],
  ['Accepted', []],
  ['Active', []],
  ['Exited', ['status_means_rejected_or_ended']],
  ['', ['status_not_given']],
  [undefined, ['status_not_given']],
  ['Acepted', ['status_not_known']],
])('status %j is kept as it was said', (status, open) => {
  const { referral: made } = referral(sampleClient({ status }));
  expect(made.status).toBe(status ?? '');
  expect(codes(made)).toEqual(open);
});

test('a status says at the client, not at the service, so with several services it stays open which is meant', () => {
  const [first] = map(sampleClient({ status: 'Active', services: [sampleService(), sampleService({ uuid: 'b' })] }));
  expect(first).toMatchObject({ referral: { ambiguities: [{ code: 'status_covers_several_services', sourceText: 'Active' }] } });
});

test.each([
  ['female', 'SEX_FEMALE', []],
  ['other', 'SEX_OTHER', []],
  ['unknown', 'SEX_UNSPECIFIED', []],
  [null, 'SEX_UNSPECIFIED', []],
  ['would rather not say', 'SEX_UNSPECIFIED', ['sex_not_comparable']],
])('sex %j', (gender, sex, open) => {
  const { client } = referral(sampleClient({ gender }));
  expect(Sex[client.sex]).toBe(sex);
  expect(codes(client)).toEqual(open);
});

test('a date of birth that is not a day is not used', () => {
  const { client } = referral(sampleClient({ date_of_birth: '9.4.2011' }));
  expect(client.dateOfBirth).toBe('');
  expect(codes(client)).toEqual(['date_of_birth_unreadable']);
});

test('consent is never invented', () => {
  expect(referral(sampleClient({ referral_consent_form: null })).client.consentEvidence).toEqual([]);
  expect(referral(sampleClient({ referral_consent_form: [null, '', 7] })).client.consentEvidence).toEqual([]);
});

test('a date that is not given stays open', () => {
  for (const enrollment_date of [null, undefined, '']) {
    const { referral: made } = referral(sampleClient({ services: [sampleService({ enrollment_date })] }));
    expect(made.day).toBeUndefined();
    expect(codes(made)).toEqual(['date_not_given']);
    expect(made.id).toMatch(/\|-$/);
  }
});

test.each([
  [{ services: [] }, 'no_service'],
  [{ organization_name: 'nobody' }, 'agency_unknown'],
  [{ organization_name: null }, 'record_unreadable'],
  [{ global_id: null }, 'record_unreadable'],
  [{ global_id: '' }, 'record_unreadable'],
  [{ given_name: {} }, 'record_unreadable'],
  [{ services: 'none' }, 'record_unreadable'],
  [{ services: [5] }, 'record_unreadable'],
  [{ services: [sampleService({ name: '' })] }, 'record_unreadable'],
  [{ services: [sampleService({ name: 'Something else' })] }, 'service_unknown'],
  [{ services: [sampleService({ name: 'Therapeutic group' })] }, 'service_ambiguous'],
  [{ services: [sampleService({ enrollment_date: '2022-02-30' })] }, 'date_unreadable'],
  [{ services: [sampleService({ enrollment_date: '05/03/2022' })] }, 'date_unreadable'],
  [{ services: [sampleService({ enrollment_date: '2026-02-01' })] }, 'date_in_future'],
])('%j waits for a person: %s', (changes, reason) => {
  const record = one(sampleClient(changes));
  expect(record).toMatchObject({ kind: 'quarantine', reason });
  expect(JSON.stringify({ ...record, original: undefined })).not.toMatch(/Girl-One|ឧទាហរណ៍|made-up/);
});

test('one bad client never stops the others', () => {
  expect(map(null, sampleClient(), 'text', sampleClient({ global_id: 'two' })).map(({ kind }) => kind)).toEqual([
    'quarantine',
    'referral',
    'quarantine',
    'referral',
  ]);
});

test('organisations are named once, unreadable clients not at all', () => {
  const raw = [sampleClient(), sampleClient(), sampleClient({ organization_name: 'other' }), null].map((value) => ({ value, line: 1 }));
  expect(organizationsIn(raw)).toEqual(['demo', 'other']);
});
