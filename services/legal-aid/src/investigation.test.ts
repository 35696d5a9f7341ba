import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { type Event, matter, type OpenedMatter } from './matter.js';
import { recordProgress, stall } from './proceedings.js';

import { context, day, HISTORY, lawyer, news, progressed, STATUSES } from './samples.js';

describe('a stalled investigation', () => {
  const going = HISTORY.under_investigation;
  const stalled: Event = { $case: 'investigationStalled', value: { stalledSince: day('2022-05-04') } };
  test('is one of which nothing was heard for the whole time', () =>
    given(matter)(...going)
      .when((s) => stall(s, day('2022-05-04')))
      .then(stalled));
  test('is not one that has time left', () =>
    given(matter)(...going)
      .when((s) => stall(s, day('2022-05-03')))
      .thenNothing());
  test('is found once', () =>
    given(matter)(...going, stalled)
      .when((s) => stall(s, day('2023-01-01')))
      .thenNothing());
  test.each(STATUSES.filter((status) => status !== 'under_investigation'))('does not exist when %s', (status) =>
    given(matter)(...HISTORY[status])
      .when((s) => stall(s, day('2030-01-01')))
      .thenNothing(),
  );
  test('goes on when something is heard, and can stall again', () => {
    const heard: Event = { $case: 'investigationProgressed', value: { ...news, stallsAt: day('2022-09-01') } };
    given(matter)(...going, stalled, heard)
      .when((s) => stall(s, day('2022-08-31')))
      .thenNothing();
    given(matter)(...going, stalled, heard)
      .when((s) => stall(s, day('2022-09-01')))
      .then({ $case: 'investigationStalled', value: { stalledSince: day('2022-09-01') } });
  });
  test('is not brought nearer, nor ended, by old news written down late', () => {
    const late = context(lawyer.actor, day('2022-01-01'));
    given(matter)(...going, stalled)
      .when((s) => recordProgress(s, news, 90, 'lead', late))
      .then({ $case: 'investigationProgressed', value: { ...news, stallsAt: day('2022-05-04') } });
    const state = given(matter)(...going, stalled, progressed).state as OpenedMatter;
    expect(state.investigation?.stalled).toBe(true);
  });
});
