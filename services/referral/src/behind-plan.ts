import { type Frequency, Period } from '@accompany/contracts/referral/v1/types';
import { unreachable } from '@accompany/domain';
import type { KnownPlan } from './plan.js';

export type Progress = { readonly held: number; readonly expected: number; readonly behind: boolean };

/**
 * Whether a plan is behind at a moment: held < expected.
 *
 * held     = sessions with held_at ≤ moment
 * expected = floor( Σ over paces of  sessions per period × periods elapsed ), where a pace counts from its start until
 *            the next pace, the end of the plan or the moment, whichever is first. A week is 7 days. Months are calendar
 *            months in UTC: the whole ones, plus the share of the begun one.
 *
 * Example: 2 per month from 1 February: on 15 February (half of 28 days) 1 is expected, on 1 April 4.
 */
export const behindPlan = (plan: KnownPlan, moment: Date): Progress => {
  const { paces, sessions } = plan.terms;
  const until = 'endedAt' in plan && plan.endedAt < moment ? plan.endedAt : moment;
  const due = paces.reduce((sum, { from, frequency }, index) => {
    const next = paces[index + 1]?.from;
    return sum + frequency.sessions * periods(from, next !== undefined && next < until ? next : until, frequency);
  }, 0);
  const expected = Math.floor(due + 1e-9);
  const held = [...sessions.values()].filter((session) => session.status === 'held' && session.heldAt <= moment).length;
  return { held, expected, behind: held < expected };
};

const DAY = 24 * 60 * 60 * 1000;

const periods = (from: Date, to: Date, { period }: Frequency): number => {
  if (to <= from) return 0;
  switch (period) {
    case Period.PERIOD_WEEK:
      return (to.getTime() - from.getTime()) / (7 * DAY);
    case Period.PERIOD_MONTH:
      return monthsBetween(from, to);
    case Period.PERIOD_UNSPECIFIED:
      return 0;
    default:
      return unreachable(period);
  }
};

const monthsBetween = (from: Date, to: Date): number => {
  let whole = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  if (addMonths(from, whole) > to) whole -= 1;
  const begun = addMonths(from, whole).getTime();
  return whole + (to.getTime() - begun) / (addMonths(from, whole + 1).getTime() - begun);
};

/** The same day and time some months later; the month's last day where it has no such day. */
const addMonths = (date: Date, months: number): Date => {
  const later = new Date(date);
  later.setUTCMonth(date.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return later;
};
