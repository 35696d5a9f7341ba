import { CancelReason, IntendedAction, Intent, NoticeAbout } from '@accompany/contracts/referral/v1/types';
import type { Decider, DecisionContext } from '@accompany/domain';
import type { AnyTimer } from '@accompany/store';
import { describe, expect, test } from 'vitest';
import { cancel } from './either-side.js';
import { acknowledge, issue, noticeAggregate } from './notice.js';
import { DEFAULT_LIMITS, readLimits } from './pick-up.js';
import { accept, complete, receive, start, waitlist } from './receiver.js';
import { type Event, type Referral, referralAggregate } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, byService } from './samples.js';
import { send } from './sender.js';
import { noticeTimers, pickUpTimers } from './timers.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24;

/** The clock of one stream, as the runtime keeps it: timers are derived from events, fired when due, decided by the aggregate. */
const clock = <State, Event extends { $case: string }>(timer: AnyTimer, decider: Decider<State, Event>, start: Date) => {
  const pending = new Map<string, Date>();
  const story: string[] = [];
  let state = decider.initial;
  const record = (events: readonly Event[], at: Date) => {
    for (const event of events) {
      state = decider.evolve(state, event);
      story.push(`${(at.getTime() - start.getTime()) / HOUR} h ${event.$case}`);
      for (const change of timer.derive(event as never, { occurredAt: at, recordedAt: at }))
        if ('set' in change) pending.set(change.set, change.at);
        else pending.delete(change.clear);
    }
  };
  /** Everything that is due up to then happens, each at its own moment. */
  const turnTo = (then: Date) => {
    for (;;) {
      const [next] = [...pending].filter(([, at]) => at <= then).sort(([, a], [, b]) => a.getTime() - b.getTime());
      if (next === undefined) return;
      const [name, at] = next;
      pending.delete(name);
      record(timer.fire(name, at)(state, { ...byService, occurredAt: at, now: at }) as unknown as Event[], at);
    }
  };
  return {
    /** Somebody decides so many hours after the start. */
    at: (hours: number, decide: (state: State, context: Pick<DecisionContext, 'occurredAt' | 'now'>) => Event[]) => {
      const now = new Date(start.getTime() + hours * HOUR);
      turnTo(now);
      record(decide(state, { occurredAt: now, now }), now);
    },
    /** What happened in so many hours. */
    after: (hours: number) => {
      turnTo(new Date(start.getTime() + hours * HOUR));
      return story;
    },
    pending: () => [...pending.keys()],
  };
};

const START = new Date('2022-02-10T03:00:00Z');
const YEAR = 365 * DAY;

type When = Pick<DecisionContext, 'occurredAt' | 'now'>;
const by = (agency: string, when: When): DecisionContext => ({ ...when, actor: { kind: 'agency', agency, person: 'p1' } });
const scope = { ...the.facts.consent.scope, validFrom: START, validUntil: undefined };
const facts = { ...the.facts, consent: { given: true, scope } };

const sent = (limits = DEFAULT_LIMITS) => {
  const year = clock<Referral, Event>(pickUpTimers, referralAggregate.decider, START);
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
  const year = clock<Referral, Event>(pickUpTimers, referralAggregate.decider, START);
  year.at(0, () => [the.told]);
  year.at(4, (state, when) => receive(state, the.receipt, by(BETA, when)));
  expect(year.after(YEAR)).toEqual(['0 h informationShared', '4 h referralReceivedV2']);
});

describe('a year of a notice', () => {
  const issued = () => {
    const year = clock(noticeTimers, noticeAggregate.decider, START);
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
