import { randomBytes, randomUUID } from 'node:crypto';
import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import { freshDatabase } from '@accompany/local';
import { migrate, openPool } from '@accompany/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDataKeys, type DataKeys } from './data-keys.js';
import { aesKeyWrapper } from './file-key-wrapper.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_HEALTH: HEALTH } = PersonalDataCategory;
const now = () => new Date('2022-02-01T08:00:00Z');
const wrapper = aesKeyWrapper(randomBytes(32));

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Pool;
let keys: DataKeys;

beforeAll(async () => {
  database = await freshDatabase('vault');
  await migrate(database.ownerUrl, `${database.name}_app`, [{ name: 'vault', folder: new URL('../migrations/', import.meta.url) }]);
  db = openPool(database.appUrl);
  keys = createDataKeys({ db, wrapper, now });
});
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

test('a new subject gets a key of version 1, and the same one ever after', async () => {
  const subject = randomUUID();
  const first = await keys.current(subject, IDENTITY);
  expect(first.version).toBe(1);
  expect(first.key).toHaveLength(32);
  expect(await keys.current(subject, IDENTITY)).toEqual(first);
  expect(await keys.version(subject, IDENTITY, 1)).toEqual(first);
});

test('each subject and each category has a key of its own', async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  const all = await Promise.all([one, two].flatMap((subject) => [keys.current(subject, IDENTITY), keys.current(subject, HEALTH)]));
  expect(new Set(all.map(({ key }) => key.toString('hex')))).toHaveLength(4);
});

test('fifty who race for a new key, from two vaults, get the same one', async () => {
  const other = openPool(database.appUrl);
  const vaults = [keys, createDataKeys({ db: other, wrapper, now })];
  for (let round = 0; round < 5; round++) {
    const subject = randomUUID();
    const got = await Promise.all(Array.from({ length: 50 }, (_, at) => vaults[at % 2]?.current(subject, IDENTITY)));
    expect(new Set(got.map((one) => one?.key.toString('hex')))).toHaveLength(1);
  }
  await other.end();
});

test('a version that does not exist is refused and not made', async () => {
  const subject = randomUUID();
  await expect(keys.version(subject, IDENTITY, 1)).rejects.toThrow(new Rejection('DATA_KEY_UNKNOWN'));
  await keys.current(subject, IDENTITY);
  await expect(keys.version(subject, IDENTITY, 2)).rejects.toThrow(new Rejection('DATA_KEY_UNKNOWN'));
  await expect(keys.version(subject, HEALTH, 1)).rejects.toThrow(new Rejection('DATA_KEY_UNKNOWN'));
});

test('the newest version is the current one, older ones still open', async () => {
  const subject = randomUUID();
  const first = await keys.current(subject, IDENTITY);
  const newer = randomBytes(32);
  await db.query('insert into data_keys values ($1, $2, 2, $3, $4, $5)', [
    subject,
    IDENTITY,
    await wrapper.wrap(newer),
    wrapper.keyId,
    now(),
  ]);
  expect(await keys.current(subject, IDENTITY)).toEqual({ version: 2, key: newer });
  expect(await keys.version(subject, IDENTITY, 1)).toEqual(first);
});

test('the database holds no key in the clear', async () => {
  const { key } = await keys.current(randomUUID(), IDENTITY);
  const { rows } = await db.query<{ row: string }>('select data_keys::text as row from data_keys');
  for (const { row } of rows) expect(row).not.toContain(key.toString('hex'));
});

test('a key that another wrapper wrapped is an error that names both', async () => {
  const subject = randomUUID();
  await keys.current(subject, IDENTITY);
  const other = aesKeyWrapper(randomBytes(32));
  await expect(createDataKeys({ db, wrapper: other, now }).current(subject, IDENTITY)).rejects.toThrow(
    `wrapped by ${wrapper.keyId}, the vault has ${other.keyId}`,
  );
});

test('a stored key that was altered does not unwrap', async () => {
  const subject = randomUUID();
  await keys.current(subject, IDENTITY);
  await db.query('update data_keys set wrapped = set_byte(wrapped, 0, get_byte(wrapped, 0) # 1) where subject_id = $1', [subject]);
  await expect(keys.current(subject, IDENTITY)).rejects.toThrow('does not unwrap');
});
