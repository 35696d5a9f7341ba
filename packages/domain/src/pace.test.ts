import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foreseenAt, foreseenBy, type Pace } from './pace.js';

const HOUR = 60 * 60 * 1000;
const day = (month: number, date: number, hours = 0): Date => new Date(Date.UTC(2022, month - 1, date) + hours * HOUR);
const twiceAMonth = (from: Date): Pace => ({ from, times: 2, per: 'month' });
const weekly = (from: Date): Pace => ({ from, times: 1, per: 'week' });

describe('when it is foreseen for the nth time', () => {
  test.each<[string, Pace[], number, Date | undefined]>([
    ['the first of two a month in the middle of February', [twiceAMonth(day(2, 1))], 1, day(2, 15)],
    ['the fourth at the end of March', [twiceAMonth(day(2, 1))], 4, day(4, 1)],
    ['a weekly one after a week', [weekly(day(2, 1))], 1, day(2, 8)],
    ['the one after two weekly ones', [weekly(day(2, 1))], 3, day(2, 22)],
    ['by the new pace when it changed before', [twiceAMonth(day(2, 1)), weekly(day(3, 1))], 3, day(3, 8)],
    ['what the old pace had begun counts', [twiceAMonth(day(2, 1)), weekly(day(2, 8))], 1, day(2, 8, 84)],
    ['a month later on its last day, where there is no 31st', [{ from: day(1, 31), times: 1, per: 'month' }], 1, day(2, 28)],
    ['never without a pace', [], 1, undefined],
    ['never when the pace foresees nothing', [{ from: day(2, 1), times: 0, per: 'week' }], 1, undefined],
  ])('%s', (_name, paces, nth, due) => {
    expect(foreseenAt(paces, nth)).toEqual(due);
  });
});

describe('how often it is foreseen until a moment', () => {
  test.each<[string, Pace[], Date, number]>([
    ['nothing at its beginning', [twiceAMonth(day(2, 1))], day(2, 1), 0],
    ['nothing before it', [twiceAMonth(day(2, 1))], day(1, 1), 0],
    ['once by half of February', [twiceAMonth(day(2, 1))], day(2, 15), 1],
    ['four times by April', [twiceAMonth(day(2, 1))], day(4, 1), 4],
    ['each pace until the next', [twiceAMonth(day(2, 1)), weekly(day(3, 1))], day(3, 15), 4],
    ['from the end of a long month to that of a short one, a whole month', [{ from: day(1, 31), times: 1, per: 'month' }], day(2, 28), 1],
    ['not without a pace', [], day(4, 1), 0],
  ])('%s', (_name, paces, moment, times) => {
    expect(foreseenBy(paces, moment)).toBeCloseTo(times, 9);
  });
});

test('one is the reverse of the other', () => {
  const pace = fc.record({ days: fc.integer({ min: 1, max: 200 }), times: fc.integer({ min: 1, max: 7 }), monthly: fc.boolean() });
  fc.assert(
    fc.property(fc.array(pace, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 60 }), (given, nth) => {
      let days = 0;
      const paces = given.map(({ days: more, times, monthly }): Pace => {
        days += more;
        return { from: day(1, 1 + days), times, per: monthly ? 'month' : 'week' };
      });
      expect(foreseenBy(paces, foreseenAt(paces, nth) as Date)).toBeCloseTo(nth, 5);
    }),
  );
});
