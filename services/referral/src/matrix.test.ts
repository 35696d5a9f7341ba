import { DecisionAsked } from '@accompany/contracts/referral/v1/types';
import { fold, REASONS } from '@accompany/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS, type Command, expected, HISTORIES, OWNER, outcomeOf } from './matrix.js';
import { becomeOverdue, escalate } from './pick-up.js';
import { type Event, type Referral, referral, type Status } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA } from './samples.js';
import { askDecision, undo } from './stranded.js';

const STATES = Object.keys(HISTORIES) as Referral['status'][];

describe.each(STATES)('a referral in %s', (status) => {
  const state = fold(referral, HISTORIES[status]);
  test('is in that state', () => expect(state.status).toBe(status));
  test.each(COMMANDS)('%s', (command) => expect(outcomeOf(state, command).outcome).toBe(expected(state, command)));
});

describe.each(STATES)('whoever else asks of a referral in %s', (status) => {
  const state = fold(referral, HISTORIES[status]);
  const others = (command: Command) => ['gamma', ALPHA, BETA].filter((agency) => command !== 'lapse' && !owns(agency, command));

  test.each(COMMANDS)('%s', (command) => {
    for (const agency of others(command)) {
      const { outcome, state: after } = outcomeOf(state, command, agency);
      expect(after).toBe(state);
      expect(outcome).toBe(refusalOf(state, command, agency));
      expect(Object.keys(REASONS)).toContain(outcome);
    }
  });
});

const owns = (agency: string, command: Command): boolean =>
  (agency === ALPHA && OWNER[command] !== 'receiver') || (agency === BETA && OWNER[command] !== 'sender');

/** A stranger finds nothing; the other side of it is told that it is the other side's. */
const refusalOf = (state: Referral, command: Command, agency: string): string => {
  if (command === 'draft') return 'REFERRAL_NEED_UNKNOWN';
  if (command === 'share') return 'REFERRAL_CASE_UNKNOWN';
  if (state.status === 'none' || agency === 'gamma') return 'REFERRAL_UNKNOWN';
  if (agency === BETA && state.terms.receiver === '') return 'REFERRAL_UNKNOWN';
  return OWNER[command] === 'sender' ? 'NOT_THE_SENDER' : 'NOT_THE_RECEIVER';
};

describe.each(STATES)('what the network does to a referral in %s', (status) => {
  const state = fold(referral, HISTORIES[status]);
  const once = (decide: (state: Referral) => Event[]): string => {
    const events = decide(state);
    const after = fold(referral, events, state);
    expect(decide(after), 'decided twice it changes nothing').toEqual([]);
    return events.length === 0 ? '=' : after.status;
  };
  const unanswered = ['sent', 'received', 'waitlisted'].includes(status);
  const served = ['accepted', 'in_service', 'on_hold'].includes(status);

  test('its case refused it', () => {
    const end = ['draft', 'sent', 'received'].includes(status) ? 'withdrawn' : 'cancelled';
    expect(once(undo)).toBe(status === 'draft' || unanswered || served ? end : '=');
  });
  test('consent ended', () =>
    expect(once((known) => askDecision(known, DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN, 'c'))).toBe(
      unanswered || served ? status : '=',
    ));
  test('its receiver, office or service is gone', () =>
    expect(once((known) => askDecision(known, DecisionAsked.DECISION_ASKED_STRANDED, 's'))).toBe(unanswered ? status : '='));
});

describe('any sequence of commands', () => {
  const sequence = fc.array(fc.constantFrom(...COMMANDS), { maxLength: 30 });

  test('stays on the table', () =>
    fc.assert(
      fc.property(sequence, (given) => {
        let state: Referral = fold(referral, [the.drafted]);
        for (const command of given) {
          const { state: after, outcome } = outcomeOf(state, command);
          expect(outcome).toBe(expected(state, command));
          state = after;
        }
      }),
      { numRuns: 500 },
    ));

  test('lets a referral end once, and never come back', () =>
    fc.assert(
      fc.property(sequence, (given) => {
        const ends: Event[] = [];
        let state: Referral = fold(referral, [the.drafted]);
        for (const command of given) {
          const { state: after } = outcomeOf(state, command);
          if (after.status !== state.status && REASON_OF_END.has(after.status)) ends.push(the.drafted);
          state = after;
        }
        expect(ends.length).toBeLessThanOrEqual(1);
      }),
    ));

  test('accept and withdraw decide once, in either order, and both sides learn which', () =>
    fc.assert(
      fc.property(fc.boolean(), fc.constantFrom<Status>('sent', 'received'), (acceptFirst, from) => {
        const order: Command[] = acceptFirst ? ['accept', 'withdraw'] : ['withdraw', 'accept'];
        const first = outcomeOf(fold(referral, HISTORIES[from]), order[0] as Command);
        const second = outcomeOf(first.state, order[1] as Command);
        expect(first.outcome).toBe(acceptFirst ? 'accepted' : 'withdrawn');
        expect(second.outcome).toBe(acceptFirst ? 'REFERRAL_TAKEN' : 'REFERRAL_WITHDRAWN');
        expect(second.state).toEqual(first.state);
      }),
    ));

  test('overdue and escalated are told once, and only while nobody answered', () => {
    for (const [status, history] of Object.entries(HISTORIES)) {
      const state = fold(referral, history);
      const open = status === 'sent' || status === 'received';
      const late = becomeOverdue(state);
      const later = escalate(state);
      expect(late.length).toBe(open ? 1 : 0);
      expect(later.length).toBe(open ? 1 : 0);
      const after = fold(referral, [...late, ...later], state);
      expect([becomeOverdue(after), escalate(after)]).toEqual([[], []]);
      expect(after.status).toBe(status);
    }
  });
});

const REASON_OF_END = new Set<string>(['declined', 'completed', 'not_delivered', 'withdrawn', 'cancelled', 'lapsed']);
