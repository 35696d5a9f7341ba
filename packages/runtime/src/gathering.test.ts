import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ReceivedRecord } from './case-log/case-log.js';
import { FEW, gathering } from './gathering.js';

/** Records of one partition, with these offsets. */
const batch = (partition: number, ...offsets: number[]): ReceivedRecord[] =>
  offsets.map((offset) => ({ topic: 't', partition, offset: String(offset), key: 'k', value: new Uint8Array(), headers: {} }));
const large = (partition: number): ReceivedRecord[] => batch(partition, ...Array.from({ length: FEW }, (_, nr) => nr));

/** What was handed over, call by call, and how many calls ran side by side at most. */
const watched = () => {
  const calls: string[][] = [];
  let running = 0;
  const most = { atOnce: 0 };
  return {
    calls,
    most,
    handle: async (records: readonly ReceivedRecord[]): Promise<number> => {
      calls.push(records.map(({ partition, offset }) => `${partition}/${offset}`));
      running += 1;
      most.atOnce = Math.max(most.atOnce, running);
      await delay(1);
      running -= 1;
      return calls.length;
    },
  };
};

test('small batches of one moment go together, each in order; what comes later goes in the next call', async () => {
  const { calls, handle } = watched();
  const gathered = gathering(handle);
  expect(await Promise.all([gathered(batch(0, 1, 2)), gathered(batch(3, 7)), gathered(batch(1, 4))])).toEqual([1, 1, 1]);
  expect(await gathered(batch(0, 3))).toBe(2);
  expect(calls).toEqual([['0/1', '0/2', '3/7', '1/4'], ['0/3']]);
});

test('a large batch goes on its own, and only some of them side by side', async () => {
  const { calls, handle, most } = watched();
  const gathered = gathering(handle);
  await Promise.all([...Array.from({ length: 7 }, (_, partition) => gathered(large(partition))), gathered(batch(7, 1))]);
  expect(calls.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([1, ...Array(7).fill(FEW)]);
  expect(most.atOnce).toBeLessThanOrEqual(5);
});

test('what fails fails for all that went together, and for nothing after it', async () => {
  let broken = true;
  const gathered = gathering(async () => {
    if (broken) throw new Error('planted');
    return 'done';
  });
  const outcomes = await Promise.allSettled([gathered(batch(0, 1)), gathered(batch(1, 1))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await gathered(batch(0, 1))).toBe('done');
});
