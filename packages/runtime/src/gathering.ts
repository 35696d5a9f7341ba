import DataLoader from 'dataloader';
import pLimit from 'p-limit';
import type { ReceivedRecord } from './case-log/case-log.js';

/** Batches of fewer records than this are worth gathering. */
export const FEW = 20;
/** Larger ones that are handled side by side; each holds a connection of the pool, of which others want some too. */
const LARGE_AT_ONCE = 4;

/**
 * Hands over together what several partitions bring at the same moment: a transaction costs more than the few events in it.
 * A batch that is large goes on its own, so that no transaction grows with the number of partitions.
 * @param handle called with the records of one batch, or of several small ones, each partition's in order
 * @returns what to call with each batch; it answers as `handle` did for all that went together
 */
export const gathering = <Answer>(
  handle: (records: readonly ReceivedRecord[]) => Promise<Answer>,
): ((records: readonly ReceivedRecord[]) => Promise<Answer>) => {
  const limited = pLimit(LARGE_AT_ONCE);
  const small = new DataLoader<readonly ReceivedRecord[], Answer>(
    async (batches) => {
      const answer = await handle(batches.flat());
      return batches.map(() => answer);
    },
    { cache: false, batchScheduleFn: (load) => setImmediate(load) },
  );
  return (records) => (records.length < FEW ? small.load(records) : limited(() => handle(records)));
};
