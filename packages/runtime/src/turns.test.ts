import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurns } from './turns.js';

/** Begins so many at once. @returns the numbers of those that have begun, as they begin */
const begin = (turn: () => Promise<void> | undefined, first: number, count: number, begun: number[] = []): number[] => {
  for (let nr = first; nr < first + count; nr++)
    void (async () => {
      await turn();
      begun.push(nr);
    })();
  return begun;
};
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test('of many that come at once a few begin in each turn of the event loop, in order, and none is forgotten', async () => {
  const begun = begin(inTurns(4), 1, 10);
  await Promise.resolve();
  expect(begun).toEqual(upTo(4));
  await setImmediate();
  expect(begun).toEqual(upTo(8));
  await setImmediate();
  expect(begun).toEqual(upTo(10));
});

test('who comes while others wait begins after them', async () => {
  const turn = inTurns(2);
  const begun = begin(turn, 1, 4);
  await Promise.resolve();
  expect(begun).toEqual(upTo(2));
  await setImmediate();
  begin(turn, 5, 1, begun);
  await setImmediate();
  expect(begun).toEqual(upTo(5));
});

test('where few come, each begins at once, turn after turn', async () => {
  const turn = inTurns(2);
  for (let round = 0; round < 3; round++) {
    expect([turn(), turn()]).toEqual([undefined, undefined]);
    await setImmediate();
  }
});
