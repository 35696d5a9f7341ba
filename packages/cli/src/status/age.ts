import { duration } from '../output.js';

/** What has waited since a time. */
type Waiting = { readonly oldestAt?: Date | undefined };

/** The earliest of the times since when these wait; undefined when none does. */
export const oldest = (waiting: readonly Waiting[]): Date | undefined =>
  waiting.reduce<Date | undefined>(
    (first, { oldestAt }) => (oldestAt !== undefined && !(first && first <= oldestAt) ? oldestAt : first),
    undefined,
  );

/** How long ago, by the clock of who read it: `40 s`, `5 min`, `3 h 2 min`; nothing when it is not given. */
export const ago = (since: Date | undefined, readAt: Date | undefined): string => {
  if (since === undefined || readAt === undefined) return '';
  const seconds = Math.max(0, Math.round((readAt.getTime() - since.getTime()) / 1_000));
  return seconds < 120 ? `${seconds} s` : duration({ seconds });
};
