import { Urgency } from '@accompany/contracts/common/v1/common';
import { unreachable } from '@accompany/domain';
import type { Event, OpenReferral, Referral } from './referral.js';

/** When a referral has to be answered. A network may set other limits. */
export type PickUpLimits = {
  /** The limit by urgency, in hours. */
  readonly hours: { readonly high: number; readonly medium: number; readonly low: number };
  /** What happens after which share of the limit, in percent. */
  readonly percent: { readonly overdue: number; readonly escalated: number; readonly lapsed: number };
};

export const DEFAULT_LIMITS: PickUpLimits = {
  hours: { high: 24, medium: 72, low: 7 * 24 },
  percent: { overdue: 100, escalated: 150, lapsed: 200 },
};

/** The limits that a network set: hours for high, medium, low (`24,72,168`) and percentages (`100,150,200`); the usual where it set none. */
export const readLimits = (settings: {
  readonly ACCOMPANY_PICK_UP_HOURS?: string | undefined;
  readonly ACCOMPANY_PICK_UP_PERCENT?: string | undefined;
}): PickUpLimits => {
  const hours = three(settings.ACCOMPANY_PICK_UP_HOURS);
  const percent = three(settings.ACCOMPANY_PICK_UP_PERCENT);
  return {
    hours: hours === undefined ? DEFAULT_LIMITS.hours : { high: hours[0], medium: hours[1], low: hours[2] },
    percent: percent === undefined ? DEFAULT_LIMITS.percent : { overdue: percent[0], escalated: percent[1], lapsed: percent[2] },
  };
};

const three = (setting: string | undefined): [number, number, number] | undefined => {
  if (setting === undefined) return undefined;
  const [first, second, third] = setting.split(',').map(Number);
  if (first === undefined || second === undefined || third === undefined) throw new Error('pick-up limits: expected three numbers');
  return [first, second, third];
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
  const after = (percent: number) => new Date(recordedAt.getTime() + (percent / 100) * limitInHours(urgency, limits) * HOUR);
  const { overdue, escalated, lapsed } = limits.percent;
  return { dueBy: after(overdue), escalatesAt: after(escalated), lapsesAt: after(lapsed) };
};

const limitInHours = (urgency: Urgency, { hours: limits }: PickUpLimits): number => {
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
