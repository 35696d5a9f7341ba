import { createDatabase } from '@accompany/local';
import { type Append, createAppender, migrate, openPool } from '@accompany/store';
import pg from 'pg';
import { atLeast, type Figure, interleaved } from './figure.js';
import type { Sizes } from './suite.js';

const CONNECTIONS = 16;
/** Appends of a round, shared by its callers. */
const APPENDS = 2_000;
const BULK = 1_000;

const NAIVE = `
create table one_by_one (
  position bigint generated always as identity primary key, stream text not null, version int not null, type text not null,
  topic text not null, key text not null, payload bytea not null, metadata text not null, occurred_at timestamptz not null,
  recorded_at timestamptz not null, hash bytea not null, unique (stream, version)
)`;

const COLUMNS = 'stream, version, type, topic, key, payload, metadata, occurred_at, recorded_at, hash';
const INSERT = `insert into one_by_one (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
const INSERT_MANY = `insert into one_by_one (${COLUMNS})
select stream, 1, $2, 'case', stream, $3, $4, $5, $5, $6 from unnest($1::text[]) as stream`;

const event = { type: 'accompany.referral.v1.ReferralAccepted', payload: Buffer.alloc(200, 7) };
const hash = Buffer.alloc(32, 1);
const metadata = JSON.stringify({
  actor: { kind: 'agency', agency: 'aple', person: 'p1' },
  correlation: 'x'.repeat(36),
  traceparent: 'y'.repeat(55),
});

type Write = (stream: string, version: number) => Promise<unknown>;

/** Lets callers append one after the other, each to a stream of its own or, `anew`, each time to a new one. @returns appends a second */
const appendsPerSecond = async (callers: number, anew: boolean, write: Write, round: string): Promise<number> => {
  const each = Math.ceil((callers === 1 ? APPENDS / 4 : APPENDS) / callers);
  const began = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let nr = 1; nr <= each; nr++) {
        if (anew) await write(`referral-${round}-${caller}-${nr}`, 1);
        else await write(`referral-${round}-${caller}`, nr);
      }
    }),
  );
  return (callers * each) / ((performance.now() - began) / 1000);
};

/** Our store and a plain table in one database, and how each is written. */
const open = async (postgres: string) => {
  const database = await createDatabase(postgres, 'accompany_bench_append');
  await migrate(database.ownerUrl, new URL(database.appUrl).username, []);
  const naive = new pg.Pool({ connectionString: database.ownerUrl, max: CONNECTIONS });
  const alone = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  await naive.query(NAIVE);
  const pool = openPool(database.appUrl);
  const append = createAppender(pool);
  const occurredAt = new Date();
  const grouped: Write = (stream, version) => {
    const command: Append = {
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
    return append(command);
  };
  const single =
    (on: pg.Pool): Write =>
    (stream, version) =>
      on.query({
        name: 'one',
        text: INSERT,
        values: [stream, version, event.type, 'case', stream, event.payload, metadata, occurredAt, new Date(), hash],
      });
  const bulk = async (round: string): Promise<number> => {
    const began = performance.now();
    for (let from = 0; from < APPENDS * 8; from += BULK) {
      const streams = Array.from({ length: BULK }, (_, nr) => `referral-${round}-${from + nr}`);
      await naive.query(INSERT_MANY, [streams, event.type, event.payload, metadata, occurredAt, hash]);
    }
    return (APPENDS * 8) / ((performance.now() - began) / 1000);
  };
  const close = () => Promise.all([naive.end(), alone.end(), pool.end()]);
  return { grouped, byMany: single(naive), byOne: single(alone), bulk, close };
};

/** Appends by group commit, against one insert per transaction and against the database's limit. */
export const benchAppend = async ({ postgres, rounds, quick }: Sizes): Promise<Figure[]> => {
  const { grouped, byMany, byOne, bulk, close } = await open(postgres);
  const figures: Figure[] = [];
  let round = 0;
  const next = (): string => `r${round++}`;
  const unit = 'a second';
  const ours = (callers: number, anew: boolean) => () => appendsPerSecond(callers, anew, grouped, next());
  try {
    for (const callers of quick ? [64] : [1, 16, 64, 256])
      for (const anew of quick ? [false] : [false, true]) {
        const one = callers === 1;
        const measured = await interleaved(rounds, ours(callers, anew), () =>
          appendsPerSecond(callers, anew, one ? byOne : byMany, next()),
        );
        const streams = anew ? 'new streams' : 'existing streams';
        const against = `one insert of the same row per transaction, by pg on ${one ? 'one connection' : `${CONNECTIONS} connections`}, in the same database`;
        const least = { 1: 0.8, 64: 2 }[callers];
        figures.push(
          atLeast(least, { name: `append, ${callers === 1 ? '1 caller' : `${callers} callers`}, ${streams}`, unit, ...measured, against }),
        );
      }
    if (!quick) {
      const measured = await interleaved(rounds, ours(64, true), () => bulk(next()));
      const against = `insert … select of ${BULK} such rows a statement: what the database can take`;
      figures.push(atLeast(0.4, { name: 'append, 64 callers, against the limit', unit, ...measured, against }));
    }
  } finally {
    await close();
  }
  return figures;
};
