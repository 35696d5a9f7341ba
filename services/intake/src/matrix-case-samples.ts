import type { Event } from './case.js';
import * as sample from './samples.js';
import { day, heron, ibis, lotus, lotusSupervisor, on, otherCaseId } from './samples.js';

/** Who there is in the matrices of a case: lotus leads it, heron provides, ibis monitors. */
export const LEAD = 'lead';
export const SECOND = 'another person of the lead';
export const PROVIDER = 'provider';
export const MONITOR = 'monitor';
export const STRANGER = 'another agency';
export const OF_LEAD = [LEAD, SECOND];
export const OF_WORKING = [LEAD, SECOND, PROVIDER];

const crane = { ...heron, actor: { kind: 'agency', agency: 'crane', person: 'p-5' } } as const;

export const roles = {
  [LEAD]: lotus,
  [SECOND]: lotusSupervisor,
  [PROVIDER]: heron,
  [MONITOR]: ibis,
  [STRANGER]: on(crane, day(1)),
};

/** An open case with a provider, a monitor, a consent and a caseworker. */
export const history: readonly Event[] = [
  sample.opened,
  sample.providerJoined,
  sample.monitorJoined,
  sample.consented,
  { $case: 'caseworkerAssigned', value: { person: 'p-9' } },
];

/** Another case asks to become part of it. */
export const asked: Event = {
  $case: 'caseMergeAsked',
  value: { mergeId: 'm-2', fromCaseId: otherCaseId, agency: 'heron', proposedBy: 'p-3' },
};
export const awaited: Event = {
  $case: 'caseMergeAwaited',
  value: { mergeId: 'm-2', fromCaseId: otherCaseId, agreedBy: 'lotus', agreedByPerson: 'p-2' },
};
export const entered: Event = { $case: 'caseProgrammeJoined', value: { programmeId: 'programme-1', admission: 1, agency: 'lotus' } };
