import type { Part } from '@accompany/access/parts';
import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import {
  Authority,
  ConflictCheck,
  CounselTopic,
  DiscontinueReason,
  Judgment,
  Relation,
  RepresentationBlock,
  RepresentationEnd,
} from '@accompany/contracts/legalaid/v1/types';
import type { Actor, DecisionContext } from '@accompany/domain';
import { type CounselCommand, giveCounsel } from './counsel.js';
import type { Event, Matter } from './matter.js';
import { addBeneficiary, checkConflict } from './opening.js';
import {
  close,
  discontinue,
  fileComplaint,
  recordJudgment,
  recordProgress,
  startInvestigation,
  startProsecution,
  startTrial,
} from './proceedings.js';
import { block, endRepresentation, engage, unblock } from './representation.js';

/** A matter with its events and decisions, as the tests of this service share it. */

export const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
export const fatherId = '1c6e0cb5-6a75-4b62-9d0f-0b6f4cf4b101';
export const { CONFLICT_CHECK_PENDING, CONFLICT_CHECK_NONE_FOUND, CONFLICT_CHECK_FOUND } = ConflictCheck;
export const { REPRESENTATION_BLOCK_POLICE_INVESTIGATION: POLICE, REPRESENTATION_BLOCK_CLIENT_NOT_READY: NOT_READY } = RepresentationBlock;
export const day = (date: string): Date => new Date(`${date}T08:00:00Z`);
export const context = (actor: Actor, occurredAt = day('2022-02-03')): DecisionContext => ({ actor, occurredAt, now: day('2022-02-04') });
export const lawyer = context({ kind: 'agency', agency: 'aple', person: 'lawyer-1' });
export const other = context({ kind: 'agency', agency: 'a21', person: 'worker-3' });
export const sealed = (text: string): Sealed => ({
  subjectId: clientId,
  category: PersonalDataCategory.PERSONAL_DATA_CATEGORY_LEGAL,
  keyVersion: 1,
  ciphertext: Buffer.from(text),
});
export const father = { beneficiaryId: fatherId, relation: Relation.RELATION_FATHER, name: sealed('father') };
export const child = { beneficiaryId: clientId, relation: Relation.RELATION_CLIENT, name: undefined };
export const counsel: CounselCommand = {
  counselId: '9a0e1a5e-5f0d-4c55-8f0b-3f3e8f1c2d01',
  beneficiaryIds: [clientId],
  topics: [CounselTopic.COUNSEL_TOPIC_RIGHTS, CounselTopic.COUNSEL_TOPIC_PROTECTION],
  notes: sealed('notes'),
};
export const news = { progressId: '2f3c1e7c-0f3a-4d1c-8a3f-1b2c3d4e5f60', notes: sealed('news') };
export const complaint = { authority: Authority.AUTHORITY_POLICE, fileNumber: sealed('number') };
export const judgment = { judgment: Judgment.JUDGMENT_CONVICTED, compensationAwarded: true };

export const opening = (conflictCheck: ConflictCheck): Event => ({
  $case: 'matterOpened',
  value: { clientId, needId: '', agency: 'aple', beneficiaries: [child], conflictCheck },
});
export const opened = opening(CONFLICT_CHECK_NONE_FOUND);
export const added: Event = { $case: 'beneficiaryAdded', value: { beneficiary: father } };
export const counselled: Event = { $case: 'counselGiven', value: { ...counsel, givenBy: 'lawyer-1' } };
export const filed: Event = { $case: 'complaintFiled', value: complaint };
export const investigated: Event = { $case: 'investigationStarted', value: { stallsAt: day('2022-05-04') } };
export const progressed: Event = { $case: 'investigationProgressed', value: { ...news, stallsAt: day('2022-05-04') } };
export const prosecuted: Event = { $case: 'prosecutionStarted', value: {} };
export const tried: Event = { $case: 'trialStarted', value: {} };
export const judged: Event = { $case: 'judgmentGiven', value: judgment };
export const closed: Event = { $case: 'matterClosed', value: {} };
export const discontinued: Event = { $case: 'matterDiscontinued', value: { reason: DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST } };
export const found: Event = { $case: 'conflictChecked', value: { result: CONFLICT_CHECK_FOUND } };
export const passed: Event = { $case: 'matterPassedOn', value: { fromAgency: 'aple', toAgency: 'a21' } };
export const blocked: Event = { $case: 'representationBlocked', value: { reason: POLICE } };
export const unblocked: Event = { $case: 'representationUnblocked', value: { reason: POLICE } };
export const engaged: Event = { $case: 'representationEngaged', value: { lawyer: 'lawyer-1' } };
export const ended: Event = {
  $case: 'representationEnded',
  value: { lawyer: 'lawyer-1', reason: RepresentationEnd.REPRESENTATION_END_JUDGED },
};

export const HISTORY = {
  none: [],
  opened: [opened],
  counselling: [opened, counselled],
  complaint_filed: [opened, filed],
  under_investigation: [opened, filed, investigated],
  prosecuted: [opened, filed, investigated, prosecuted],
  in_trial: [opened, filed, investigated, prosecuted, tried],
  judged: [opened, filed, investigated, prosecuted, tried, judged],
  closed: [opened, filed, investigated, prosecuted, tried, judged, closed],
  discontinued: [opened, discontinued],
} as const satisfies Record<Matter['status'], Event[]>;
export type Status = keyof typeof HISTORY;
export const STATUSES = Object.keys(HISTORY) as Status[];

export type Decision = (state: Matter, part: Part | undefined, by: DecisionContext) => Event[];
export const DECISIONS = {
  check: (state, part, by) => checkConflict(state, CONFLICT_CHECK_FOUND, part, by),
  add: (state, part, by) => addBeneficiary(state, father, part, by),
  counsel: (state, part, by) => giveCounsel(state, counsel, part, by),
  file: (state, part, by) => fileComplaint(state, complaint, part, by),
  investigate: (state, part, by) => startInvestigation(state, 90, part, by),
  progress: (state, part, by) => recordProgress(state, news, 90, part, by),
  prosecute: startProsecution,
  try: startTrial,
  judge: (state, part, by) => recordJudgment(state, judgment, part, by),
  close,
  discontinue: (state, part, by) => discontinue(state, DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST, part, by),
  block: (state, part, by) => block(state, POLICE, part, by),
  unblock,
  engage: (state, part, by) => engage(state, 'lawyer-1', part, by),
  end: (state, part, by) => endRepresentation(state, RepresentationEnd.REPRESENTATION_END_JUDGED, part, by),
} as const satisfies Record<string, Decision>;
export type Command = keyof typeof DECISIONS;
export const COMMANDS = Object.keys(DECISIONS) as Command[];
