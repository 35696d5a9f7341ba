import { freshDatabase } from '@accompany/local';
import { expect, test } from 'vitest';
import { openPool } from './pool.js';

test('a connection that the server ends while it is lent out and idle is met at its next use, and ends nothing else', async () => {
  await using database = await freshDatabase('pool');
  const pool = openPool(database.ownerUrl, 2);
  const lent = await pool.connect();
  const { rows } = await lent.query<{ pid: number }>('select pg_backend_pid() as pid');
  const ended = new Promise((resolve) => lent.once('end', resolve));
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  await expect(lent.query('select 1')).rejects.toThrow();
  lent.release(true);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
