import { expect, test, vi } from 'vitest';
import { count, counter, freshStore } from './counting.js';
import { createExecutor } from './execute.js';
import { step, subscribe } from './subscribe.js';
import { createWaker } from './waker.js';

test('each event is handled once, in order, by however many processes, through failures', async () => {
  await using store = await freshStore();
  await store.pool(store.ownerUrl).query('create table handled (nr serial primary key, position bigint)');
  await store.pool(store.superUrl).query('grant all on handled, handled_nr_seq to public');
  const executor = createExecutor(store.db);
  const wakers = [createWaker(store.appUrl, 'appended'), createWaker(store.appUrl, 'appended')];
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
  await waker.wait(new AbortController().signal);
  const woken = waker.wait(new AbortController().signal);
  await createExecutor(store.db).execute(counter, 'a', count('one'));
  await woken;
  await waker.close();
});

test('a step with nothing new handles nothing', async () => {
  await using store = await freshStore();
  const handle = vi.fn();
  expect(await step(store.db, { name: 'test', handle, onError: () => {} })).toBe(0);
  expect(handle).not.toHaveBeenCalled();
});
