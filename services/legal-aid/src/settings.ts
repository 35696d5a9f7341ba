/** What an operator may set for this service alone. */
export type Settings = { readonly stalledAfterDays: number };

const DEFAULT_DAYS = 90;

/**
 * Reads the settings from the environment: `LEGAL_AID_STALLED_AFTER_DAYS`, days without news after which an investigation
 * counts as stalled, 90 unless it is set.
 * @throws Error when it is not a whole number from 1 to 3650
 */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  const given = env.LEGAL_AID_STALLED_AFTER_DAYS;
  const stalledAfterDays = given === undefined || given === '' ? DEFAULT_DAYS : Number(given);
  if (!Number.isInteger(stalledAfterDays) || stalledAfterDays < 1 || stalledAfterDays > 3650)
    throw new Error('LEGAL_AID_STALLED_AFTER_DAYS: expected a whole number of days from 1 to 3650');
  return { stalledAfterDays };
};
