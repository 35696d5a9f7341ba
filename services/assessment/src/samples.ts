import type { Part } from '@accompany/access/parts';
import { AssessmentKind, ParticipantPart, Setting, VoidReason } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, type Sealed, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { Actor, DecisionContext } from '@accompany/domain';
import type { Assessment, Event } from './assessment.js';
import { identifyNeed, meetNeed, type NeedCommand } from './needs.js';
import { approve, type Content, cancel, sendBack, start, submit } from './working.js';

/** An assessment with its events and decisions, as the tests of this service share it. */

export const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
export const needId = '0b7d7a52-35bb-4ed4-8b52-0f2d1b5f4f01';
export const newer = '5b1f0a9e-6a5f-4d0b-a8a8-6f8f0a2d9c33';
export const WITHIN = 72 * 3_600_000;
export const KIND = AssessmentKind.ASSESSMENT_KIND_INITIAL;
export const context = (actor: Actor): DecisionContext => ({ actor, occurredAt: new Date('2022-02-03'), now: new Date('2022-02-04') });
export const author = context({ kind: 'agency', agency: 'aple', person: 'worker-1' });
export const colleague = context({ kind: 'agency', agency: 'aple', person: 'worker-2' });
export const other = context({ kind: 'agency', agency: 'a21', person: 'worker-3' });
export const sealed = (text: string): Sealed => ({
  subjectId: clientId,
  category: PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
  keyVersion: 1,
  ciphertext: Buffer.from(text),
});
export const content: Content = {
  participants: [
    { part: ParticipantPart.PARTICIPANT_PART_CHILD, name: undefined },
    { part: ParticipantPart.PARTICIPANT_PART_PARENT, name: sealed('name') },
  ],
  place: { areaCode: '1710', setting: Setting.SETTING_HOME },
  childView: { $case: 'childViewGiven', value: sealed('view') },
  findings: sealed('findings'),
  scores: [{ instrument: 'cries-8', value: sealed('21') }],
};
export const need: NeedCommand = {
  needId,
  category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
  urgency: Urgency.URGENCY_MEDIUM,
  description: sealed('need'),
};

export const requested: Event = {
  $case: 'assessmentRequested',
  value: { clientId, kind: KIND, agency: 'aple', dueAt: new Date('2022-02-05'), supersedes: '' },
};
export const started: Event = { $case: 'assessmentStarted', value: { startedBy: 'worker-1' } };
export const submitted: Event = { $case: 'assessmentSubmitted', value: { ...content, submittedBy: 'worker-1' } };
export const approved: Event = { $case: 'assessmentApproved', value: { approvedBy: 'worker-2', kind: KIND, supersedes: '' } };
export const returned: Event = {
  $case: 'assessmentReturned',
  value: { returnedBy: 'worker-2', comment: sealed('more'), dueAt: new Date('2022-02-06') },
};
export const superseded: Event = { $case: 'assessmentSuperseded', value: { supersededBy: newer } };
export const voided: Event = { $case: 'assessmentVoided', value: { reason: VoidReason.VOID_REASON_DUPLICATE } };
export const identified: Event = { $case: 'needIdentified', value: { ...need, agency: 'aple', clientId } };
export const met: Event = { $case: 'needMet', value: { needId, category: need.category } };

export const HISTORY = {
  none: [],
  requested: [requested],
  in_progress: [requested, started],
  submitted: [requested, started, submitted],
  returned: [requested, started, submitted, returned],
  approved: [requested, started, submitted, approved],
  superseded: [requested, started, submitted, approved, superseded],
  voided: [requested, started, voided],
} as const satisfies Record<Assessment['status'], Event[]>;
export type Status = keyof typeof HISTORY;

export type Decision = (state: Assessment, part: Part | undefined, by: DecisionContext) => Event[];
export const DECISIONS = {
  start: (state, part, by) => start(state, part, by),
  submit: (state, part, by) => submit(state, content, part, by),
  approve: (state, part, by) => approve(state, part, by),
  return: (state, part, by) => sendBack(state, sealed('more'), WITHIN, part, by),
  void: (state, part, by) => cancel(state, VoidReason.VOID_REASON_DUPLICATE, part, by),
  identify: (state, part, by) => identifyNeed(state, need, part, by),
  meet: (state, part, by) => meetNeed(state, needId, part, by),
} as const satisfies Record<string, Decision>;
export type Command = keyof typeof DECISIONS;
