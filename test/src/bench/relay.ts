import { randomUUID } from 'node:crypto';
import { createDatabase, variableOf } from '@accompany/local';
import { type CaseLog, openCaseLog, TOPICS, toRecord } from '@accompany/runtime';
import { startRelay } from '@accompany/runtime/relay';
import { createWaker, migrate, openPool, readAfter } from '@accompany/store';
import { Kafka, logLevel } from 'kafkajs';
import pg, { type Pool } from 'pg';
import pino from 'pino';
import { eventually } from '../eventually.js';
import { atLeast, type Figure, interleaved } from './figure.js';
import type { Sizes } from './suite.js';
import { eventsOf } from './world.js';

const EVENTS = 20_000;
const BATCH = 500;
const PATIENCE = 120_000;
const logger = pino({ level: 'silent' });
const metadata = JSON.stringify({
  actor: { kind: 'agency', agency: 'aple', person: 'p1' },
  correlation: randomUUID(),
  traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
});

/** Fills a store with the events of cases, as commands would have. */
const fill = async (ownerUrl: string): Promise<void> => {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const events = Array.from({ length: EVENTS / 5 }, (_, nr) => {
    const key = randomUUID();
    return eventsOf(nr, key, Date.now()).map((event) => ({ key, ...event }));
  })
    .flat()
    .slice(0, EVENTS);
  await owner.query(
    `insert into events (position, stream, version, type, topic, key, payload, metadata, occurred_at, recorded_at, hash)
     select ord, stream || '-' || ord, 1, type, 'case', key, payload, $5, now(), now(), sha256(payload)
       from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) with ordinality as n (stream, type, key, payload, ord)`,
    [
      events.map(({ stream }) => stream),
      events.map(({ type }) => type),
      events.map(({ key }) => key),
      events.map(({ payload }) => Buffer.from(payload)),
      metadata,
    ],
  );
  await owner.end();
};

/** From the store to the log until every event is acknowledged, by the relay. @returns events a second */
const relayed = async (db: Pool, databaseUrl: string, caseLog: CaseLog): Promise<number> => {
  await db.query("delete from checkpoints where name = 'relay'");
  const waker = createWaker(databaseUrl, 'appended');
  const began = performance.now();
  const relay = startRelay({ service: 'bench', db, databaseUrl, caseLog, waker, logger });
  await eventually(
    'the relay',
    async () => {
      const { rows } = await db.query<{ position: string }>("select position from checkpoints where name = 'relay'");
      return Number(rows[0]?.position) === EVENTS;
    },
    PATIENCE,
  );
  const took = (performance.now() - began) / 1000;
  await relay.stop();
  await waker.close();
  return EVENTS / took;
};

/** The relay, against a bare producer that sends the same records from memory. */
export const benchRelay = async ({ postgres, rounds }: Sizes): Promise<Figure[]> => {
  const database = await createDatabase(postgres, 'accompany_bench_relay');
  await migrate(database.ownerUrl, new URL(database.appUrl).username, [
    { name: 'runtime', folder: new URL('../../../packages/runtime/sql/', import.meta.url) },
  ]);
  await fill(database.ownerUrl);
  const broker = process.env[variableOf('kafka')] as string;
  const db = openPool(database.appUrl);
  const caseLog = await openCaseLog(`kafka://${broker}/bench-relay`, { logger, clientId: 'bench' });
  await caseLog.ensureTopics(Object.values(TOPICS));
  const kafka = new Kafka({ brokers: [broker], clientId: 'bench', logLevel: logLevel.NOTHING });
  const topic = `bench-relay.${TOPICS.case.name}`;
  const stored = await readAfter(db, 0, EVENTS);
  const messages = stored.map((event) => {
    const { key, value, headers } = toRecord('bench', event);
    return { key, value: Buffer.from(value), headers };
  });
  const bare = async (): Promise<number> => {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    const began = performance.now();
    await producer.connect();
    for (let from = 0; from < EVENTS; from += BATCH) await producer.send({ topic, acks: -1, messages: messages.slice(from, from + BATCH) });
    const took = (performance.now() - began) / 1000;
    await producer.disconnect();
    return EVENTS / took;
  };
  try {
    const measured = await interleaved(rounds, () => relayed(db, database.appUrl, caseLog), bare);
    const against = `a kafkajs producer that sends the same records from memory, ${BATCH} at a time, with the same guarantees`;
    return [atLeast(0.8, { name: 'relay, store to acknowledged in Kafka', unit: 'events a second', ...measured, against })];
  } finally {
    await caseLog.close();
    await db.end();
  }
};
