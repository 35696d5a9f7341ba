import pg from 'pg';
import { expect, test } from 'vitest';
import { createDatabase, dropDatabase, freshDatabase } from './databases.js';

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
};

test('the owner makes tables, and the app role does only what it is let', async () => {
  await using database = await freshDatabase();
  await ask(database.ownerUrl, 'create table seen (id int)');
  await expect(ask(database.appUrl, 'insert into seen values (1)')).rejects.toThrow('permission denied');
  await expect(ask(database.appUrl, 'create table mine (id int)')).rejects.toThrow('permission denied');
  await ask(database.ownerUrl, `grant insert, select on seen to ${database.name}_app`);
  await ask(database.appUrl, 'insert into seen values (1)');
  expect(await ask(database.appUrl, 'select id from seen')).toEqual([[1]]);
});

test('the role of one database cannot enter another', async () => {
  await using one = await freshDatabase();
  await using other = await freshDatabase();
  const url = new URL(one.appUrl);
  url.pathname = `/${other.name}`;
  await expect(ask(url.href, 'select 1')).rejects.toThrow('permission denied');
});

test('creating a database again keeps its data and gives working addresses', async () => {
  const superUrl = process.env.ACCOMPANY_POSTGRES as string;
  await using first = await freshDatabase();
  await ask(first.ownerUrl, 'create table kept (id int); insert into kept values (7)');
  const again = await createDatabase(superUrl, first.name);
  expect(await ask(again.ownerUrl, 'select id from kept')).toEqual([[7]]);
});

test('a dropped database is gone with its roles, also while somebody is connected', async () => {
  const database = await freshDatabase();
  const idle = new pg.Client({ connectionString: database.appUrl });
  idle.on('error', () => {});
  await idle.connect();
  await database.drop();
  expect(await ask(process.env.ACCOMPANY_POSTGRES as string, `select from pg_roles where rolname like '${database.name}%'`)).toEqual([]);
  await dropDatabase(process.env.ACCOMPANY_POSTGRES as string, database.name);
});

test('the server is durable, and sorts and compares text the same way everywhere', async () => {
  const settings = `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'server_encoding', 'TimeZone') order by name`;
  expect(await ask(process.env.ACCOMPANY_POSTGRES as string, settings)).toEqual([
    ['TimeZone', 'UTC'],
    ['fsync', 'on'],
    ['server_encoding', 'UTF8'],
    ['synchronous_commit', 'on'],
  ]);
});
