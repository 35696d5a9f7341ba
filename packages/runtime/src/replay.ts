import { Rejection } from '@accompany/domain';
import { inTransaction } from '@accompany/store';
import type { Pool, PoolClient } from 'pg';
import { attempt } from './handling.js';
import { type LogEvent, readEvent } from './log-event.js';
import { countParked, oldestParked, type ParkedEvent } from './parked.js';
import { nameOf } from './parking.js';
import { replaying } from './processing.js';
import type { Projection } from './reaction.js';

/** How far parked events of a case came: those that took effect, those that still wait, and what stands in the way. */
export type Replayed = { readonly events: number; readonly waiting: number; readonly error: string };

export type ReplayOptions = {
  /** The id of an event that is passed over if it is the oldest. */
  readonly without?: string | undefined;
  readonly signal: AbortSignal;
};

const BATCH = 200;

/**
 * Handles again what is parked of a case, in order, until nothing waits or one fails again; that one stays parked with its new error, and
 * so do those behind it. Events and what they leave behind in the table are one transaction, so each takes effect once. What comes
 * meanwhile is parked behind, or waits for the last transaction and then finds the case free.
 * @throws Rejection DEADLINE_EXCEEDED when the signal aborts; what was done by then stays done
 */
export const replay = async (db: Pool, projection: Projection, key: string, { without, signal }: ReplayOptions): Promise<Replayed> => {
  let events = 0;
  for (;;) {
    const { done, ...rest } = await replayBatch(db, projection, key, without);
    events += done.length;
    if (done.length > 0) projection.committed?.(done);
    if (rest.waiting === 0 || rest.error !== '') return { events, ...rest };
    if (signal.aborted) throw new Rejection('DEADLINE_EXCEEDED');
  }
};

const replayBatch = (db: Pool, projection: Projection, key: string, without: string | undefined) =>
  inTransaction(db, async (tx) => {
    // The consumer locks its checkpoints before it looks at what is parked: while this is held, nothing is parked and nothing overtakes.
    await tx.query('lock table log_checkpoints in exclusive mode');
    const parked = await oldestParked(tx, projection.name, key, BATCH);
    const skipped = parked[0]?.meta.eventId === without ? parked.shift() : undefined;
    const done: LogEvent[] = [];
    let error = '';
    for (const one of parked) {
      const event = await handleAgain(tx, projection, one);
      if (typeof event === 'string') {
        error = event;
        await tx.query('update parked set error = $1 where consumer = $2 and key = $3 and nr = $4', [error, projection.name, key, one.nr]);
        break;
      }
      done.push(event);
    }
    const gone = [...(skipped === undefined ? [] : [skipped]), ...parked.slice(0, done.length)].map(({ nr }) => nr);
    await tx.query('delete from parked where consumer = $1 and key = $2 and nr = any ($3)', [projection.name, key, gone]);
    return { done, error, waiting: await countParked(tx, projection.name, key) };
  });

/** @returns the event when it took effect, else the name of what stood in the way. Throws when a server is away. */
const handleAgain = async (tx: PoolClient, projection: Projection, { meta, record }: ParkedEvent): Promise<LogEvent | string> => {
  let event: LogEvent;
  try {
    event = { meta, record, event: readEvent(meta.type, record.value) };
  } catch (error) {
    return nameOf(error);
  }
  const failure = await replaying(projection.name, event, () => attempt(tx, projection, event));
  return failure === undefined ? event : nameOf(failure.cause);
};
