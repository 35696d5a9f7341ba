import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction, openPool } from './pool.js';
import { viewHash } from './view-hash.js';
import { ensureView, rebuildView, type View, viewExists, viewSchema } from './views.js';

const name = `views_${randomBytes(6).toString('hex')}`;
const server = process.env.ACCOMPANY_POSTGRES ?? '';
let admin: pg.Client;
let db: pg.Pool;

/** A source of counted things, and a view with two tables on it. */
const view: View = {
  name: 'totals',
  version: 1,
  create: 'create table total (key text primary key, n int not null); create table parity (key text primary key, even boolean not null)',
  write: async (tx, schema, keys) => {
    await tx.query(
      `insert into ${schema}.total select key, n from source where key = any($1) on conflict (key) do update set n = excluded.n`,
      [keys],
    );
    await tx.query(
      `insert into ${schema}.parity select key, n % 2 = 0 from source where key = any($1) on conflict (key) do update set even = excluded.even`,
      [keys],
    );
  },
  stale: async (tx, schema, after, limit) => {
    const { rows } = await tx.query<{ key: string }>(
      `select key from source left join ${schema}.total using (key) where key > $1 and total.n is distinct from source.n order by key limit $2`,
      [after, limit],
    );
    return rows.map((row) => row.key);
  },
};

const hold = async (tx: pg.PoolClient): Promise<void> => {
  await tx.query('lock table gate in exclusive mode');
};

/** What a live projection does: the source and the view in one transaction, under the lock that `hold` takes. */
const count = (key: string): Promise<void> =>
  inTransaction(db, async (tx) => {
    await tx.query('select from gate for update');
    await tx.query('insert into source values ($1, 1) on conflict (key) do update set n = source.n + 1', [key]);
    await view.write(tx, viewSchema(view), [key]);
  });

beforeAll(async () => {
  admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.query(`create role ${name} login password '${name}'`);
  await admin.query(`grant create on database ${name} to ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  await owner.query(`create table source (key text primary key, n int not null); create table gate (id int); insert into gate values (1);
    grant all on all tables in schema public to ${name}`);
  await owner.end();
  url.username = name;
  url.password = name;
  db = openPool(url.href);
});

afterAll(async () => {
  await db?.end();
  await admin?.query(`drop database if exists ${name} with (force)`);
  await admin?.query(`drop role if exists ${name}`);
  await admin?.end();
});

beforeEach(async () => {
  for (const schema of ['totals_v1', 'totals_v1_next', 'totals_v1_old', 'totals_v2', 'totals_v3'])
    await db.query(`drop schema if exists ${schema} cascade`);
  await db.query('delete from source');
});

test('a view that is missing is built from the source, by whoever comes first', async () => {
  await db.query("insert into source select 'k' || i, i from generate_series(1, 250) i");
  await Promise.all([ensureView(db, view, { hold }), ensureView(db, view, { hold })]);
  expect((await viewHash(db, view)).rows).toBe(500);
});

test('a new version is built from the source and the old one dropped', async () => {
  await ensureView(db, view, { hold });
  await ensureView(db, { ...view, version: 2 }, { hold });
  expect(await viewExists(db, view)).toBe(false);
  expect(await viewExists(db, { ...view, version: 2 })).toBe(true);
});

test('rebuilt while writers and readers go on: no read fails, none sees less than before, and the rows are equal', async () => {
  await db.query("insert into source select 'k' || i, i from generate_series(1, 2000) i");
  await ensureView(db, view, { hold });
  const stop = new AbortController();
  let written = 0;
  let read = 0;
  const writing = Array.from({ length: 3 }, async (_, writer) => {
    for (; !stop.signal.aborted; written++) await count(`k${(written * 7 + writer) % 2500}`);
  });
  const reading = (async () => {
    for (let seen = 0; !stop.signal.aborted; read++) {
      const { rows } = await db.query<{ n: string }>({
        name: 'read-total',
        text: 'select sum(n) as n from totals_v1.total join totals_v1.parity using (key)',
      });
      expect(Number(rows[0]?.n)).toBeGreaterThanOrEqual(seen);
      seen = Number(rows[0]?.n);
    }
  })();
  const phases = new Set<string>();
  for (let i = 0; i < 5; i++)
    await rebuildView(db, view, {
      hold,
      pageSize: 50,
      onProgress: ({ phase }) => {
        phases.add(phase);
      },
    });
  stop.abort();
  await Promise.all([...writing, reading]);
  expect(written).toBeGreaterThan(20);
  expect(read).toBeGreaterThan(20);
  expect([...phases]).toEqual(['building', 'catching up', 'switching']);

  const live = await viewHash(db, view);
  await rebuildView(db, view, { hold });
  expect(await viewHash(db, view)).toEqual(live);
});

test('the hash depends on every row and not on the order in which they were written', async () => {
  await db.query("insert into source values ('a', 1), ('b', 2)");
  await ensureView(db, view, { hold });
  const first = await viewHash(db, view);
  await db.query("delete from totals_v1.total where key = 'a'; insert into totals_v1.total values ('a', 1)");
  expect(await viewHash(db, view)).toEqual(first);
  await db.query("update totals_v1.parity set even = not even where key = 'b'");
  expect((await viewHash(db, view)).hash).not.toBe(first.hash);
});

test('an aborted rebuild leaves the live view as it was, and the next one works', async () => {
  await db.query("insert into source select 'k' || i, i from generate_series(1, 500) i");
  await ensureView(db, view, { hold });
  const before = await viewHash(db, view);
  const abort = new AbortController();
  await expect(
    rebuildView(db, view, { hold, pageSize: 10, signal: abort.signal, onProgress: () => abort.abort(new Error('stopping')) }),
  ).rejects.toThrow('stopping');
  expect(await viewHash(db, view)).toEqual(before);
  await rebuildView(db, view, { hold });
  expect(await viewHash(db, view)).toEqual(before);
});
