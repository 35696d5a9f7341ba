import { CancelReason, IntendedAction, Intent, NoticeAbout } from '@accompany/contracts/referral/v1/types';
import type { Decider, DecisionContext } from '@accompany/domain';
import { type ClockTimer, virtualClock } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { cancel } from './either-side.js';
import { acknowledge, issue, noticeAggregate } from './notice.js';
import { DEFAULT_LIMITS, readLimits } from './pick-up.js';
import { accept, complete, receive, start, waitlist } from './receiver.js';
import { referralAggregate } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA } from './samples.js';
import { send } from './sender.js';
import { noticeTimers, pickUpTimers } from './timers.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24;

const START = new Date('2022-02-10T03:00:00Z');
const YEAR = 365 * DAY;

type Kept<State, Event> = { readonly decider: Decider<State, Event>; readonly timer: ClockTimer<State, Event> };

/** A year of one stream, told in hours after its start. */
const yearOf = <State, Event extends { $case: string }>({ decider, timer }: Kept<State, Event>) => {
  const clock = virtualClock<State, Event>({ decider, timers: [timer] });
  const hours = (number: number): Date => new Date(START.getTime() + number * HOUR);
  return {
    /** Somebody decides so many hours after the start. */
    at: (hour: number, decide: (state: State, when: When) => Event[]) => clock.at(hours(hour), decide),
    /** What happened in so many hours. */
    after: (hour: number) => {
      clock.until(hours(hour));
      return clock.history().map(({ at, event }) => `${(at.getTime() - START.getTime()) / HOUR} h ${event.$case}`);
    },
    pending: clock.pending,
  };
};

type When = Pick<DecisionContext, 'occurredAt' | 'now'>;
const by = (agency: string, when: When): DecisionContext => ({ ...when, actor: { kind: 'agency', agency, person: 'p1' } });
const scope = { ...the.facts.consent.scope, validFrom: START, validUntil: undefined };
const facts = { ...the.facts, consent: { given: true, scope } };

const sent = (limits = DEFAULT_LIMITS) => {
  const year = yearOf({ decider: referralAggregate.decider, timer: pickUpTimers });
  year.at(0, () => [the.drafted]);
  year.at(1, (state, when) => send(state, the.sending, { ...facts, limits }, by(ALPHA, when)));
  return year;
};

describe('a year of a referral of high urgency, sent in its first hour', () => {
  test('that nobody answers: overdue after 24 h, escalated after 36 h, lapsed after 48 h, and nothing more', () => {
    const year = sent();
    const begun = ['0 h referralDrafted', '1 h referralSent'];
    expect(year.after(24)).toEqual(begun);
    expect(year.after(25)).toEqual([...begun, '25 h referralOverdue']);
    expect(year.after(36.99)).toEqual([...begun, '25 h referralOverdue']);
    expect(year.after(YEAR)).toEqual([...begun, '25 h referralOverdue', '37 h referralEscalated', '49 h referralLapsed']);
    expect(year.pending()).toEqual([]);
  });

  test('that is only seen, or taken for information: the clock of its sender runs on', () => {
    for (const receipt of [
      the.receipt,
      the.filing,
      { takenAs: Intent.INTENT_REFERRAL, intendedAction: IntendedAction.INTENDED_ACTION_ASK_SENDER },
    ]) {
      const year = sent();
      year.at(2, (state, when) => receive(state, receipt, by(BETA, when)));
      year.at(30, (state, when) => receive(state, the.filing, by(BETA, when)));
      const timed = year.after(YEAR).filter((line) => /Overdue|Escalated|Lapsed/.test(line));
      expect(timed).toEqual(['25 h referralOverdue', '37 h referralEscalated', '49 h referralLapsed']);
    }
  });

  test('that is answered: no clock runs in the eleven months of service', () => {
    const year = sent();
    year.at(20, (state, when) => accept(state, by(BETA, when)));
    expect(year.pending()).toEqual([]);
    year.at(5 * DAY, (state, when) => start(state, by(BETA, when)));
    year.at(330 * DAY, (state, when) => complete(state, { outcome: 1 }, by(BETA, when)));
    expect(year.after(YEAR)).toEqual([
      '0 h referralDrafted',
      '1 h referralSent',
      '20 h referralReceivedV2',
      '20 h referralAccepted',
      '120 h referralStarted',
      '7920 h referralCompleted',
    ]);
  });

  test('that is answered late, by a waiting list: overdue was told, and nothing lapses', () => {
    const year = sent();
    year.at(30, (state, when) => waitlist(state, by(BETA, when)));
    year.at(90 * DAY, (state, when) => cancel(state, { reason: CancelReason.CANCEL_REASON_CLIENT_MOVED }, by(ALPHA, when)));
    expect(year.after(YEAR).slice(2)).toEqual([
      '25 h referralOverdue',
      '30 h referralReceivedV2',
      '30 h referralWaitlisted',
      '2160 h referralCancelled',
    ]);
  });

  test('in a network with other limits, of another share', () => {
    const limits = readLimits({ ACCOMPANY_PICK_UP_HOURS: '10,20,30', ACCOMPANY_PICK_UP_PERCENT: '50,100,300' });
    expect(sent(limits).after(YEAR).slice(2)).toEqual(['6 h referralOverdue', '11 h referralEscalated', '31 h referralLapsed']);
  });
});

test('a year of information: nobody’s clock runs', () => {
  const year = yearOf({ decider: referralAggregate.decider, timer: pickUpTimers });
  year.at(0, () => [the.told]);
  year.at(4, (state, when) => receive(state, the.receipt, by(BETA, when)));
  expect(year.after(YEAR)).toEqual(['0 h informationShared', '4 h referralReceivedV2']);
});

describe('a year of a notice', () => {
  const issued = () => {
    const year = yearOf({ decider: noticeAggregate.decider, timer: noticeTimers });
    const telling = { toAgency: BETA, about: NoticeAbout.NOTICE_ABOUT_CASE_CLOSED, subjectId: '', referralId: '', ofEvent: 'case-1/9' };
    year.at(0, (state, when) => issue(state, telling, 72, by(ALPHA, when)));
    return year;
  };

  test('that nobody acknowledges: overdue after 72 h, once, and still open', () => {
    const year = issued();
    expect(year.after(71.99)).toEqual(['0 h noticeIssued']);
    expect(year.after(YEAR)).toEqual(['0 h noticeIssued', '72 h noticeOverdue']);
    year.at(YEAR, (state, when) => acknowledge(state, by(BETA, when)));
    expect(year.after(YEAR).at(-1)).toBe('8760 h noticeAcknowledged');
  });

  test('that is acknowledged in time', () => {
    const year = issued();
    year.at(70, (state, when) => acknowledge(state, by(BETA, when)));
    expect(year.after(YEAR)).toEqual(['0 h noticeIssued', '70 h noticeAcknowledged']);
  });
});
