import type { Part } from '@accompany/access/parts';
import type { Sealed } from '@accompany/contracts/common/v1/common';
import { type Authority, DiscontinueReason, type Judgment, RepresentationEnd } from '@accompany/contracts/legalaid/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { notEnded, own, workable } from './guards.js';
import type { Event, Matter, OpenedMatter, Stage } from './matter.js';

const DAY = 86_400_000;

/** From where each stage is reached. Authorities may begin without a complaint, and a complaint may come before counsel. */
const REACHED_FROM = {
  complaint_filed: ['opened', 'counselling'],
  under_investigation: ['opened', 'counselling', 'complaint_filed'],
  prosecuted: ['under_investigation'],
  in_trial: ['prosecuted'],
  judged: ['in_trial'],
} as const satisfies Partial<Record<Stage, readonly Stage[]>>;

/** A step to a stage; taking it again is a no-op, also after the matter went on. */
const step = (state: Matter, stage: keyof typeof REACHED_FROM, event: Event, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.reached.includes(stage)) return [];
  workable(mine);
  from(mine, REACHED_FROM[stage]);
  return [event];
};

/** A complaint was filed, by the agency or by the family before it. */
export const fileComplaint = (
  state: Matter,
  complaint: { readonly authority: Authority; readonly fileNumber: Sealed | undefined },
  part: Part | undefined,
  context: DecisionContext,
): Event[] => step(state, 'complaint_filed', { $case: 'complaintFiled', value: complaint }, part, context);

/** The authorities began to investigate; silence for `stalledAfterDays` days will mean that it has stalled. */
export const startInvestigation = (state: Matter, stalledAfterDays: number, part: Part | undefined, context: DecisionContext): Event[] =>
  step(
    state,
    'under_investigation',
    { $case: 'investigationStarted', value: { stallsAt: daysAfter(context.occurredAt, stalledAfterDays) } },
    part,
    context,
  );

/** Something was heard of the investigation. Recording the same news again is a no-op. */
export const recordProgress = (
  state: Matter,
  news: { readonly progressId: string; readonly notes: Sealed | undefined },
  stalledAfterDays: number,
  part: Part | undefined,
  context: DecisionContext,
): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.investigation?.news.some(({ id }) => id === news.progressId)) return [];
  workable(mine);
  if (mine.status !== 'under_investigation') throw new Rejection('MATTER_NOT_UNDER_INVESTIGATION', { status: mine.status });
  const stallsAt = later(mine.investigation?.stallsAt, daysAfter(context.occurredAt, stalledAfterDays));
  return [{ $case: 'investigationProgressed', value: { ...news, stallsAt } }];
};

/** The timer's question: has nothing been heard for too long? Said once, until something is heard. */
export const stall = (state: Matter, now: Date): Event[] => {
  if (state.status !== 'under_investigation' || state.investigation === undefined) return [];
  const { stallsAt, stalled } = state.investigation;
  return stalled || now < stallsAt ? [] : [{ $case: 'investigationStalled', value: { stalledSince: stallsAt } }];
};

/** The prosecutor prosecutes. */
export const startProsecution = (state: Matter, part: Part | undefined, context: DecisionContext): Event[] =>
  step(state, 'prosecuted', { $case: 'prosecutionStarted', value: {} }, part, context);

/** The court hears it. */
export const startTrial = (state: Matter, part: Part | undefined, context: DecisionContext): Event[] =>
  step(state, 'in_trial', { $case: 'trialStarted', value: {} }, part, context);

/** The court gave its judgment. */
export const recordJudgment = (
  state: Matter,
  given: { readonly judgment: Judgment; readonly compensationAwarded: boolean },
  part: Part | undefined,
  context: DecisionContext,
): Event[] => step(state, 'judged', { $case: 'judgmentGiven', value: given }, part, context);

/** A judged matter ends. Closing again is a no-op. */
export const close = (state: Matter, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.status === 'closed') return [];
  notEnded(mine);
  from(mine, ['judged']);
  notRepresented(mine);
  return [{ $case: 'matterClosed', value: {} }];
};

/** The matter ends without a judgment. Discontinuing again is a no-op. */
export const discontinue = (state: Matter, reason: DiscontinueReason, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.status === 'discontinued') return [];
  notEnded(mine);
  from(mine, ['opened', 'counselling', 'complaint_filed', 'under_investigation', 'prosecuted', 'in_trial']);
  notRepresented(mine);
  return [{ $case: 'matterDiscontinued', value: { reason } }];
};

/** The case could not take the matter: it was closed or merged when the matter opened. Nothing to do where the matter has ended, or got as far as a judgment. */
export const discontinueRefused = (state: Matter): Event[] => {
  if (state.status === 'none' || state.status === 'judged' || state.status === 'closed' || state.status === 'discontinued') return [];
  const { representation } = state;
  const ended: Event[] =
    representation.status === 'engaged'
      ? [
          {
            $case: 'representationEnded',
            value: { lawyer: representation.lawyer, reason: RepresentationEnd.REPRESENTATION_END_CASE_DROPPED },
          },
        ]
      : [];
  return [...ended, { $case: 'matterDiscontinued', value: { reason: DiscontinueReason.DISCONTINUE_REASON_CASE_NOT_OPEN } }];
};

const from = (mine: OpenedMatter, stages: readonly OpenedMatter['status'][]): void => {
  if (!stages.includes(mine.status)) throw new Rejection('MATTER_STAGE_OUT_OF_ORDER', { status: mine.status, from: stages.join(', ') });
};

/** Nothing is ended by side effect: representation has an end and a reason of its own. */
const notRepresented = (mine: OpenedMatter): void => {
  if (mine.representation.status === 'engaged') throw new Rejection('MATTER_REPRESENTATION_ENGAGED');
};

const daysAfter = (moment: Date, days: number): Date => new Date(moment.getTime() + days * DAY);

/** Old news that is written down late must not bring the day nearer. */
const later = (known: Date | undefined, next: Date): Date => (known !== undefined && known > next ? known : next);
