import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { StoredEvent } from './event.js';
import { wantsTransaction } from './interest.js';
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
  /** Its effects lie in the transaction alone: it may be called with one that is not there, to see whether it would use it. */
  readonly handle: (tx: PoolClient, events: StoredEvent[]) => Promise<void>;
  /** Called with each failure; the batch is tried again after the next wake-up. */
  readonly onError: (error: unknown) => void;
  readonly batchSize?: number;
};

const BATCH = 200;
/** How long a checkpoint may lie behind events that concerned nobody, in milliseconds. */
const PASS_MS = 100;

/** Taken after events that concerned nobody, in milliseconds: to look at each of the next as it comes costs more than the events do. */
const BREATH_MS = 100;

/** How far a process has looked, and which checkpoint it knows to be written; and whether it is to look on, to rest first, or to wait to be woken. */
type Progress = {
  readonly seen: number;
  readonly written: number;
  readonly writtenAt: number;
  readonly next: 'look' | 'rest' | 'wait';
};

/**
 * Follows a store by position from where it stopped: events are handled and the checkpoint advanced in one transaction,
 * under a lock on the checkpoint's row, so that each event takes effect once and two processes never interleave.
 * What would change nothing is passed over without one, and its checkpoint written a little later.
 */
export const subscribe = (db: Pool, waker: Waker, options: SubscribeOptions): Subscription => {
  const stopping = new AbortController();
  const ear = waker.ear();

  const run = async (): Promise<void> => {
    // Forgotten after a failure and whenever nothing moved for a while: the checkpoint in the database is what counts.
    let progress: Progress | undefined;
    while (!stopping.signal.aborted) {
      progress = await advance(db, options, progress).catch((error: unknown) => {
        options.onError(error);
        return undefined;
      });
      if (progress?.next === 'look') continue;
      if (progress?.next === 'rest') await delay(BREATH_MS, undefined, { signal: stopping.signal }).catch(() => {});
      const behind = progress !== undefined && progress.written < progress.seen;
      if (!(await ear.wait(stopping.signal, behind ? PASS_MS : undefined))) progress = undefined;
    }
  };
  const done = run();
  return {
    stop: async () => {
      stopping.abort();
      await done;
      ear.stop();
    },
  };
};

/** Goes on by one batch, in the cheapest way. @returns the progress after it */
const advance = async (db: Pool, options: SubscribeOptions, progress: Progress | undefined): Promise<Progress> => {
  const { batchSize = BATCH } = options;
  const stepped = async (): Promise<Progress> => {
    const { handled, position } = await step(db, options);
    return { ...writtenTo(position), next: handled === batchSize ? 'look' : 'wait' };
  };
  if (progress === undefined) return stepped();
  const events = await readAfter(db, progress.seen, batchSize);
  const last = events.at(-1);
  // Who was not concerned before goes on resting between its looks, whether they find anything or not.
  if (last === undefined) return { ...progress, next: progress.next === 'rest' ? 'rest' : 'wait' };
  if (await wantsTransaction((tx) => options.handle(tx, events))) return stepped();
  const next = events.length === batchSize ? 'look' : 'rest';
  if (Date.now() - progress.writtenAt < PASS_MS) return { ...progress, seen: last.position, next };
  if (await pass(db, options.name, progress.written, last.position)) return { ...writtenTo(last.position), next };
  return stepped();
};

const writtenTo = (position: number): Omit<Progress, 'next'> => ({ seen: position, written: position, writtenAt: Date.now() });

/** Moves a checkpoint on, if it still stands where it was. Not written to disk at once, like the effects of `step`. */
const pass = async (db: Pool, name: string, from: number, to: number): Promise<boolean> => {
  const { rows } = await db.query<{ moved: boolean }>({
    name: 'checkpoint-pass',
    text: `with moved as (update checkpoints set position = $3 where name = $1 and position = $2 returning true)
           select exists (select from moved) as moved, set_config('synchronous_commit', 'off', true)`,
    values: [name, from, to],
  });
  return rows[0]?.moved === true;
};

/** Handles the next batch of a subscription, if there is one. @returns how many events it held and the checkpoint after it */
export const step = (db: Pool, { name, handle, batchSize = BATCH }: SubscribeOptions): Promise<{ handled: number; position: number }> =>
  inTransaction(db, async (tx) => {
    const position = await lockCheckpoint(tx, name);
    const events = await readAfter(tx, position, batchSize);
    const last = events.at(-1);
    if (last === undefined) return { handled: 0, position };
    // What a crash loses of this it loses together with the checkpoint, and the store still has the events.
    await tx.query('set local synchronous_commit = off');
    await handle(tx, events);
    await tx.query({ name: 'checkpoint-set', text: 'update checkpoints set position = $2 where name = $1', values: [name, last.position] });
    return { handled: events.length, position: last.position };
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
