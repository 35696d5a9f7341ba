import {
  CancelReason,
  DeclineReason,
  ErrorReason,
  NeedMet,
  NextStep,
  NotDeliveredReason,
  Outcome,
  WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import { fold, type Reason, Rejection } from '@accompany/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cancel, enterInError } from './either-side.js';
import { becomeOverdue, escalate, lapse } from './pick-up.js';
import { accept, complete, decline, hold, receive, reportNotDelivered, resume, start, waitlist } from './receiver.js';
import { type Event, type Referral, referral, type Status } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, by } from './samples.js';
import { closeLoop, send, withdraw } from './sender.js';

/** Each command by whoever may give it. */
const COMMANDS = {
  send: (state) => send(state, the.sending, the.facts, by(ALPHA)),
  receive: (state) => receive(state, the.receipt, by(BETA)),
  accept: (state) => accept(state, by(BETA)),
  waitlist: (state) => waitlist(state, by(BETA)),
  decline: (state) => decline(state, { reason: DeclineReason.DECLINE_REASON_NO_CAPACITY }, by(BETA)),
  start: (state) => start(state, by(BETA)),
  hold: (state) => hold(state, {}, by(BETA)),
  resume: (state) => resume(state, by(BETA)),
  complete: (state) => complete(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, by(BETA)),
  notDelivered: (state) => reportNotDelivered(state, { reason: NotDeliveredReason.NOT_DELIVERED_REASON_NO_SHOW }, by(BETA)),
  withdraw: (state) => withdraw(state, { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED }, by(ALPHA)),
  cancel: (state) => cancel(state, { reason: CancelReason.CANCEL_REASON_CAPACITY_LOST }, by(ALPHA)),
  closeLoop: (state) => closeLoop(state, { needMet: NeedMet.NEED_MET_YES, nextStep: NextStep.NEXT_STEP_UNSPECIFIED }, by(ALPHA)),
  lapse: (state) => lapse(state),
  inError: (state) => enterInError(state, { reason: ErrorReason.ERROR_REASON_DUPLICATE }, by(ALPHA)),
} as const satisfies Record<string, (state: Referral) => Event[]>;

type Command = keyof typeof COMMANDS;

const HISTORIES: Record<Status, readonly Event[]> = {
  draft: [the.drafted],
  sent: [the.drafted, the.sent],
  received: [the.drafted, the.sent, the.received],
  waitlisted: [the.drafted, the.sent, the.received, the.waitlisted],
  accepted: [the.drafted, the.sent, the.received, the.accepted],
  in_service: [the.drafted, the.sent, the.received, the.accepted, the.started],
  on_hold: [the.drafted, the.sent, the.received, the.accepted, the.started, the.held],
  declined: [the.drafted, the.sent, the.received, the.declined],
  completed: [the.drafted, the.sent, the.received, the.accepted, the.started, the.completed],
  not_delivered: [the.drafted, the.sent, the.received, the.accepted, the.started, the.notDelivered],
  withdrawn: [the.drafted, the.sent, the.withdrawn],
  cancelled: [the.drafted, the.sent, the.received, the.accepted, the.cancelled],
  lapsed: [the.drafted, the.sent, the.lapsed],
  information: [the.told],
  loop_closed: [the.drafted, the.sent, the.received, the.accepted, the.started, the.completed, the.loopClosed],
  entered_in_error: [
    the.drafted,
    the.sent,
    { $case: 'referralEnteredInError', value: { reason: ErrorReason.ERROR_REASON_DUPLICATE, sender: ALPHA, receiver: BETA, was: 2 } },
  ],
};

/** What a state refuses with. */
const REASON: Record<Status, Reason> = {
  draft: 'REFERRAL_NOT_SENT',
  sent: 'REFERRAL_NOT_RECEIVED',
  received: 'REFERRAL_NOT_ANSWERED',
  waitlisted: 'REFERRAL_WAITLISTED',
  accepted: 'REFERRAL_TAKEN',
  in_service: 'REFERRAL_IN_SERVICE',
  on_hold: 'REFERRAL_ON_HOLD',
  declined: 'REFERRAL_DECLINED',
  completed: 'REFERRAL_COMPLETED',
  not_delivered: 'REFERRAL_NOT_DELIVERED',
  withdrawn: 'REFERRAL_WITHDRAWN',
  cancelled: 'REFERRAL_CANCELLED',
  lapsed: 'REFERRAL_LAPSED',
  information: 'REFERRAL_IS_INFORMATION',
  loop_closed: 'REFERRAL_LOOP_CLOSED',
  entered_in_error: 'REFERRAL_ENTERED_IN_ERROR',
};

/**
 * Where each command leads from each state: a state; `=` nothing to do; what is not named is refused with the state's reason.
 * What was never sent has no receiver, so that a receiver's commands do not find it.
 */
const TABLE: Record<Status, Partial<Record<Command, Status | '='>>> = {
  draft: { send: 'sent', withdraw: 'withdrawn', inError: 'entered_in_error', lapse: '=' },
  information: { receive: 'information', inError: 'entered_in_error', lapse: '=' },
  sent: {
    send: '=',
    receive: 'received',
    accept: 'accepted',
    waitlist: 'waitlisted',
    decline: 'declined',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
    inError: 'entered_in_error',
  },
  received: {
    send: '=',
    receive: '=',
    accept: 'accepted',
    waitlist: 'waitlisted',
    decline: 'declined',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
    inError: 'entered_in_error',
  },
  waitlisted: {
    send: '=',
    receive: '=',
    waitlist: '=',
    accept: 'accepted',
    decline: 'declined',
    cancel: 'cancelled',
    lapse: '=',
    inError: 'entered_in_error',
  },
  accepted: { send: '=', receive: '=', accept: '=', start: 'in_service', cancel: 'cancelled', lapse: '=', inError: 'entered_in_error' },
  in_service: {
    send: '=',
    receive: '=',
    accept: '=',
    start: '=',
    resume: '=',
    hold: 'on_hold',
    complete: 'completed',
    notDelivered: 'not_delivered',
    cancel: 'cancelled',
    lapse: '=',
    inError: 'entered_in_error',
  },
  on_hold: {
    send: '=',
    receive: '=',
    accept: '=',
    hold: '=',
    resume: 'in_service',
    complete: 'completed',
    notDelivered: 'not_delivered',
    cancel: 'cancelled',
    lapse: '=',
    inError: 'entered_in_error',
  },
  declined: { decline: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  completed: { complete: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  not_delivered: { notDelivered: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  withdrawn: { withdraw: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  cancelled: { cancel: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  lapsed: { closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  loop_closed: { closeLoop: '=', lapse: '=', inError: 'entered_in_error' },
  entered_in_error: { inError: '=', lapse: '=' },
};

const RECEIVERS: readonly Command[] = ['receive', 'accept', 'waitlist', 'decline', 'start', 'hold', 'resume', 'complete', 'notDelivered'];

const expected = (state: Referral, command: Command): string => {
  if (state.status === 'none') return 'REFERRAL_UNKNOWN';
  const to = TABLE[state.status][command];
  if (to !== undefined) return to;
  return state.terms.receiver === '' && RECEIVERS.includes(command) ? 'REFERRAL_UNKNOWN' : REASON[state.status];
};

/** The state a command leads to, `=` when it does nothing, or the reason for which it is refused. */
const outcomeOf = (state: Referral, command: Command): { state: Referral; outcome: string } => {
  try {
    const events = COMMANDS[command](state);
    const after = fold(referral, events, state);
    return { state: after, outcome: events.length === 0 ? '=' : after.status };
  } catch (error) {
    if (error instanceof Rejection) return { state, outcome: error.reason };
    throw error;
  }
};

const commands = Object.keys(COMMANDS) as Command[];

describe.each(Object.keys(HISTORIES) as Status[])('a referral in %s', (status) => {
  const state = fold(referral, HISTORIES[status]);
  test('is in that state', () => expect(state.status).toBe(status));
  test.each(commands)('%s', (command) => expect(outcomeOf(state, command).outcome).toBe(expected(state, command)));
});

describe('any sequence of commands', () => {
  const sequence = fc.array(fc.constantFrom(...commands), { maxLength: 30 });

  test('stays on the table, and a command given twice changes nothing the second time', () =>
    fc.assert(
      fc.property(sequence, (given) => {
        let state: Referral = fold(referral, [the.drafted]);
        for (const command of given) {
          const { state: after, outcome } = outcomeOf(state, command);
          expect(outcome).toBe(expected(state, command));
          state = after;
          const again = outcomeOf(state, command);
          expect(again.state).toEqual(state);
          if (outcome !== '=' && outcome === after.status) expect(again.outcome).toBe('=');
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
