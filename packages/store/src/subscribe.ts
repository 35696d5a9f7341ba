import type { Pool, PoolClient } from 'pg';
import type { StoredEvent } from './event.js';
import { inTransaction } from './pool.js';
import { readAfter } from './read.js';
import type { Waker } from './waker.js';

/** A running subscription. */
export type Subscription = {
  /** Ends after the batch at hand. */
  stop(): Promise<void>;
};

/** How to subscribe: under which name, and what to do with each batch in the checkpoint's transaction. */
export type SubscribeOptions = {
  readonly name: string;
  readonly handle: (tx: PoolClient, events: StoredEvent[]) => Promise<void>;
  /** Called with each failure; the batch is tried again after the next wake-up. */
  readonly onError: (error: unknown) => void;
  readonly batchSize?: number;
};

/**
 * Follows a store by position from where it stopped: events are handled and the checkpoint advanced in one transaction,
 * under a lock on the checkpoint's row, so that each event takes effect once and two processes never interleave.
 */
export const subscribe = (db: Pool, waker: Waker, options: SubscribeOptions): Subscription => {
  const stopping = new AbortController();

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const handled = await step(db, options).catch((error: unknown) => {
        options.onError(error);
        return 0;
      });
      if (handled === 0) await waker.wait(stopping.signal);
    }
  };
  const done = run();
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
};

/** Handles the next batch of a subscription, if there is one. @returns how many events it held. */
export const step = (db: Pool, { name, handle, batchSize = 200 }: SubscribeOptions): Promise<number> =>
  inTransaction(db, async (tx) => {
    const position = await lockCheckpoint(tx, name);
    const events = await readAfter(tx, position, batchSize);
    const last = events.at(-1);
    if (last === undefined) return 0;
    // What a crash loses of this it loses together with the checkpoint, and the store still has the events.
    await tx.query('set local synchronous_commit = off');
    await handle(tx, events);
    await tx.query({ name: 'checkpoint-set', text: 'update checkpoints set position = $2 where name = $1', values: [name, last.position] });
    return events.length;
  });

const lockCheckpoint = async (tx: PoolClient, name: string): Promise<number> => {
  const lock = () =>
    tx.query<{ position: string }>({
      name: 'checkpoint-lock',
      text: 'select position from checkpoints where name = $1 for update',
      values: [name],
    });
  let { rows } = await lock();
  if (rows.length === 0) {
    await tx.query('insert into checkpoints (name) values ($1) on conflict do nothing', [name]);
    ({ rows } = await lock());
  }
  return Number(rows[0]?.position ?? 0);
};
