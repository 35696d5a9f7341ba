import type { Part } from '@accompany/access/parts';
import type { AssessmentSubmitted } from '@accompany/contracts/assessment/v1/events';
import type { VoidReason } from '@accompany/contracts/assessment/v1/types';
import type { Sealed } from '@accompany/contracts/common/v1/common';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Assessment, Event, KnownAssessment } from './assessment.js';
import { agencyOf, inTheWay, own } from './guards.js';
import { after, later } from './limits.js';

/** Somebody of the assigned agency begins to work. Beginning again is a no-op. */
export const start = (state: Assessment, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  switch (mine.status) {
    case 'in_progress':
    case 'returned':
      return [];
    case 'requested':
      return [{ $case: 'assessmentStarted', value: { startedBy: agencyOf(context.actor).person } }];
    default:
      throw inTheWay(mine);
  }
};

/** What the author hands in, already sealed. */
export type Content = Omit<AssessmentSubmitted, 'submittedBy'>;

/** The author hands it in, for the first time or after a return. Handing in again is a no-op for the author alone. */
export const submit = (state: Assessment, content: Content, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  const { person } = agencyOf(context.actor);
  switch (mine.status) {
    case 'in_progress':
    case 'returned':
      return [{ $case: 'assessmentSubmitted', value: { ...content, submittedBy: person } }];
    case 'submitted':
      if (mine.author === person) return [];
      throw inTheWay(mine);
    default:
      throw inTheWay(mine);
  }
};

/** Another person approves it. Approving again is a no-op. */
export const approve = (state: Assessment, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  const approvedBy = notTheAuthor(mine, context);
  switch (mine.status) {
    case 'approved':
      return [];
    case 'submitted':
      return [{ $case: 'assessmentApproved', value: { approvedBy, kind: mine.kind, supersedes: mine.supersedes } }];
    default:
      throw notHandedIn(mine);
  }
};

/** Another person sends it back, to be handed in again within `within` milliseconds, or when it was due if that is later. Sending back again is a no-op. */
export const sendBack = (
  state: Assessment,
  comment: Sealed | undefined,
  within: number,
  part: Part | undefined,
  context: DecisionContext,
): Event[] => {
  const mine = own(state, part, context.actor);
  const returnedBy = notTheAuthor(mine, context);
  switch (mine.status) {
    case 'returned':
      return [];
    case 'submitted':
      return [{ $case: 'assessmentReturned', value: { returnedBy, comment, dueAt: later(mine.dueAt, after(context.occurredAt, within)) } }];
    default:
      throw notHandedIn(mine);
  }
};

/** It ends without approval. Voiding again is a no-op. */
export const cancel = (state: Assessment, reason: VoidReason, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  switch (mine.status) {
    case 'voided':
      return [];
    case 'approved':
    case 'superseded':
      throw inTheWay(mine);
    default:
      return [{ $case: 'assessmentVoided', value: { reason } }];
  }
};

/** A newer one was approved in its place. Does nothing where this one is not approved any more. */
export const supersede = (state: Assessment, supersededBy: string): Event[] =>
  state.status === 'approved' ? [{ $case: 'assessmentSuperseded', value: { supersededBy } }] : [];

/** Four eyes: whoever wrote it does not judge it. */
const notTheAuthor = (mine: KnownAssessment, context: DecisionContext): string => {
  const { person } = agencyOf(context.actor);
  if (mine.content?.submittedBy === person) throw new Rejection('ASSESSMENT_APPROVER_IS_AUTHOR');
  return person;
};

const notHandedIn = (mine: KnownAssessment): Rejection =>
  mine.status === 'requested' || mine.status === 'in_progress' || mine.status === 'returned'
    ? new Rejection('ASSESSMENT_NOT_SUBMITTED')
    : inTheWay(mine);
