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
import type { DecisionContext, Reason } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import { cancel, enterInError } from './either-side.js';
import { shareInformation } from './information.js';
import { lapse } from './pick-up.js';
import { accept, complete, decline, hold, receive, reportNotDelivered, resume, start, waitlist } from './receiver.js';
import { type Event, type Referral, referral, type Status } from './referral.js';
import { renewSharing } from './renewal.js';
import * as the from './samples.js';
import { ALPHA, BETA, by, NEED } from './samples.js';
import { closeLoop, draft, send, withdraw } from './sender.js';

/** Each command, by whoever gives it. */
const DECISIONS = {
  send: (state, context) => send(state, the.sending, the.facts, context),
  receive: (state, context) => receive(state, the.receipt, context),
  accept: (state, context) => accept(state, context),
  waitlist: (state, context) => waitlist(state, context),
  decline: (state, context) => decline(state, { reason: DeclineReason.DECLINE_REASON_NO_CAPACITY }, context),
  start: (state, context) => start(state, context),
  hold: (state, context) => hold(state, {}, context),
  resume: (state, context) => resume(state, context),
  complete: (state, context) => complete(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, context),
  notDelivered: (state, context) => reportNotDelivered(state, { reason: NotDeliveredReason.NOT_DELIVERED_REASON_NO_SHOW }, context),
  withdraw: (state, context) => withdraw(state, { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED }, context),
  cancel: (state, context) => cancel(state, { reason: CancelReason.CANCEL_REASON_CAPACITY_LOST }, context),
  closeLoop: (state, context) => closeLoop(state, { needMet: NeedMet.NEED_MET_YES, nextStep: NextStep.NEXT_STEP_UNSPECIFIED }, context),
  lapse: (state) => lapse(state),
  inError: (state, context) => enterInError(state, { reason: ErrorReason.ERROR_REASON_DUPLICATE }, context),
  draft: (state, context) =>
    draft(state, { needId: NEED, previousReferralId: '' }, { need: the.need, previous: referral.initial }, context),
  renew: (state, context) => renewSharing(state, { permission: the.sending.permission }, the.facts, context),
  share: (state, context) => shareInformation(state, the.telling, the.facts, context),
} as const satisfies Record<string, (state: Referral, context: DecisionContext) => Event[]>;

export type Command = keyof typeof DECISIONS;

export const COMMANDS = Object.keys(DECISIONS) as Command[];

/** Whose command it is; the clock's is anybody's. */
export const OWNER: Record<Command, 'sender' | 'receiver' | 'either'> = {
  draft: 'sender',
  share: 'sender',
  renew: 'sender',
  send: 'sender',
  withdraw: 'sender',
  closeLoop: 'sender',
  inError: 'sender',
  cancel: 'either',
  lapse: 'either',
  receive: 'receiver',
  accept: 'receiver',
  waitlist: 'receiver',
  decline: 'receiver',
  start: 'receiver',
  hold: 'receiver',
  resume: 'receiver',
  complete: 'receiver',
  notDelivered: 'receiver',
};

/** A command given by whoever may give it. */
export const give = (command: Command, state: Referral, agency = OWNER[command] === 'receiver' ? BETA : ALPHA): Event[] =>
  DECISIONS[command](state, by(agency));

export const HISTORIES: Record<Referral['status'], readonly Event[]> = {
  none: [],
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
const REASON: Record<Referral['status'], Reason> = {
  none: 'REFERRAL_UNKNOWN',
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
const TABLE: Record<Referral['status'], Partial<Record<Command, Status | '='>>> = {
  none: { draft: 'draft', share: 'information', lapse: '=' },
  draft: { draft: '=', share: '=', send: 'sent', withdraw: 'withdrawn', inError: 'entered_in_error', lapse: '=' },
  information: { share: '=', receive: 'information', inError: 'entered_in_error', lapse: '=' },
  sent: {
    draft: '=',
    renew: '=',
    share: '=',
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
    draft: '=',
    renew: '=',
    share: '=',
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
    draft: '=',
    renew: '=',
    share: '=',
    send: '=',
    receive: '=',
    waitlist: '=',
    accept: 'accepted',
    decline: 'declined',
    cancel: 'cancelled',
    lapse: '=',
    inError: 'entered_in_error',
  },
  accepted: {
    draft: '=',
    renew: '=',
    share: '=',
    send: '=',
    receive: '=',
    accept: '=',
    start: 'in_service',
    cancel: 'cancelled',
    lapse: '=',
    inError: 'entered_in_error',
  },
  in_service: {
    draft: '=',
    renew: '=',
    share: '=',
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
    draft: '=',
    renew: '=',
    share: '=',
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
  declined: { share: '=', decline: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  completed: { share: '=', complete: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  not_delivered: { share: '=', notDelivered: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  withdrawn: { share: '=', withdraw: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  cancelled: { share: '=', cancel: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  lapsed: { share: '=', closeLoop: 'loop_closed', lapse: '=', inError: 'entered_in_error' },
  loop_closed: { share: '=', closeLoop: '=', lapse: '=', inError: 'entered_in_error' },
  entered_in_error: { share: '=', inError: '=', lapse: '=' },
};

/** What the table says that a command leads to, or is refused with. */
export const expected = (state: Referral, command: Command): string => {
  const to = TABLE[state.status][command];
  if (to !== undefined) return to;
  const unsent = state.status !== 'none' && state.terms.receiver === '';
  return unsent && OWNER[command] === 'receiver' ? 'REFERRAL_UNKNOWN' : REASON[state.status];
};

/** The state a command leads to, `=` when it does nothing, or the reason for which it is refused. */
export const outcomeOf = (state: Referral, command: Command, agency?: string): { state: Referral; outcome: string } => {
  const { outcome, state: after } = carryOut(referral, state, (known) => give(command, known, agency));
  if (outcome === 'unchanged') return { state, outcome: '=' };
  return { state: after, outcome: outcome === 'changed' ? after.status : outcome };
};
