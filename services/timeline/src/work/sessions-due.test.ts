import { type Frequency, Period } from '@accompany/contracts/referral/v1/types';
import { expect, test } from 'vitest';
import { sessionDue } from './sessions-due.js';

const day = (month: number, date: number): Date => new Date(Date.UTC(2022, month - 1, date));
const twiceAMonth: Frequency = { sessions: 2, period: Period.PERIOD_MONTH };
const weekly: Frequency = { sessions: 1, period: Period.PERIOD_WEEK };

test.each([
  ['the first of two a month in the middle of February', [{ from: day(2, 1), frequency: twiceAMonth }], 0, day(2, 15)],
  ['the fourth at the end of March', [{ from: day(2, 1), frequency: twiceAMonth }], 3, day(4, 1)],
  ['a weekly one after a week', [{ from: day(2, 1), frequency: weekly }], 0, day(2, 8)],
  ['the one after two that were held', [{ from: day(2, 1), frequency: weekly }], 2, day(2, 22)],
  [
    'by the new pace when it changed before',
    [
      { from: day(2, 1), frequency: twiceAMonth },
      { from: day(3, 1), frequency: weekly },
    ],
    2,
    day(3, 8),
  ],
  [
    'what the old pace had begun counts',
    [
      { from: day(2, 1), frequency: twiceAMonth },
      { from: day(2, 8), frequency: weekly },
    ],
    0,
    new Date(day(2, 8).getTime() + 3.5 * 24 * 60 * 60 * 1000),
  ],
  ['never without a pace', [], 0, undefined],
  ['never when none is foreseen', [{ from: day(2, 1), frequency: { sessions: 0, period: Period.PERIOD_WEEK } }], 0, undefined],
])('is due: %s', (_name, paces, held, due) => {
  expect(sessionDue(paces, held)).toEqual(due);
});
