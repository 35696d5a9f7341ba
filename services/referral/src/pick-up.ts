import { Urgency } from '@accompany/contracts/common/v1/common';
import { unreachable } from '@accompany/domain';
import type { Event, OpenReferral, Referral } from './referral.js';

/** Hours in which a referral has to be answered, by urgency. A network may set others. */
export type PickUpLimits = { readonly high: number; readonly medium: number; readonly low: number };

export const DEFAULT_LIMITS: PickUpLimits = { high: 24, medium: 72, low: 7 * 24 };

/** The limits that a network set, for example `24,72,168` (high, medium, low); the usual ones when it set none. */
export const readLimits = (setting: string | undefined): PickUpLimits => {
  if (setting === undefined) return DEFAULT_LIMITS;
  const [high, medium, low] = setting.split(',').map(Number);
  if (high === undefined || medium === undefined || low === undefined) throw new Error('pick-up limits: expected three numbers of hours');
  return { high, medium, low };
};

const HOUR = 60 * 60 * 1000;

/**
 * When an answer is due (100 % of the limit), when it is escalated (150 %) and when it lapses (200 %), counted from the
 * moment it was recorded. Fixed in the event, so that a limit changed later moves nothing. An urgency that nobody named
 * counts as high.
 */
export const pickUpTimes = (
  urgency: Urgency,
  recordedAt: Date,
  limits: PickUpLimits,
): { dueBy: Date; escalatesAt: Date; lapsesAt: Date } => {
  const after = (share: number) => new Date(recordedAt.getTime() + share * limitInHours(urgency, limits) * HOUR);
  return { dueBy: after(1), escalatesAt: after(1.5), lapsesAt: after(2) };
};

const limitInHours = (urgency: Urgency, limits: PickUpLimits): number => {
  switch (urgency) {
    case Urgency.URGENCY_UNSPECIFIED:
    case Urgency.URGENCY_HIGH:
      return limits.high;
    case Urgency.URGENCY_MEDIUM:
      return limits.medium;
    case Urgency.URGENCY_LOW:
      return limits.low;
    default:
      return unreachable(urgency);
  }
};

/** The limit passed without an answer. */
export const becomeOverdue = (state: Referral): Event[] => {
  if (!unanswered(state) || state.terms.overdue) return [];
  const { sender, receiver } = state.terms;
  return [{ $case: 'referralOverdue', value: { sender, receiver } }];
};

/** One and a half times the limit passed without an answer. */
export const escalate = (state: Referral): Event[] => {
  if (!unanswered(state) || state.terms.escalated) return [];
  const { sender, receiver } = state.terms;
  return [{ $case: 'referralEscalated', value: { sender, receiver } }];
};

/** Twice the limit passed without an answer: it ends, and the sender decides what comes next. */
export const lapse = (state: Referral): Event[] => {
  if (!unanswered(state)) return [];
  const { sender, receiver } = state.terms;
  return [{ $case: 'referralLapsed', value: { sender, receiver } }];
};

const unanswered = (state: Referral): state is OpenReferral => state.status === 'sent' || state.status === 'received';
