/** How often something is foreseen from a moment on, until the next pace begins. A week is 7 days; months are calendar months in UTC. */
export type Pace = { readonly from: Date; readonly times: number; readonly per: 'week' | 'month' };

/**
 * How often it is foreseen until a moment: for each pace its times per period, times the periods elapsed, a begun month counting
 * by its share. Twice a month from 1 February are 1 on 15 February (half of 28 days) and 4 on 1 April. Not rounded.
 * @param paces oldest first
 */
export const foreseenBy = (paces: readonly Pace[], moment: Date): number =>
  paces.reduce((sum, { from, times, per }, index) => {
    const next = paces[index + 1]?.from;
    const until = next !== undefined && next < moment ? next : moment;
    return until <= from ? sum : sum + times * PERIODS[per].between(from, until);
  }, 0);

/**
 * When it is foreseen for the nth time, the reverse of `foreseenBy`; undefined when the paces never foresee it so often.
 * @param paces oldest first
 */
export const foreseenAt = (paces: readonly Pace[], nth: number): Date | undefined => {
  let missing = nth;
  for (const [index, { from, times, per }] of paces.entries()) {
    if (times <= 0) continue;
    const due = PERIODS[per].after(from, missing / times);
    const next = paces[index + 1]?.from;
    if (next === undefined || due <= next) return due;
    if (next > from) missing -= times * PERIODS[per].between(from, next);
  }
  return undefined;
};

/** Arithmetic with one kind of period, in whole ones and shares of one. */
type Periods = { between(from: Date, to: Date): number; after(from: Date, count: number): Date };

const WEEK = 7 * 24 * 60 * 60 * 1000;

const PERIODS: Readonly<Record<Pace['per'], Periods>> = {
  week: {
    between: (from, to) => (to.getTime() - from.getTime()) / WEEK,
    after: (from, count) => new Date(from.getTime() + count * WEEK),
  },
  month: {
    between: (from, to) => {
      const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
      const whole = addMonths(from, months) > to ? months - 1 : months;
      const [begun, next] = month(from, whole);
      return whole + (to.getTime() - begun) / (next - begun);
    },
    after: (from, count) => {
      const whole = Math.floor(count);
      const [begun, next] = month(from, whole);
      return new Date(begun + (count - whole) * (next - begun));
    },
  },
};

/** When the month after so many whole ones begins and ends, in milliseconds. */
const month = (from: Date, whole: number): [begun: number, next: number] => [
  addMonths(from, whole).getTime(),
  addMonths(from, whole + 1).getTime(),
];

/** The same day and time some months later; the month's last day where it has no such day. */
const addMonths = (date: Date, months: number): Date => {
  const later = new Date(date);
  later.setUTCMonth(date.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return later;
};
