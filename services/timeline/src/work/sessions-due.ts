import { type Frequency, Period } from '@accompany/contracts/referral/v1/types';
import { unreachable } from '@accompany/domain';

/** From when on a frequency counts. */
export type Pace = { readonly from: Date; readonly frequency: Frequency };

const DAY = 24 * 60 * 60 * 1000;

/**
 * When the session after the `held` ones was to have been held, so that from then on the plan is behind; undefined when its
 * paces never foresee it. The reverse of the count that the referral service gives with a plan: the sessions per
 * period times the periods elapsed, a pace counting until the next. A week is 7 days; months are calendar months in UTC.
 * @param paces oldest first
 */
export const sessionDue = (paces: readonly Pace[], held: number): Date | undefined => {
  let missing = held + 1;
  for (const [index, { from, frequency }] of paces.entries()) {
    if (frequency.sessions <= 0) continue;
    const due = after(from, missing / frequency.sessions, frequency);
    const next = paces[index + 1]?.from;
    if (due !== undefined && (next === undefined || due <= next)) return due;
    if (next !== undefined && next > from) missing -= frequency.sessions * periods(from, next, frequency);
  }
  return undefined;
};

const after = (from: Date, count: number, { period }: Frequency): Date | undefined => {
  switch (period) {
    case Period.PERIOD_WEEK:
      return new Date(from.getTime() + count * 7 * DAY);
    case Period.PERIOD_MONTH: {
      const whole = Math.floor(count);
      const [begun, next] = [addMonths(from, whole).getTime(), addMonths(from, whole + 1).getTime()];
      return new Date(begun + (count - whole) * (next - begun));
    }
    case Period.PERIOD_UNSPECIFIED:
      return undefined;
    default:
      return unreachable(period);
  }
};

const periods = (from: Date, to: Date, { period }: Frequency): number => {
  if (period === Period.PERIOD_WEEK) return (to.getTime() - from.getTime()) / (7 * DAY);
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
