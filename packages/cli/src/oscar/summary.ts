import type { Imported } from './import.js';

/** What an import came to. `read` is always the sum of the other three. */
export type Summary = {
  readonly read: number;
  readonly applied: number;
  readonly alreadyKnown: number;
  readonly quarantined: number;
  /** Of those in quarantine, how many were there before this import. */
  readonly quarantinedBefore: number;
  /** Records in quarantine by reason. */
  readonly reasons: Readonly<Record<string, number>>;
};

/** Counts what became of the records. The unit is a client with one service, or a client without any. */
export const summaryOf = (records: readonly Imported[]): Summary => {
  const reasons: Record<string, number> = {};
  let quarantinedBefore = 0;
  for (const record of records) {
    if (record.outcome !== 'quarantined') continue;
    reasons[record.reason] = (reasons[record.reason] ?? 0) + 1;
    if (record.before) quarantinedBefore += 1;
  }
  const count = (outcome: Imported['outcome']): number => records.filter((record) => record.outcome === outcome).length;
  return {
    read: records.length,
    applied: count('applied'),
    alreadyKnown: count('already known'),
    quarantined: count('quarantined'),
    quarantinedBefore,
    reasons,
  };
};
