import { setTimeout as delay } from 'node:timers/promises';
import { type Ear, readAfter, type Waker } from '@accompany/store';
import pg, { type Pool } from 'pg';
import type { CaseLog, LogProducer } from './case-log/case-log.js';
import type { Logger } from './log.js';
import { NOTE_MS, openCheckpoint } from './relay-checkpoint.js';
import { isOrdered, recogniseLog, takeOrder } from './republishing.js';
import { sendEvents } from './sending.js';
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

/** What the leader works with. */
type Leading = RelayOptions & {
  readonly session: pg.Client;
  readonly ear: Ear;
  readonly signal: AbortSignal;
  readonly isLost: () => boolean;
};

const LEADER_LOCK = 2;
const BATCH = 500;
const RETRY_MS = 500;
/** How often a log that is another one is looked at again, in milliseconds. */
const LOOK_MS = 5_000;

/**
 * Sends what the store holds to the log, in order, from its checkpoint. One process per service leads (a session lock
 * of the database); the others wait. After a failed send the producer is thrown away and the relay goes back to its
 * checkpoint, so events may be sent twice, never lost and never out of order; consumers drop what they have seen.
 * A log that is not the one it sent to before, as one that lost its data, gets nothing until an operator orders it: whoever had not
 * read yet what is missing there would drop it later, because newer events came first.
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
  const leading: Leading = { ...options, session, ear, signal, isLost: () => lost };
  let producer: LogProducer | undefined;
  try {
    while (!signal.aborted && !(await tryLock(session))) await ear.wait(signal, RETRY_MS);
    if (signal.aborted) return;
    while (!signal.aborted) {
      producer = await connect(leading);
      if (producer !== undefined) await relay(leading, producer);
      await producer?.close().catch(() => {});
    }
  } finally {
    ear.stop();
    await producer?.close().catch(() => {});
    await session.end().catch(() => {});
  }
};

/**
 * A producer on the log that was sent to before; where there is another, waits for an operator's order.
 * @returns undefined when stopped
 */
const connect = async (leading: Leading): Promise<LogProducer | undefined> => {
  const { caseLog, service, logger, session, signal } = leading;
  await session.query("insert into checkpoints (name) values ('relay') on conflict do nothing");
  for (let told = false; !signal.aborted; told = true) {
    if (await isOrdered(session)) {
      await caseLog.ensureTopics(Object.values(TOPICS));
      await takeOrder(session);
    }
    // The producer first: from its connection on, it notices a log that is replaced.
    const producer = await caseLog.producer();
    if (await recogniseLog(session, await caseLog.identity())) return producer;
    await producer.close().catch(() => {});
    if (!told) logger.error(`the log lost what was sent to it; it gets nothing more until: accompany republish ${service} --from 0`);
    await untilOrdered(leading);
  }
  return undefined;
};

/** Waits for an order, but not for ever: the log that is known may come back. */
const untilOrdered = async ({ session, ear, signal }: Leading): Promise<void> => {
  for (const end = Date.now() + LOOK_MS; Date.now() < end && !signal.aborted && !(await isOrdered(session)); )
    await ear.wait(signal, LOOK_MS);
};

/** Sends from the checkpoint on, until the producer lost its log, an operator ordered something, or it is stopped. */
const relay = async ({ service, db, session, ear, signal, isLost }: Leading, producer: LogProducer): Promise<void> => {
  const checkpoint = await openCheckpoint(session);
  for (let ordered = false; !signal.aborted && producer.isIntact() && !ordered; ) {
    if (isLost()) throw new Error('the leader lost its session');
    const events = await readAfter(db, checkpoint.position(), BATCH);
    const last = events.at(-1);
    if (last !== undefined) {
      await sendEvents(service, producer, events);
      checkpoint.move(last.position);
    }
    if (last === undefined || checkpoint.isDue()) {
      await checkpoint.write();
      ordered = await isOrdered(session);
    }
    if (!ordered && events.length < BATCH) await ear.wait(signal, checkpoint.isBehind() ? NOTE_MS : undefined);
  }
  await checkpoint.write();
};

const tryLock = async (session: pg.Client): Promise<boolean> => {
  const { rows } = await session.query<{ leads: boolean }>('select pg_try_advisory_lock($1) as leads', [LEADER_LOCK]);
  return rows[0]?.leads === true;
};
