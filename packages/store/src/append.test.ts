import { expect, test } from 'vitest';
import { type Append, createAppender } from './append.js';
import { freshStore } from './counting.js';
import { readAfter } from './read.js';
import { verifyChain } from './verify.js';

const append = (stream: string, expectedVersion: number, over: Partial<Append> = {}): Append => ({
  commandKey: `${stream}@${expectedVersion}`,
  fingerprint: 'f',
  stream,
  expectedVersion,
  topic: 'case',
  key: 'case-1',
  metadata: '{"note":"កុមារ"}',
  occurredAt: new Date('2022-02-01T00:00:00Z'),
  events: [{ type: 'test.v1.Counted', payload: Buffer.from([0, 1, 255]) }],
  ...over,
});

test('appends that wait go together, each with its own outcome', async () => {
  await using store = await freshStore();
  const write = createAppender(store.db);
  await write(append('a', 0));
  const outcomes = await Promise.all([
    write(append('b', 0)),
    write(append('a', 0, { commandKey: 'late' })),
    write(append('a', 0)),
    write(append('a', 0, { fingerprint: 'another' })),
    write(append('c', 0, { events: [...append('c', 0).events, ...append('c', 0).events] })),
    write(append('d', 0, { events: [] })),
  ]);
  expect(outcomes.map(({ outcome, version, position }) => [outcome, version, position])).toEqual([
    ['appended', 1, 2],
    ['conflict', 1, 1],
    ['duplicate', 1, 1],
    ['reused', 1, 1],
    ['appended', 2, 4],
    ['appended', 0, 0],
  ]);
  const events = await readAfter(store.db, 0, 100);
  expect(events.map(({ position, stream, version }) => `${position} ${stream} ${version}`)).toEqual(['1 a 1', '2 b 1', '3 c 1', '4 c 2']);
  expect(events[0]).toMatchObject({ payload: Buffer.from([0, 1, 255]), metadata: '{"note":"កុមារ"}', key: 'case-1' });
});

test('a text that the database cannot hold fails alone', async () => {
  await using store = await freshStore();
  const write = createAppender(store.db);
  const first = write(append('first', 0));
  const outcomes = await Promise.allSettled([write(append('bad\u0000', 0)), write(append('good', 0))]);
  await first;
  expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'fulfilled']);
  expect((await readAfter(store.db, 0, 10)).map((event) => event.stream)).toEqual(['first', 'good']);
});

test('positions become visible in order, whoever writes', async () => {
  await using store = await freshStore();
  const writers = [createAppender(store.pool()), createAppender(store.pool()), createAppender(store.pool())];
  let seen = 0;
  let writing = true;
  const reading = (async () => {
    while (writing || seen < 300)
      for (const event of await readAfter(store.db, seen, 50)) {
        expect(event.position).toBe(seen + 1);
        seen = event.position;
      }
  })();
  await Promise.all(writers.flatMap((write, writer) => Array.from({ length: 100 }, (_, n) => write(append(`s${writer}-${n}`, 0)))));
  writing = false;
  await reading;
  expect(seen).toBe(300);
  expect(await verifyChain(store.db)).toBeUndefined();
});

test('the hash chain names the row that was tampered with', async () => {
  await using store = await freshStore();
  const write = createAppender(store.db);
  for (const stream of ['a', 'b', 'c']) await write(append(stream, 0));
  await store.pool(store.superUrl).query(`update events set metadata = '{}' where position = 2`);
  expect(await verifyChain(store.db)).toBe(2);
});

test.each([
  ['insert', "insert into events select 99, 'x', 1, type, topic, key, payload, metadata, occurred_at, recorded_at, hash from events"],
  ['update', 'update events set position = 7'],
  ['delete', 'delete from events'],
  ['truncate', 'truncate events'],
  ['commands', 'delete from commands'],
])('the service itself may not %s what happened', async (_name, sql) => {
  await using store = await freshStore();
  await createAppender(store.db)(append('a', 0));
  await expect(store.db.query(sql)).rejects.toMatchObject({ code: '42501' });
});
