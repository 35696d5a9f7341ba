import type { PoolClient } from 'pg';
import { expect, test, vi } from 'vitest';
import { count, counter, freshStore } from './counting.js';
import type { StoredEvent } from './event.js';
import { createExecutor } from './execute.js';
import { step, subscribe } from './subscribe.js';
import { createWaker } from './waker.js';

test('each event is handled once, in order, by however many processes, through failures', async () => {
  await using store = await freshStore();
  await store.pool(store.ownerUrl).query('create table handled (nr serial primary key, position bigint)');
  await store.pool(store.superUrl).query('grant all on handled, handled_nr_seq to public');
  const executor = createExecutor(store.db);
  // A batch that failed is tried again at the next wake-up: after the last event, that is the poll.
  const wakers = [createWaker(store.appUrl, 'appended', 250), createWaker(store.appUrl, 'appended', 250)];
  let failures = 3;
  const subscriptions = wakers.map((waker) =>
    subscribe(store.pool(), waker, {
      name: 'test',
      batchSize: 7,
      onError: () => {},
      handle: async (tx, events) => {
        for (const event of events) await tx.query('insert into handled (position) values ($1)', [event.position]);
        if (failures-- > 0) throw new Error('planted');
      },
    }),
  );
  await Promise.all(Array.from({ length: 40 }, (_, n) => executor.execute(counter, `s${n}`, count(`c${n}`))));
  const handled = async () => (await store.db.query('select position::int from handled order by nr')).rows.map((row) => row.position);
  await vi.waitFor(async () => expect(await handled()).toHaveLength(40), 10_000);
  expect(await handled()).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  await Promise.all([...subscriptions.map((one) => one.stop()), ...wakers.map((one) => one.close())]);
});

test('a new event wakes a subscriber well before the poll', async () => {
  await using store = await freshStore();
  const waker = createWaker(store.appUrl, 'appended', 30_000);
  const ear = waker.ear();
  expect(await ear.wait(new AbortController().signal)).toBe(true);
  await createExecutor(store.db).execute(counter, 'a', count('one'));
  expect(await ear.wait(new AbortController().signal)).toBe(true);
  ear.stop();
  await waker.close();
});

test('a step with nothing new handles nothing', async () => {
  await using store = await freshStore();
  const handle = vi.fn();
  expect(await step(store.db, { name: 'test', handle, onError: () => {} })).toEqual({ handled: 0, position: 0 });
  expect(handle).not.toHaveBeenCalled();
});

test('events that concern nobody are passed over, and none that concerns somebody with them', async () => {
  await using store = await freshStore();
  await store.pool(store.ownerUrl).query('create table handled (nr serial primary key, position bigint)');
  await store.pool(store.superUrl).query('grant all on handled, handled_nr_seq to public');
  const executor = createExecutor(store.db);
  const waker = createWaker(store.appUrl, 'appended');
  const handle = async (tx: PoolClient, events: StoredEvent[]) => {
    for (const { position } of events) if (position % 10 === 0) await tx.query('insert into handled (position) values ($1)', [position]);
  };
  const subscription = subscribe(store.pool(), waker, { name: 'test', batchSize: 1, onError: () => {}, handle });
  const checkpoint = async () =>
    (await store.db.query("select position::int from checkpoints where name = 'test'")).rows[0]?.position as number | undefined;
  await vi.waitFor(async () => expect(await checkpoint()).toBe(0), 10_000);
  for (let n = 1; n <= 30; n++) await executor.execute(counter, `s${n}`, count(`c${n}`));
  await vi.waitFor(async () => expect(await checkpoint()).toBe(30), 10_000);
  // A restore or a crash of the database may set a checkpoint back; the process must not go on from what it remembers.
  await store
    .pool(store.superUrl)
    .query("update checkpoints set position = 19 where name = 'test'; delete from handled where position > 19");
  await executor.execute(counter, 's31', count('c31'));
  await vi.waitFor(async () => expect(await checkpoint()).toBe(31), 10_000);
  const { rows } = await store.db.query('select position::int from handled order by nr');
  expect(rows.map(({ position }) => position)).toEqual([10, 20, 30]);
  await subscription.stop();
  await waker.close();
});
