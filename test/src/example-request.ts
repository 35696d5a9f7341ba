import { randomUUID } from 'node:crypto';
import { fieldsOf, type RequestField } from './contract.js';
import { ago } from './play.js';

/** Ids of things that exist, by the name of the field that holds one; what is not named gets a new id that nothing has. */
export type Known = Readonly<Record<string, string>>;

const TEXTS: Readonly<Record<string, string>> = {
  agency_id: 'a21',
  agency: 'a21',
  agencies: 'a21',
  to_agency: 'a21',
  sender: 'aple',
  receiver: 'a21',
  person: 'p1',
  lawyer: 'p1',
  area_code: '17',
  area_codes: '17',
  place_code: '17100101',
  last_place_code: '1710',
  authority: 'ahtjp-siem-reap',
  province: '17',
  province_code: '17',
  date_of_birth: '2010',
  held_on: '2022-02-01',
  held_until: '2022-02-02',
  amount: '1',
  currency: 'USD',
  code: 'example',
  instrument: 'cries-8',
  aspect: 'status',
  view: 'case_summary',
  stream: `case-${randomUUID()}`,
  consumer: 'reactions',
  operator: 'op-1',
  ticket: 'OPS-1',
  topic: 'case-events.v1',
  offset: '1',
};

/** Where a rule asks for more than a value of the right kind. */
const THERE: Readonly<Record<string, unknown>> = {
  'QuarantineRecordRequest.reason': 'unknown_agency',
  'OpenMatterRequest.conflict_check': 2,
  'RecordConflictCheckRequest.result': 2,
  'Frequency.sessions': 2,
  'Difference.cases': 1,
  'Attendance.people': 1,
  'ActivityAccount.total': 1,
  'ActivityAccount.children': 1,
  'VolunteerIdentity.date_of_birth': '1990-03-09',
  'Capacity.places': 1,
  'Capacity.free_places': 1,
  'LoseWhereaboutsRequest.review_every_days': 30,
  'LocateClientRequest.place_code': '1710',
  'RecordCorrectionRequest.event_id': `case-${randomUUID()}/1`,
  'RecordCorrectionRequest.struck': true,
  'ResumeParkedRequest.event_id': `case-${randomUUID()}/1`,
  'SkipParkedRequest.event_id': `case-${randomUUID()}/1`,
  'Totals.total': 1,
  'Totals.direct': 1,
  'SendReferralRequest.consent_id': undefined,
  'SubmitAssessmentRequest.child_view_absent': 1,
  'GetDataKeyRequest.version': null,
};

/** What may stay away: what only some callers send, and what would make the request wait or turn a page. */
const LEFT_OUT =
  /^at_least_position|^(etag|page_token|page_size|previous_referral_id|supersedes|valid_until|as_of|known_at|on|timeout|after_sequence)$|candidate_case_ids/;

const valueFor = (field: RequestField, known: Known): unknown => {
  const fixed = THERE[field.declared];
  if (fixed !== undefined) return fixed;
  if (field.kind === 'enum') return 1;
  if (field.kind === 'time') return field.name === 'due_at' ? ago(-60 * 24) : ago(10);
  if (field.kind !== 'text') return null;
  if (/_ids?$/.test(field.name) && field.name !== 'agency_id') return known[field.name.replace(/s$/, '')] ?? randomUUID();
  return TEXTS[field.name] ?? 'A made-up text';
};

const OF_ONEOF = [
  'SendReferralRequest.consent_id',
  'ShareInformationRequest.consent_id',
  'RenewSharingRequest.consent_id',
  'SubmitAssessmentRequest.child_view_absent',
  'RecordCorrectionRequest.struck',
];

/** A request that keeps every rule of its message, about the known things or about such that do not exist. */
export const exampleRequest = (typeName: string, known: Known = {}): object =>
  fieldsOf(typeName).reduce((request: object, field) => {
    if (LEFT_OUT.test(field.path) || (field.chosen && !OF_ONEOF.includes(field.declared))) return request;
    const value = valueFor(field, known);
    return value === null ? request : field.set(request, value);
  }, {});
