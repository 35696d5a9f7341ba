import { DiscontinueReason, Outcome, Period, SessionCancelledBy } from '@accompany/contracts/referral/v1/types';
import { fold } from '@accompany/domain';
import { given as givenOf } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { behindPlan } from './behind-plan.js';
import { type Event, type KnownPlan, type Plan, plan } from './plan.js';
import { activate, completePlan, continuePlan, discontinue, draftPlan, review } from './plan-decisions.js';
import { referral } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, by } from './samples.js';
import { cancelSession, holdSession, MOST_SESSIONS, missSession, planSession, rescheduleSession } from './session-decisions.js';

const given = givenOf(plan);
const twiceAMonth = { sessions: 2, period: Period.PERIOD_MONTH };
const on = (day: string) => new Date(`2022-${day}T00:00:00Z`);
const at = (day: string) => ({ ...by(BETA), occurredAt: on(day), now: on('12-31') });

const drafted: Event = {
  $case: 'planDrafted',
  value: { referralId: 'r1', deliverer: BETA, sender: ALPHA, clientId: 'c', goal: undefined },
};
const activated: Event = { $case: 'planActivated', value: { frequency: twiceAMonth, startsAt: on('02-01') } };
const planned = (sessionId: string, day = '02-15'): Event => ({ $case: 'sessionPlanned', value: { sessionId, plannedFor: on(day) } });
const held = (sessionId: string, day: string): Event => ({ $case: 'sessionHeld', value: { sessionId, heldAt: on(day), note: undefined } });

describe('a plan', () => {
  const accepted = givenOf(referral)(the.drafted, the.sent, the.received, the.accepted).state;
  const declined = givenOf(referral)(the.drafted, the.sent, the.received, the.declined).state;
  const command = { referralId: 'r1', clientId: 'c' };

  test('is drafted by the receiver of an accepted referral', () => {
    given()
      .when((state) => draftPlan(state, command, { referral: accepted }, by(BETA)))
      .then(drafted);
    given()
      .when((state) => draftPlan(state, command, { referral: declined }, by(BETA)))
      .thenRejected('REFERRAL_DECLINED');
    given()
      .when((state) => draftPlan(state, command, { referral: accepted }, by(ALPHA)))
      .thenRejected('NOT_THE_RECEIVER');
  });

  test('begins, is reviewed, goes on at another pace and is completed with an outcome', () => {
    const weekly = { sessions: 1, period: Period.PERIOD_WEEK };
    const reviewed: Event = { $case: 'planReviewStarted', value: { at: on('04-01') } };
    const continued: Event = { $case: 'planContinued', value: { frequency: weekly, from: on('04-02') } };
    given(drafted)
      .when((state) => activate(state, { frequency: twiceAMonth }, at('02-01')))
      .then(activated);
    given(drafted, activated)
      .when((state) => review(state, at('04-01')))
      .then(reviewed);
    given(drafted, activated, reviewed)
      .when((state) => continuePlan(state, { frequency: weekly }, at('04-02')))
      .then(continued);
    given(drafted, activated, reviewed, continued)
      .when((state) => completePlan(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, at('06-01')))
      .then({ $case: 'planCompleted', value: { outcome: Outcome.OUTCOME_GOALS_REACHED, endedAt: on('06-01') } });
  });

  test('that has not begun is not reviewed, completed or discontinued, and holds no sessions', () => {
    const decisions = [
      (state: Plan) => review(state, at('02-01')),
      (state: Plan) => completePlan(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, at('02-01')),
      (state: Plan) => discontinue(state, { reason: DiscontinueReason.DISCONTINUE_REASON_REPLACED }, at('02-01')),
      (state: Plan) => planSession(state, { sessionId: 's1', plannedFor: on('02-15') }, at('02-01')),
    ];
    for (const decide of decisions) given(drafted).when(decide).thenRejected('PLAN_NOT_ACTIVE');
  });

  test('does not exist for a stranger, and is not led by the sender of the referral', () => {
    given(drafted)
      .when((state) => activate(state, { frequency: twiceAMonth }, by('gamma')))
      .thenRejected('PLAN_UNKNOWN');
    given(drafted)
      .when((state) => activate(state, { frequency: twiceAMonth }, by(ALPHA)))
      .thenRejected('NOT_THE_DELIVERER');
  });
});

describe('a session', () => {
  test('is planned and held', () => {
    given(drafted, activated)
      .when((state) => planSession(state, { sessionId: 's1', plannedFor: on('02-15') }, at('02-01')))
      .then(planned('s1'));
    given(drafted, activated, planned('s1'))
      .when((state) => holdSession(state, { sessionId: 's1' }, at('02-15')))
      .then(held('s1', '02-15'));
  });

  test('that is missed says how many in a row', () => {
    const missed = (sessionId: string, inARow: number): Event => ({ $case: 'sessionMissed', value: { sessionId, inARow } });
    given(drafted, activated, planned('s1'), planned('s2'), missed('s1', 1))
      .when((state) => missSession(state, { sessionId: 's2' }, at('03-01')))
      .then(missed('s2', 2));
    given(drafted, activated, planned('s1'), planned('s2'), planned('s3'), missed('s1', 1), held('s2', '03-01'))
      .when((state) => missSession(state, { sessionId: 's3' }, at('03-15')))
      .then(missed('s3', 1));
  });

  test('moves to another time, where it can be held', () => {
    const moved: Event = { $case: 'sessionRescheduled', value: { sessionId: 's1', newSessionId: 's2', plannedFor: on('02-20') } };
    given(drafted, activated, planned('s1'))
      .when((state) => rescheduleSession(state, { sessionId: 's1', newSessionId: 's2', plannedFor: on('02-20') }, at('02-14')))
      .then(moved);
    given(drafted, activated, planned('s1'), moved)
      .when((state) => holdSession(state, { sessionId: 's2' }, at('02-20')))
      .then(held('s2', '02-20'));
  });

  test('is settled once', () => {
    given(drafted, activated, planned('s1'), held('s1', '02-15'))
      .when((state) => cancelSession(state, { sessionId: 's1', by: SessionCancelledBy.SESSION_CANCELLED_BY_CLIENT }, at('02-15')))
      .thenRejected('SESSION_SETTLED');
    given(drafted, activated)
      .when((state) => holdSession(state, { sessionId: 's9' }, at('02-15')))
      .thenRejected('SESSION_UNKNOWN');
  });

  test('finds no place in a plan that is full', () =>
    given(drafted, activated, ...Array.from({ length: MOST_SESSIONS }, (_, n) => planned(`s${n}`)))
      .when((state) => planSession(state, { sessionId: 'one more', plannedFor: on('02-15') }, at('02-01')))
      .thenRejected('PLAN_FULL'));
});

describe('behind plan', () => {
  const progress = (moment: string, ...sessions: Event[]) =>
    behindPlan(fold(plan, [drafted, activated, ...sessions]) as KnownPlan, on(moment));
  const two = [planned('s1'), held('s1', '02-15'), planned('s2', '02-28'), held('s2', '02-28')];

  test.each([
    ['02-01', 0, 0, false],
    ['02-14', 0, 0, false],
    ['02-15', 1, 1, false],
    ['03-01', 2, 2, false],
    ['03-20', 3, 2, true],
    ['04-01', 4, 2, true],
  ])('twice a month from 1 February: on %s %s expected, %s held, behind %s', (moment, expected, count, behind) =>
    expect(progress(moment, ...two)).toEqual({ expected, held: count, behind }),
  );

  test('what is held later does not count before', () =>
    expect(progress('03-01', planned('s1'), held('s1', '03-02'))).toEqual({ expected: 2, held: 0, behind: true }));

  test('nothing is expected after the end', () => {
    const ended: Event = { $case: 'planCompleted', value: { outcome: Outcome.OUTCOME_GOALS_REACHED, endedAt: on('03-01') } };
    expect(progress('09-01', ...two, ended)).toEqual({ expected: 2, held: 2, behind: false });
  });

  test('a new pace counts from its start', () => {
    const reviewed: Event = { $case: 'planReviewStarted', value: { at: on('03-01') } };
    const weekly: Event = { $case: 'planContinued', value: { frequency: { sessions: 1, period: Period.PERIOD_WEEK }, from: on('03-01') } };
    expect(progress('03-15', ...two, reviewed, weekly).expected).toBe(4);
  });

  test('what is expected never falls as time goes on', () =>
    fc.assert(
      fc.property(fc.nat(800), fc.nat(60), (day, more) => {
        const state = fold(plan, [drafted, { ...activated, value: { ...activated.value, startsAt: on('01-31') } } as Event]) as KnownPlan;
        const after = (days: number) => behindPlan(state, new Date(on('01-31').getTime() + days * 24 * 60 * 60 * 1000)).expected;
        expect(after(day + more)).toBeGreaterThanOrEqual(after(day));
      }),
    ));
});
