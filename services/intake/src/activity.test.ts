import { ActivityCorrectionReason, AgeBand, type Attendance, CountedSex } from '@accompany/contracts/intake/v1/programme_types';
import { given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activity, correct, type Event, held, hold, withdraw } from './activity.js';
import { checkAccount } from './activity-account.js';
import { account, activityId, heldActivity, otherActivityId, programmeId } from './programme-samples.js';
import { day, heron, lotus } from './samples.js';

const ids = { activityId, programmeId };
const told = { account, term: undefined };
const { ACTIVITY_CORRECTION_REASON_MISCOUNTED: MISCOUNTED } = ActivityCorrectionReason;
const recounted = { ...account, attendance: account.attendance.slice(0, 2), total: 25 };
const corrected: Event = { $case: 'activityCorrected', value: { account: recounted, reason: MISCOUNTED } };
const withdrawn: Event = { $case: 'activityWithdrawn', value: { sameAsActivityId: '' } };
const sameAs: Event = { $case: 'activityWithdrawn', value: { sameAsActivityId: otherActivityId } };
const otherRecord = given(activity)({
  $case: 'activityHeld',
  value: { activityId: otherActivityId, agency: 'lotus', programmeId: '', account },
}).state;
const nothing = activity.initial;

describe('an activity', () => {
  test('is written down with its counts', () =>
    given(activity)()
      .when((state) => hold(state, ids, told, lotus))
      .then(heldActivity));
  test('is corrected as a whole', () =>
    given(activity)(heldActivity)
      .when((state) => correct(state, { account: recounted, term: undefined }, MISCOUNTED, lotus))
      .then(corrected));
  test('is not corrected by the same account in another order', () =>
    given(activity)(heldActivity)
      .when((state) =>
        correct(
          state,
          { account: { ...account, topics: account.topics.toReversed(), attendance: account.attendance.toReversed() }, term: undefined },
          MISCOUNTED,
          lotus,
        ),
      )
      .thenNothing());
  test('does not count any more, alone or in favour of another record', () => {
    given(activity)(heldActivity)
      .when((state) => withdraw(state, { sameAsActivityId: '' }, nothing, lotus))
      .then(withdrawn);
    given(activity)(heldActivity)
      .when((state) => withdraw(state, { sameAsActivityId: otherActivityId }, otherRecord, lotus))
      .then(sameAs);
  });
  test.each([
    ['in favour of itself', [heldActivity], activityId, given(activity)(heldActivity).state, 'ACTIVITY_WITHDRAWN'],
    ['in favour of an unknown record', [heldActivity], otherActivityId, nothing, 'ACTIVITY_UNKNOWN'],
    ['twice, with another word', [heldActivity, withdrawn], otherActivityId, otherRecord, 'ACTIVITY_WITHDRAWN'],
  ] as const)('is not withdrawn %s', (_what, history, sameAsActivityId, other, reason) =>
    given(activity)(...history)
      .when((state) => withdraw(state, { sameAsActivityId }, other, lotus))
      .thenRejected(reason),
  );
  test('that does not count is not corrected', () =>
    given(activity)(heldActivity, withdrawn)
      .when((state) => correct(state, { account: recounted, term: undefined }, MISCOUNTED, lotus))
      .thenRejected('ACTIVITY_WITHDRAWN'));
  test('of another agency does not exist', () => {
    given(activity)(heldActivity)
      .when((state) => correct(state, told, MISCOUNTED, heron))
      .thenRejected('ACTIVITY_UNKNOWN');
    given(activity)(heldActivity)
      .when((state) => withdraw(state, { sameAsActivityId: '' }, nothing, heron))
      .thenRejected('ACTIVITY_UNKNOWN');
    expect(() => held(nothing, lotus)).toThrow(expect.objectContaining({ reason: 'ACTIVITY_UNKNOWN' }));
  });
});

const { AGE_BAND_15_TO_17: TEENS, AGE_BAND_NOT_KNOWN: NO_AGE } = AgeBand;
const { COUNTED_SEX_FEMALE: FEMALE } = CountedSex;
const girls = (people: number): Attendance => ({ ageBand: TEENS, sex: FEMALE, people });
const term = { from: day(1), until: day(20) };

describe('an account that cannot be true is refused', () => {
  test.each([
    ['a total that is too high', { total: 29 }, 'ACTIVITY_TOTALS_CONTRADICTORY', { total: '29', counted: '28' }],
    ['a total that is too low', { total: 27 }, 'ACTIVITY_TOTALS_CONTRADICTORY', { total: '27', counted: '28' }],
    ['another number of children', { children: 28 }, 'ACTIVITY_TOTALS_CONTRADICTORY', { children: '28', counted: '25' }],
    [
      'a pair counted twice',
      { attendance: [girls(4), girls(6)], total: 10, children: 10 },
      'ACTIVITY_TOTALS_CONTRADICTORY',
      { counted_twice: 'AGE_BAND_15_TO_17 COUNTED_SEX_FEMALE' },
    ],
    [
      'people of no known age counted as children',
      { attendance: [{ ageBand: NO_AGE, sex: FEMALE, people: 9 }], total: 9, children: 9 },
      'ACTIVITY_TOTALS_CONTRADICTORY',
      { children: '9', counted: '0' },
    ],
    ['30 February', { heldOn: '2022-02-30' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'no_such_day' }],
    ['month 13', { heldOn: '2021-13-01' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'no_such_day' }],
    ['an end that is no day', { heldUntil: '2022-02-29' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'no_such_day' }],
    ['tomorrow', { heldOn: '2022-03-01' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'in_the_future' }],
    ['an end in the future', { heldUntil: '2022-03-02' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'in_the_future' }],
    ['an end before the beginning', { heldUntil: '2022-02-01' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'ends_before_it_begins' }],
    ['a day before the programme', { heldOn: '2022-01-31' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'before_the_programme_began' }],
    ['a day after the programme', { heldOn: '2022-02-21' }, 'ACTIVITY_DATES_IMPOSSIBLE', { because: 'after_the_programme_ended' }],
  ] as const)('%s', (_what, wrong, reason, facts) => {
    const wrongly = { ...account, ...wrong } as typeof account;
    expect(() => checkAccount(wrongly, term, day(28))).toThrow(expect.objectContaining({ reason, facts: expect.objectContaining(facts) }));
    given(activity)()
      .when((state) => hold(state, ids, { account: wrongly, term }, lotus))
      .thenRejected(reason);
    given(activity)(heldActivity)
      .when((state) => correct(state, { account: wrongly, term }, MISCOUNTED, lotus))
      .thenRejected(reason);
  });
  test('the day that it is in Cambodia is no day in the future', () =>
    checkAccount({ ...account, heldOn: '2022-03-01' }, undefined, new Date('2022-02-28T17:00:00Z')));
});

test('any counts with their sums are taken, and no others', () => {
  const pairs = [1, 2, 3, 4, 5, 6, 7].flatMap((ageBand) => [1, 2, 3, 4].map((sex) => ({ ageBand, sex })));
  const attendances = fc
    .tuple(fc.shuffledSubarray(pairs, { minLength: 1 }), fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 28, maxLength: 28 }))
    .map(([chosen, numbers]) => chosen.map((pair, at): Attendance => ({ ...pair, people: numbers[at] ?? 1 })));
  const off = fc.tuple(fc.constantFrom(0, 0, -1, 1), fc.constantFrom(0, 0, -1, 1));
  fc.assert(
    fc.property(attendances, off, (attendance, [wrongTotal, wrongChildren]) => {
      const sum = (counted: readonly Attendance[]) => counted.reduce((total, { people }) => total + people, 0);
      const total = sum(attendance) + wrongTotal;
      const children = sum(attendance.filter(({ ageBand }) => ageBand <= 4)) + wrongChildren;
      const check = () => checkAccount({ ...account, attendance, total, children }, undefined, day(28));
      if (wrongTotal === 0 && wrongChildren === 0) check();
      else expect(check).toThrow(expect.objectContaining({ reason: 'ACTIVITY_TOTALS_CONTRADICTORY' }));
    }),
  );
});
