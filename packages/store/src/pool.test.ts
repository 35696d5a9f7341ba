import { freshDatabase } from '@accompany/local';
import { expect, test } from 'vitest';
import { inTransaction, openPool } from './pool.js';

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

test('a transaction with a statement that failed unheard is told of, and leaves nothing', async () => {
  await using database = await freshDatabase('pool');
  const pool = openPool(database.ownerUrl, 1);
  await pool.query('create table noted (nr int)');
  const work = inTransaction(pool, async (tx) => {
    await tx.query('insert into noted values (1)');
    tx.query('insert into noted values (1 / 0)').catch(() => {});
  });
  await expect(work).rejects.toThrow('a statement in it had failed');
  expect((await pool.query('select from noted')).rowCount).toBe(0);
  await inTransaction(pool, (tx) => tx.query('insert into noted values (2)'));
  expect((await pool.query('select nr from noted')).rows).toEqual([{ nr: 2 }]);
  await pool.end();
});
