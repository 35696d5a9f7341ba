import { freshDatabase } from '@accompany/local';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createAppender } from './append.js';
import { migrate } from './migrate.js';
import { openPool } from './pool.js';
import { readAfter } from './read.js';

test('a database that an earlier release made is brought to this one, and keeps its events', async () => {
  await using database = await freshDatabase('migrate');
  const app = new URL(database.appUrl).username;
  const write = async (stream: string): Promise<void> => {
    const pool = openPool(database.appUrl);
    await createAppender(pool)({
      commandKey: stream,
      fingerprint: 'f',
      stream,
      expectedVersion: 0,
      topic: 'case',
      key: stream,
      metadata: '{}',
      occurredAt: new Date('2022-02-01'),
      events: [{ type: 'test.v1.Counted', payload: Buffer.from([1]) }],
    });
    await pool.end();
  };
  await migrate(database.ownerUrl, app, []);
  await write('before');
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`alter function append rename to forgotten;
    create function append(keys text[], event_of int[]) returns int language sql as 'select 1';
    delete from migrations_store where name = '007_append'`);
  await migrate(database.ownerUrl, app, []);
  await write('after');
  const { rows } = await owner.query("select pronargs from pg_proc where proname = 'append'");
  expect(rows).toEqual([{ pronargs: 13 }]);
  await owner.end();
  const pool = openPool(database.appUrl);
  expect((await readAfter(pool, 0, 10)).map(({ stream }) => stream)).toEqual(['before', 'after']);
  await pool.end();
});
