import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { inTransaction } from '@accompany/store';
import { SpanKind } from '@opentelemetry/api';
import type { Pool, PoolClient } from 'pg';
import type { CaseLog, LogConsumer, ReceivedRecord } from './case-log/case-log.js';
import { advance, lockCheckpoints } from './checkpoints.js';
import { isUnreachable } from './errors.js';
import type { Logger } from './log.js';
import { type LogEvent, type Received, readEvent, readMeta } from './log-event.js';
import { park, parkedKeys, setAside } from './parking.js';
import type { Projection } from './reaction.js';
import { contextOf, traced } from './telemetry.js';
import { TOPICS } from './topics.js';

/** A running consumer of the log. */
export type Consumer = {
  /** Resolves when something was committed, at the latest after `ms`. */
  committed(ms: number): Promise<void>;
  stop(): Promise<void>;
};

export type ConsumerOptions = {
  readonly group: string;
  readonly db: Pool;
  readonly caseLog: CaseLog;
  readonly projections: readonly Projection[];
  readonly logger: Logger;
};

const RETRY_MS = 1_000;

/**
 * Reads the log for all projections of a service. Each event takes effect once: checkpoint and effect are one
 * transaction. A case whose event fails is parked with all that follows; other cases go on. When the database or the
 * log is away it tries again for as long as it runs.
 */
export const startConsumer = (options: ConsumerOptions): Consumer => {
  const stopping = new AbortController();
  const commits = new EventEmitter().setMaxListeners(0);
  const topics = [...new Set(options.projections.flatMap((projection) => projection.topics.map((topic) => TOPICS[topic].name)))];
  let current: LogConsumer | undefined;

  const onBatch = async ({ topic, partition, records }: { topic: string; partition: number; records: ReceivedRecord[] }): Promise<void> => {
    for (const projection of options.projections) {
      if (!projection.topics.some((one) => TOPICS[one].name === topic)) continue;
      await patiently(() => handle(options, projection, partition, records), options.logger, stopping.signal);
      commits.emit('commit');
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        current = await options.caseLog.consume({ group: options.group, topics, onBatch });
        await current.done;
      } catch (error) {
        if (!stopping.signal.aborted) options.logger.warn({ err: error }, 'consumer interrupted; it goes on from its checkpoint');
      }
      await current?.stop().catch(() => {});
      current = undefined;
      await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const done = topics.length === 0 ? Promise.resolve() : run();
  return {
    committed: async (ms) => {
      await once(commits, 'commit', { signal: AbortSignal.timeout(ms) }).catch(() => {});
    },
    stop: async () => {
      stopping.abort();
      await current?.stop().catch(() => {});
      await done;
    },
  };
};

/** Repeats work that failed because a server is away, until it succeeds or the consumer stops. */
const patiently = async (work: () => Promise<void>, logger: Logger, signal: AbortSignal): Promise<void> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnreachable(error) || signal.aborted) throw error;
      logger.warn({ err: error }, 'a dependency is away; the batch waits');
      await delay(RETRY_MS, undefined, { signal });
    }
  }
};

/** One batch of one partition for one projection: drop what was seen, park what cannot go on, apply the rest, advance. */
const handle = async (
  { db, logger }: ConsumerOptions,
  projection: Projection,
  partition: number,
  records: ReceivedRecord[],
): Promise<void> => {
  const applied = await inTransaction(db, async (tx) => {
    const received = await recognise(tx, projection.name, records);
    const checkpoints = await lockCheckpoints(tx, projection.name, partition, received);
    const fresh = unseen(received, checkpoints);
    const parked = await parkedKeys(tx, projection.name, fresh);
    const runnable = await readable(tx, projection.name, fresh, parked, logger);
    const events = await applyAll(tx, projection, runnable, parked, logger);
    await advance(tx, projection.name, partition, fresh);
    return events;
  });
  if (applied.length > 0) projection.committed?.(applied);
};

/** What comes after the checkpoints; a record that was sent twice counts once, also when both lie in one batch. */
const unseen = (received: readonly Received[], checkpoints: ReadonlyMap<string, number>): Received[] => {
  const furthest = new Map(checkpoints);
  return received.filter(({ meta }) => {
    if (meta.position <= (furthest.get(meta.source) ?? 0)) return false;
    furthest.set(meta.source, meta.position);
    return true;
  });
};

/** Keeps our records; what is not ours is set aside with its coordinates. */
const recognise = async (tx: PoolClient, consumer: string, records: ReceivedRecord[]): Promise<Received[]> => {
  const received: Received[] = [];
  for (const record of records) {
    const meta = readMeta(record);
    if (meta === undefined) await setAside(tx, consumer, record);
    else received.push({ meta, record });
  }
  return received;
};

/** Reads the content; a case with an event that does not read is parked from there on. */
const readable = async (tx: PoolClient, consumer: string, fresh: Received[], parked: Set<string>, logger: Logger): Promise<LogEvent[]> => {
  const events: LogEvent[] = [];
  for (const received of fresh) {
    if (parked.has(received.meta.caseId)) {
      await park(tx, consumer, received, undefined);
      continue;
    }
    try {
      events.push({ ...received, event: readEvent(received.meta.type, received.record.value) });
    } catch (error) {
      logger.error(
        { err: error, source: received.meta.source, position: received.meta.position },
        'an event does not read; its case is parked',
      );
      parked.add(received.meta.caseId);
      await park(tx, consumer, received, error);
    }
  }
  return events;
};

/** Applies all at once; when that fails, one by one, so that only the case that cannot go on is parked. */
const applyAll = async (
  tx: PoolClient,
  projection: Projection,
  events: LogEvent[],
  parked: Set<string>,
  logger: Logger,
): Promise<LogEvent[]> => {
  if (events.length === 0) return [];
  if ((await attempt(tx, projection, events)) === undefined) return events;
  const applied: LogEvent[] = [];
  for (const event of events) {
    const error = parked.has(event.meta.caseId) ? undefined : await attempt(tx, projection, [event]);
    if (error === undefined && !parked.has(event.meta.caseId)) applied.push(event);
    else {
      if (error !== undefined)
        logger.error(
          { err: error.cause, source: event.meta.source, position: event.meta.position },
          'an event cannot be handled; its case is parked',
        );
      parked.add(event.meta.caseId);
      await park(tx, projection.name, event, error?.cause);
    }
  }
  return applied;
};

/** @returns undefined when all took effect, else what stood in the way; then nothing did. Throws when a server is away. */
const attempt = async (tx: PoolClient, projection: Projection, events: LogEvent[]): Promise<{ cause: unknown } | undefined> => {
  await tx.query('savepoint attempt');
  try {
    await inSpans(projection, events, () => projection.applyBatch(tx, events));
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
  const [first, ...rest] = events;
  if (first === undefined) return work();
  const { traceparent, type, source } = first.meta;
  if (traceparent === undefined || projection.ownSpans === true) return inSpans(projection, projection.ownSpans === true ? [] : rest, work);
  const attributes = {
    'messaging.system': 'kafka',
    'cloudevents.event_type': type,
    'accompany.consumer': projection.name,
    'accompany.source': source,
  };
  return traced('process', { kind: SpanKind.CONSUMER, attributes, parent: contextOf(traceparent) }, () => inSpans(projection, rest, work));
};
