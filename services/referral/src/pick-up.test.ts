import { Urgency } from '@accompany/contracts/common/v1/common';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, pickUpTimes, readLimits } from './pick-up.js';
import { accepted, NOW, overdue, received, sent } from './samples.js';
import { pickUpTimers } from './timers.js';

const hours = (n: number) => new Date(NOW.getTime() + n * 60 * 60 * 1000);

describe('the pick-up limit', () => {
  test.each([
    [Urgency.URGENCY_HIGH, 24],
    [Urgency.URGENCY_MEDIUM, 72],
    [Urgency.URGENCY_LOW, 168],
    [Urgency.URGENCY_UNSPECIFIED, 24],
  ])('by urgency %s is %s hours: due at 100 %%, escalated at 150 %%, lapsed at 200 %%', (urgency, limit) =>
    expect(pickUpTimes(urgency, NOW, DEFAULT_LIMITS)).toEqual({
      dueBy: hours(limit),
      escalatesAt: hours(1.5 * limit),
      lapsesAt: hours(2 * limit),
    }),
  );

  test('may be another in a network', () => {
    expect(pickUpTimes(Urgency.URGENCY_LOW, NOW, readLimits({ ACCOMPANY_PICK_UP_HOURS: '12,36,96' })).dueBy).toEqual(hours(96));
    const sooner = readLimits({ ACCOMPANY_PICK_UP_PERCENT: '50,75,150' });
    expect(pickUpTimes(Urgency.URGENCY_HIGH, NOW, sooner)).toEqual({ dueBy: hours(12), escalatesAt: hours(18), lapsesAt: hours(36) });
    expect(readLimits({})).toEqual(DEFAULT_LIMITS);
  });
});

describe('the timers', () => {
  const derive = (event: Parameters<typeof pickUpTimers.derive>[0]) => pickUpTimers.derive(event, { occurredAt: NOW, recordedAt: NOW });

  test('are set when it is sent, stay when it was seen, and are cleared by an answer', () => {
    expect(derive(sent)).toEqual([
      { set: 'overdue', at: hours(24) },
      { set: 'escalate', at: hours(36) },
      { set: 'lapse', at: hours(48) },
    ]);
    expect(derive(received)).toEqual([]);
    expect(derive(overdue)).toEqual([]);
    expect(derive(accepted)).toEqual([{ clear: 'overdue' }, { clear: 'escalate' }, { clear: 'lapse' }]);
  });
});
