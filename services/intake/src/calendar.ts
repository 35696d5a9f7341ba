const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const HOUR_MS = 3_600_000;
/** Cambodia keeps one time all year. */
const AHEAD_OF_UTC_MS = 7 * HOUR_MS;

/** Midnight in Cambodia of a day `2021-10-03`; undefined when there is no such day. */
export const startOf = (day: string): Date | undefined => {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (year === undefined) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(date));
  const real = midnight.getUTCMonth() === Number(month) - 1 && midnight.getUTCDate() === Number(date);
  return real && Number(year) >= 1900 ? new Date(midnight.getTime() - AHEAD_OF_UTC_MS) : undefined;
};

/** The day that it is in Cambodia at a time. */
export const dayOf = (time: Date): string => new Date(time.getTime() + AHEAD_OF_UTC_MS).toISOString().slice(0, 10);

/** The first moment of the month after a birthday: coarse enough to say when somebody is of an age without telling the birthday. */
export const monthAfter = (born: string, years: number): Date => {
  const [year = 0, month = 0] = born.split('-').map(Number);
  return new Date(Date.UTC(year + years, month, 1) - AHEAD_OF_UTC_MS);
};
