import { setTimeout as delay } from 'node:timers/promises';
import { readAfter, type StoredEvent, type Waker } from '@accompany/store';
import { SpanKind } from '@opentelemetry/api';
import pg, { type Pool } from 'pg';
import type { CaseLog, LogProducer, LogRecord } from './case-log/case-log.js';
import type { Logger } from './log.js';
import { toRecord } from './log-event.js';
import { messagingAttributes } from './telemetry/messages.js';
import { contextOf, linksTo, traced } from './telemetry/spans.js';
import { TOPICS } from './topics.js';

/** A running relay. */
export type Relay = { stop(): Promise<void> };

export type RelayOptions = {
  readonly service: string;
  readonly db: Pool;
  readonly databaseUrl: string;
  readonly caseLog: CaseLog;
  readonly waker: Waker;
  readonly logger: Logger;
};

const LEADER_LOCK = 2;
const BATCH = 500;
const RETRY_MS = 500;
/** How long the checkpoint may lie behind what was sent, in milliseconds: so much is sent again after a crash. */
const NOTE_MS = 100;

/**
 * Sends what the store holds to the log, in order, from its checkpoint. One process per service leads (a session lock
 * of the database); the others wait. After a failed send the producer is thrown away and the relay goes back to its
 * checkpoint, so events may be sent twice, never lost and never out of order; consumers drop what they have seen.
 */
export const startRelay = (options: RelayOptions): Relay => {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await lead(options, stopping.signal);
      } catch (error) {
        options.logger.warn({ err: error }, 'relay interrupted; it goes on from its checkpoint');
      }
      await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => {});
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

/** Waits to become the leader, then relays until stopped; throws when anything fails. */
const lead = async (options: RelayOptions, signal: AbortSignal): Promise<void> => {
  const session = new pg.Client({ connectionString: options.databaseUrl, options: '-c synchronous_commit=off' });
  // A checkpoint that a crash loses makes the relay send again, never less: it need not wait for the disk.
  let lost = false;
  session.on('error', () => {
    lost = true;
  });
  await session.connect();
  const ear = options.waker.ear();
  let producer: LogProducer | undefined;
  try {
    while (!signal.aborted && !(await tryLock(session))) await ear.wait(signal, RETRY_MS);
    if (signal.aborted) return;
    producer = await options.caseLog.producer();
    const checkpoint = await openCheckpoint(session);
    while (!signal.aborted) {
      if (lost) throw new Error('the leader lost its session');
      const events = await readAfter(options.db, checkpoint.position(), BATCH);
      const last = events.at(-1);
      if (last !== undefined) {
        await send(options.service, producer, events);
        checkpoint.move(last.position);
      }
      if (last === undefined || checkpoint.isDue()) await checkpoint.write();
      if (events.length < BATCH) await ear.wait(signal, checkpoint.isBehind() ? NOTE_MS : undefined);
    }
    await checkpoint.write();
  } finally {
    ear.stop();
    await producer?.close().catch(() => {});
    await session.end().catch(() => {});
  }
};

const tryLock = async (session: pg.Client): Promise<boolean> => {
  const { rows } = await session.query<{ leads: boolean }>('select pg_try_advisory_lock($1) as leads', [LEADER_LOCK]);
  return rows[0]?.leads === true;
};

/** How far the relay has sent; written a little later than it moves, because each write is a good part of a small send. */
const openCheckpoint = async (session: pg.Client) => {
  await session.query("insert into checkpoints (name) values ('relay') on conflict do nothing");
  const { rows } = await session.query<{ position: string }>("select position from checkpoints where name = 'relay'");
  let position = Number(rows[0]?.position ?? 0);
  let written = position;
  let writtenAt = 0;
  return {
    position: () => position,
    isBehind: () => written < position,
    isDue: () => Date.now() - writtenAt > NOTE_MS,
    move: (to: number) => {
      position = to;
    },
    write: async () => {
      if (written === position) return;
      await session.query({
        name: 'relay-checkpoint',
        text: "update checkpoints set position = $1 where name = 'relay'",
        values: [position],
      });
      written = position;
      writtenAt = Date.now();
    },
  };
};

const send = async (service: string, producer: LogProducer, events: StoredEvent[]): Promise<void> => {
  const records = events.map((event) => ({ topic: event.topic, record: toRecord(service, event) }));
  for (const topic of ['case', 'network'] as const) {
    const batch = records.filter((one) => one.topic === topic).map((one) => one.record);
    if (batch.length === 0) continue;
    const { name } = TOPICS[topic];
    await Promise.all(batch.map((record) => createSpan(name, record)));
    const links = linksTo(...batch.map(({ headers }) => headers.traceparent));
    const attributes = { ...messagingAttributes('send', name), 'messaging.batch.message_count': batch.length };
    await traced(`send ${name}`, { kind: SpanKind.CLIENT, attributes, links, parent: contextOf(undefined) }, () =>
      producer.send(name, batch),
    );
  }
};

/** The span that stands for one message in the trace of the command that made it. */
const createSpan = async (topic: string, record: LogRecord): Promise<void> => {
  const { traceparent } = record.headers;
  if (traceparent === undefined) return;
  const attributes = { ...messagingAttributes('create', topic), 'cloudevents.event_type': record.headers.ce_type ?? '' };
  await traced('create', { kind: SpanKind.PRODUCER, attributes, parent: contextOf(traceparent) }, async () => {});
};
