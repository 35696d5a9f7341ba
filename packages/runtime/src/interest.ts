import type { PoolClient } from 'pg';
import type { ReceivedRecord } from './case-log/case-log.js';
import { readEvent, readMeta } from './log-event.js';
import type { Projection } from './reaction.js';

/** Thrown by a transaction that is not there, to whoever would use it. */
const WANTED = Symbol('a transaction is wanted');

/** Stands for a transaction where it is only asked whether one would be used. */
export const NO_TRANSACTION = {
  query: () => {
    throw WANTED;
  },
} as unknown as PoolClient;

/** Whether work would use its transaction: what does not, changes nothing. */
export const wantsTransaction = async (work: (tx: PoolClient) => Promise<void>): Promise<boolean> => {
  try {
    await work(NO_TRANSACTION);
    return false;
  } catch {
    return true;
  }
};

/**
 * Whether any of these projections has anything to do with any of these records. Most events concern few services; the others
 * need no transaction for them. What does not read is a concern.
 */
export const concerns = async (projections: readonly Projection[], records: readonly ReceivedRecord[]): Promise<boolean> => {
  for (const record of records) {
    const meta = readMeta(record);
    if (meta === undefined) return true;
    try {
      const event = { meta, record, event: readEvent(meta.type, record.value) };
      for (const projection of projections) if (await projection.concernedBy(event)) return true;
    } catch {
      return true;
    }
  }
  return false;
};
