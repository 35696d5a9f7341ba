import { randomUUID } from 'node:crypto';
import { variableOf } from '@accompany/local';
import { type CaseLog, openCaseLog, TOPICS, toRecord } from '@accompany/runtime';
import { startConsumer } from '@accompany/runtime/consumer';
import { ensureView, type View } from '@accompany/store';
import { copyOfTheLog } from '@accompany/timeline-service/copy';
import { createMoves } from '@accompany/timeline-service/moves';
import { VIEWS } from '@accompany/timeline-service/status';
import { Kafka, logLevel } from 'kafkajs';
import pino from 'pino';
import { eventually } from '../eventually.js';
import { atLeast, type Figure, interleaved } from './figure.js';
import type { Sizes } from './suite.js';
import { longCase, openTimeline } from './world.js';

const CASES = 1_000;
const PER_CASE = 20;
const EVENTS = CASES * PER_CASE;
const BATCH = 500;
/** As many rows as the consumer is given at once at most. */
const ROWS = 500;
const PATIENCE = 180_000;
const NETWORK = 'bench-copy';
const TOPIC = `${NETWORK}.${TOPICS.case.name}`;
const logger = pino({ level: 'silent' });
type LogRecord = ReturnType<typeof toRecord>;

const metadata = JSON.stringify({ actor: { kind: 'agency', agency: 'aple', person: 'p1' }, correlation: randomUUID() });

/** The events of many cases, one of each case after the other, as records of the log. */
const recordsOf = (): LogRecord[] => {
  const now = Date.now();
  const cases = Array.from({ length: CASES }, (_, nr) => {
    const key = randomUUID();
    const versions = new Map<string, number>();
    return longCase(nr, key, now, PER_CASE).map((event) => {
      const version = (versions.get(event.stream) ?? 0) + 1;
      versions.set(event.stream, version);
      return { key, version, ...event };
    });
  });
  const inTurn = Array.from({ length: PER_CASE }, (_, nr) => cases.map((ofCase) => ofCase[nr] as NonNullable<(typeof ofCase)[0]>)).flat();
  return inTurn.map(({ at, ...event }, nr) =>
    toRecord('bench', {
      ...event,
      position: nr + 1,
      topic: 'case',
      payload: Buffer.from(event.payload),
      metadata,
      occurredAt: at,
      recordedAt: at,
    }),
  );
};

/** From the log into an empty timeline, with its views written along or yet to be built. @returns events a second */
const copied = async (postgres: string, caseLog: CaseLog, views: readonly View[]): Promise<number> => {
  const name = `copy_${randomUUID().slice(0, 8)}`;
  const db = await openTimeline(postgres, `accompany_bench_${name}`);
  for (const view of views) await ensureView(db, view, { hold: async () => {} });
  const began = performance.now();
  const consumer = startConsumer({ group: name, db, caseLog, projections: [copyOfTheLog(createMoves())], logger });
  await eventually(
    'the copy',
    async () => {
      const { rows } = await db.query<{ copied: string }>('select coalesce(sum(sequence), 0) as copied from cases');
      return Number(rows[0]?.copied) === EVENTS;
    },
    PATIENCE,
  );
  const took = (performance.now() - began) / 1000;
  await consumer.stop();
  await db.end();
  return EVENTS / took;
};

/** A bare consumer that counts. @returns records a second */
const counted = async (kafka: Kafka): Promise<number> => {
  const consumer = kafka.consumer({ groupId: `count-${randomUUID()}` });
  const began = performance.now();
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    let seen = 0;
    const eachBatch = async ({ batch }: { batch: { messages: unknown[] } }) => {
      seen += batch.messages.length;
      if (seen === EVENTS) resolve();
    };
    consumer.run({ eachBatch }).catch(reject);
  });
  const took = (performance.now() - began) / 1000;
  await consumer.disconnect();
  return EVENTS / took;
};

/** The same rows, from memory into a table of the same shape, as many in a transaction as a batch has. @returns rows a second */
const inserted = async (postgres: string, records: readonly LogRecord[]): Promise<number> => {
  const db = await openTimeline(postgres, `accompany_bench_rows_${randomUUID().slice(0, 8)}`);
  const began = performance.now();
  for (let from = 0; from < records.length; from += ROWS) {
    const rows = records.slice(from, from + ROWS);
    await db.query({
      name: 'rows',
      text: `insert into records (key, sequence, source, stream, version, position, type, payload, metadata, occurred_at, recorded_at, late)
             select key, position, 'bench', stream, version, position, type, payload, $7, now(), now(), false
               from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::bytea[]) as n (key, stream, version, position, type, payload)`,
      values: [
        rows.map(({ key }) => key),
        rows.map(({ headers }) => headers.stream),
        rows.map(({ headers }) => headers.version),
        rows.map(({ headers }) => headers.position),
        rows.map(({ headers }) => headers.ce_type),
        rows.map(({ value }) => value),
        metadata,
      ],
    });
  }
  const took = (performance.now() - began) / 1000;
  await db.end();
  return records.length / took;
};

/** The timeline's copy with its views, against the slower of reading the log alone and writing the rows alone. */
export const benchCopy = async ({ postgres, rounds }: Sizes): Promise<Figure[]> => {
  const broker = process.env[variableOf('kafka')] as string;
  const caseLog = await openCaseLog(`kafka://${broker}/${NETWORK}`, { logger, clientId: 'bench' });
  await caseLog.ensureTopics(Object.values(TOPICS));
  const records = recordsOf();
  const producer = await caseLog.producer();
  for (let from = 0; from < EVENTS; from += BATCH) await producer.send(TOPICS.case.name, records.slice(from, from + BATCH));
  const kafka = new Kafka({ brokers: [broker], clientId: 'bench', logLevel: logLevel.NOTHING });
  try {
    const against = `the slower of a bare kafkajs consumer that counts, and the same rows inserted ${ROWS} a transaction from memory`;
    const baseline = async () => Math.min(await counted(kafka), await inserted(postgres, records));
    const copy = await interleaved(rounds, () => copied(postgres, caseLog, []), baseline);
    // Beside the target: fewer rounds, because they take the longest.
    const along = await interleaved(Math.min(rounds, 2), () => copied(postgres, caseLog, VIEWS), baseline);
    return [
      atLeast(0.4, { name: 'copy, Kafka to timeline', unit: 'events a second', ...copy, against }),
      atLeast(undefined, { name: 'copy, Kafka to timeline with its views', unit: 'events a second', ...along, against }),
    ];
  } finally {
    await caseLog.close();
  }
};
