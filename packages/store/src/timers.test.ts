import { expect, test } from 'vitest';
import { type Counted, count, counter, freshStore } from './counting.js';
import { createExecutor } from './execute.js';
import { readStream } from './read.js';
import { step } from './subscribe.js';
import { deriveTimers, fireTimers, type Timer } from './timers.js';

const hours = (n: number): Date => new Date(Date.UTC(2022, 1, 1, n));

/** Each count sets an alarm one hour later; the alarm counts by 100; from 100 on it is cleared. */
const alarm: Timer<number, Counted> = {
  name: 'alarm',
  aggregate: counter,
  derive: (event, { occurredAt }) =>
    event.value.by >= 100 ? [{ clear: 'ring' }] : [{ set: 'ring', at: new Date(occurredAt.getTime() + 3_600_000) }],
  fire: () => (state) => (state >= 100 ? [] : [{ $case: 'counted', value: { by: 100 } }]),
};

test('a timer fires once, at its time, on a turned clock, and not after it was cleared', async () => {
  await using store = await freshStore();
  const executor = createExecutor(store.db);
  const derive = () => step(store.db, { name: 'timers', onError: () => {}, handle: (tx, events) => deriveTimers(tx, [alarm], events) });
  const fire = (now: Date) => fireTimers(store.db, executor, [alarm], 'test', now);
  await executor.execute(counter, 'a', count('one', { occurredAt: hours(0) }));
  await executor.execute(counter, 'a', count('two', { occurredAt: hours(2) }));
  await derive();
  expect(await fire(hours(2))).toBe(0);
  expect(await fire(hours(3))).toBe(1);
  expect(await fire(hours(4))).toBe(0);
  await derive();
  const events = await readStream(store.db, 'counter-a');
  expect(events.map(({ type, key, occurredAt }) => [type, key, occurredAt])).toEqual([
    ['test.v1.Counted', 'case-1', hours(0)],
    ['test.v1.Counted', 'case-1', hours(2)],
    ['test.v1.Counted', 'case-1', hours(3)],
  ]);
});

test('two processes that fire at once decide once', async () => {
  await using store = await freshStore();
  await createExecutor(store.db).execute(counter, 'a', count('one', { occurredAt: hours(0) }));
  await step(store.db, { name: 'timers', onError: () => {}, handle: (tx, events) => deriveTimers(tx, [alarm], events) });
  const fired = await Promise.all([1, 2].map(() => fireTimers(store.pool(), createExecutor(store.db), [alarm], 'test', hours(9))));
  expect(fired.toSorted()).toEqual([0, 1]);
  expect(await readStream(store.db, 'counter-a')).toHaveLength(2);
});
