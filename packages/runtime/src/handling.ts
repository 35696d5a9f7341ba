import { inTransaction } from '@accompany/store';
import { SpanKind } from '@opentelemetry/api';
import type { Pool, PoolClient } from 'pg';
import type { ReceivedRecord } from './case-log/case-log.js';
import { advance, type Checkpoints, createCheckpoints, lockCheckpoints, type Place, placesOf } from './checkpoints.js';
import { isUnreachable } from './errors.js';
import { concerns } from './interest.js';
import type { Logger } from './log.js';
import type { LogEvent, Received } from './log-event.js';
import { park, parkedCases } from './parking.js';
import type { Passing } from './passing.js';
import { isReplaying } from './processing.js';
import type { Projection } from './reaction.js';
import { readable, recognise, tellParked, unrepeated } from './recognising.js';
import { processAttributes } from './telemetry/messages.js';
import { contextOf, traced } from './telemetry/spans.js';

/** For whom a batch is handled. */
export type Handling = {
  readonly db: Pool;
  readonly projections: readonly Projection[];
  readonly logger: Logger;
  readonly passing: Passing;
};

/** A transaction in which projections write, and whether anything was written that must not be lost. */
type Work = { readonly tx: PoolClient; readonly wrote: () => boolean };

/** How a projection gets its events: all together, or one by one so that only the case that cannot go on is parked. */
type Apply = (
  work: Work,
  projection: Projection,
  events: readonly LogEvent[],
  parked: Set<string>,
  logger: Logger,
) => Promise<readonly LogEvent[]>;

/**
 * Handles records of one topic for all projections, each partition's in order, in one transaction with their checkpoints: drops what was seen,
 * parks what cannot go on, applies the rest, advances. What concerns no projection is passed over without one. When it fails as a whole it is done again, one event at a time.
 * @returns whether it concerned anybody
 * Throws when a server is away; then nothing took effect.
 */
export const handleBatch = async (handling: Handling, records: readonly ReceivedRecord[]): Promise<boolean> => {
  if (!(await concerns(handling.projections, records))) {
    handling.passing.note(
      handling.projections.map(({ name }) => name),
      records,
    );
    return false;
  }
  const applied = await transact(handling, records, together).catch((error: unknown) => {
    if (isUnreachable(error)) throw error;
    return transact(handling, records, oneByOne);
  });
  for (const [projection, events] of applied) if (events.length > 0) projection.committed?.(events);
  return true;
};

const transact = (
  { db, projections, logger }: Handling,
  records: readonly ReceivedRecord[],
  apply: Apply,
): Promise<Map<Projection, readonly LogEvent[]>> =>
  inTransaction(db, async (tx) => {
    const work = watched(tx);
    const names = projections.map(({ name }) => name);
    const received = await recognise(work.tx, records);
    const places = placesOf(received);
    const { checkpoints, parkedBy } = await enter(tx, names, places, received);
    // Goes along with what the projections ask first.
    const advanced = advance(tx, names, places);
    advanced.catch(() => {});
    const applied = new Map<Projection, readonly LogEvent[]>();
    for (const projection of projections) {
      const parked = parkedBy.get(projection.name) ?? new Set();
      const fresh = received.filter((one) => one.meta.position > checkpoints.seenBy(projection.name, one));
      const runnable = await readable(work.tx, projection.name, unrepeated(fresh), parked, logger);
      applied.set(projection, runnable.length === 0 ? [] : await apply(work, projection, runnable, parked, logger));
    }
    await advanced;
    // A crash that loses only checkpoints loses nothing: the commit need not wait for the disk.
    if (!work.wrote()) await tx.query('set local synchronous_commit = off');
    return applied;
  });

/** Locks the checkpoints, and reads under the lock which cases are parked. */
const enter = async (
  tx: PoolClient,
  consumers: readonly string[],
  places: readonly Place[],
  received: readonly Received[],
): Promise<{ checkpoints: Checkpoints; parkedBy: Map<string, Set<string>> }> => {
  const [checkpoints, parkedBy] = await Promise.all([lockCheckpoints(tx, consumers, places), parkedCases(tx, consumers, received)]);
  if (checkpoints !== undefined) return { checkpoints, parkedBy };
  await createCheckpoints(tx, consumers, places);
  return enter(tx, consumers, places, received);
};

/** Notes whether anything is written through the transaction that is given to projections. */
const watched = (tx: PoolClient): Work => {
  let wrote = false;
  const query = (...args: Parameters<PoolClient['query']>) => {
    wrote = true;
    return tx.query(...args);
  };
  return { tx: Object.assign(Object.create(tx), { query }) as PoolClient, wrote: () => wrote };
};

const together: Apply = async ({ tx }, projection, events) => {
  await inSpans(projection, events, () => projection.applyBatch(tx, events));
  return events;
};

const oneByOne: Apply = async ({ tx }, projection, events, parked, logger) => {
  const applied: LogEvent[] = [];
  for (const event of events) {
    const { meta } = event;
    if (parked.has(meta.caseId)) {
      await park(tx, projection.name, event, undefined);
      continue;
    }
    const failure = await attempt(tx, projection, event);
    if (failure === undefined) applied.push(event);
    else {
      tellParked(logger, meta, { err: failure.cause, consumer: projection.name }, 'an event cannot be handled; its case is parked');
      parked.add(meta.caseId);
      await park(tx, projection.name, event, failure.cause);
    }
  }
  return applied;
};

/** @returns undefined when the event took effect, else what stood in the way; then it did not. Throws when a server is away. */
export const attempt = async (tx: PoolClient, projection: Projection, event: LogEvent): Promise<{ cause: unknown } | undefined> => {
  await tx.query('savepoint attempt');
  try {
    await inSpans(projection, [event], () => projection.applyBatch(tx, [event]));
    await tx.query('release savepoint attempt');
    return undefined;
  } catch (cause) {
    if (isUnreachable(cause)) throw cause;
    await tx.query('rollback to savepoint attempt');
    return { cause };
  }
};

/** Each event is processed in the trace that made it; a batch's spans share the time of its work. */
const inSpans = async (projection: Projection, events: readonly LogEvent[], work: () => Promise<void>): Promise<void> => {
  const [first, ...rest] = projection.ownSpans === true ? [] : events.filter(({ meta }) => meta.traceparent !== undefined);
  if (first === undefined || isReplaying()) return work();
  const attributes = { ...processAttributes(first.record.topic, first.meta), 'accompany.consumer': projection.name };
  const parent = contextOf(first.meta.traceparent);
  return traced('process', { kind: SpanKind.CONSUMER, attributes, parent }, () => inSpans(projection, rest, work));
};
