import { createDatabase } from '@accompany/local';
import { type Append, createAppender, migrate, openPool } from '@accompany/store';
import pg from 'pg';
import { type Figure, interleaved, summary } from './figure.js';

const CALLERS = 64;
const CONNECTIONS = 16;

const NAIVE = `
create table one_by_one (
  position bigint generated always as identity primary key, stream text not null, version int not null, type text not null,
  topic text not null, key text not null, payload bytea not null, metadata text not null, occurred_at timestamptz not null,
  recorded_at timestamptz not null, hash bytea not null, unique (stream, version)
)`;

const INSERT = `insert into one_by_one (stream, version, type, topic, key, payload, metadata, occurred_at, recorded_at, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const event = { type: 'accompany.referral.v1.ReferralAccepted', payload: Buffer.alloc(200, 7) };
const metadata = JSON.stringify({
  actor: { kind: 'agency', agency: 'aple', person: 'p1' },
  correlation: 'x'.repeat(36),
  traceparent: 'y'.repeat(55),
});

/** Lets 64 callers append `each` times, one after the other, each to a stream of its own. @returns appends a second */
const appendsPerSecond = async (
  each: number,
  append: (stream: string, version: number) => Promise<unknown>,
  round: string,
): Promise<number> => {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      for (let version = 1; version <= each; version++) await append(`referral-${round}-${caller}`, version);
    }),
  );
  return (CALLERS * each) / ((performance.now() - began) / 1000);
};

/** Appends at 64 callers: group commit, against one insert per transaction on 16 connections to the same database. */
export const benchAppend = async (postgres: string, rounds: number, each: number): Promise<Figure> => {
  const database = await createDatabase(postgres, 'accompany_bench_append');
  await migrate(database.ownerUrl, new URL(database.appUrl).username, []);
  const naive = new pg.Pool({ connectionString: database.ownerUrl, max: CONNECTIONS });
  await naive.query(NAIVE);
  const pool = openPool(database.appUrl);
  const write = createAppender(pool);
  const occurredAt = new Date();
  const grouped = (stream: string, version: number) => {
    const append: Append = {
      commandKey: `aple/${stream}/${version}`,
      fingerprint: 'f'.repeat(44),
      stream,
      expectedVersion: version - 1,
      topic: 'case',
      key: stream,
      metadata,
      occurredAt,
      events: [event],
    };
    return write(append);
  };
  const hash = Buffer.alloc(32, 1);
  const single = (stream: string, version: number) =>
    naive.query({
      name: 'one',
      text: INSERT,
      values: [stream, version, event.type, 'case', stream, event.payload, metadata, occurredAt, new Date(), hash],
    });
  let round = 0;
  const measured = await interleaved(
    rounds,
    () => appendsPerSecond(each, grouped, `a${round++}`),
    () => appendsPerSecond(each, single, `b${round++}`),
  );
  await Promise.all([naive.end(), pool.end()]);
  const ratio = summary(measured.ours.map((ours, nr) => ours / (measured.baseline[nr] as number)));
  return {
    name: `append, ${CALLERS} callers`,
    unit: 'a second',
    ...measured,
    against: `one insert of the same row per transaction, by pg on ${CONNECTIONS} connections, in the same database`,
    result: `${ratio.median.toFixed(2)} times (${ratio.min.toFixed(2)} … ${ratio.max.toFixed(2)})`,
    target: 'at least 2 times',
    met: ratio.median >= 2,
  };
};
