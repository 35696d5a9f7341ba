import { randomBytes } from 'node:crypto';
import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { expect, test } from 'vitest';
import { createSealer, type DataKey, KEY_LIFETIME, type KeySource } from './sealer.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_HEALTH: HEALTH } = PersonalDataCategory;
const stream = 'case-7d2b';

/** Keys of a network whose clock the test turns, and a count of the look-ups. */
const network = () => {
  const made = new Map<string, DataKey>();
  const asked: string[] = [];
  let time = Date.parse('2022-02-01T08:00:00Z');
  let away = false;
  const keys: KeySource = {
    dataKey: async (subjectId, category, version) => {
      asked.push(`${subjectId} ${category} ${version ?? 'current'}`);
      await new Promise(setImmediate);
      if (away) throw new Error('away');
      const name = `${subjectId} ${category}`;
      const known = made.get(name) ?? { version: 1, key: randomBytes(32) };
      made.set(name, known);
      return known;
    },
  };
  return {
    asked,
    sealer: createSealer({ keys, now: () => new Date(time) }),
    pass: (milliseconds: number) => (time += milliseconds),
    goAway: (is: boolean) => (away = is),
  };
};

test('seals and opens', async () => {
  const { sealer } = network();
  const sealed = await sealer.seal('maly', IDENTITY, stream, 'Maly');
  expect(sealed).toMatchObject({ subjectId: 'maly', category: IDENTITY, keyVersion: 1 });
  expect(await sealer.open(sealed, stream)).toBe('Maly');
});

test('fifty look-ups of one key at once are one', async () => {
  const { sealer, asked } = network();
  await Promise.all(Array.from({ length: 50 }, () => sealer.seal('maly', IDENTITY, stream, 'Maly')));
  expect(asked).toEqual(['maly 1 current']);
});

test('subjects and categories have keys of their own', async () => {
  const { sealer, asked } = network();
  for (const subject of ['maly', 'dara']) for (const category of [IDENTITY, HEALTH]) await sealer.seal(subject, category, stream, 'x');
  expect(asked).toHaveLength(4);
});

test('a key is used for five minutes and no longer', async () => {
  const { sealer, asked, pass } = network();
  await sealer.seal('maly', IDENTITY, stream, 'Maly');
  pass(KEY_LIFETIME);
  await sealer.seal('maly', IDENTITY, stream, 'Maly');
  expect(asked).toHaveLength(1);
  pass(1);
  await sealer.seal('maly', IDENTITY, stream, 'Maly');
  expect(asked).toHaveLength(2);
});

test('a failed look-up is told to all who wait and is not remembered', async () => {
  const { sealer, goAway } = network();
  goAway(true);
  const tries = await Promise.allSettled([1, 2].map(() => sealer.seal('maly', IDENTITY, stream, 'Maly')));
  expect(tries.map((one) => one.status)).toEqual(['rejected', 'rejected']);
  goAway(false);
  await sealer.seal('maly', IDENTITY, stream, 'Maly');
});

test('a forgotten subject is looked up again, others are not', async () => {
  const { sealer, asked } = network();
  await Promise.all(['maly', 'dara'].map((subject) => sealer.seal(subject, IDENTITY, stream, 'x')));
  sealer.forget('maly');
  await Promise.all(['maly', 'dara'].map((subject) => sealer.seal(subject, IDENTITY, stream, 'x')));
  expect(asked).toEqual(['maly 1 current', 'dara 1 current', 'maly 1 current']);
});

test('a key that was on its way when its subject was forgotten does not stay', async () => {
  const { sealer, asked } = network();
  const underway = sealer.seal('maly', IDENTITY, stream, 'x');
  sealer.forget('maly');
  await underway;
  await sealer.seal('maly', IDENTITY, stream, 'x');
  expect(asked).toHaveLength(2);
});
