import type { Sealed } from '@accompany/contracts/common/v1/common';
import { type DeclineReason, IntendedAction, Intent, type NotDeliveredReason, type Outcome } from '@accompany/contracts/referral/v1/types';
import type { DecisionContext } from '@accompany/domain';
import { asReceiver, refusedAs } from './parties.js';
import { type Event, intentDiffers, type KnownReferral, type Referral, type Terms } from './referral.js';

export type Receipt = { readonly takenAs: Intent; readonly intendedAction: IntendedAction };

/**
 * The receiver has seen it and says what it takes it as. Nothing is promised by that: a referral is answered by accept, waitlist or
 * decline, and until then its clock runs. Said otherwise later, that counts.
 */
export const receive = (state: Referral, receipt: Receipt, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { takenAs, intendedAction } = referral.terms;
  switch (referral.status) {
    case 'sent':
      return [received(referral.terms, receipt)];
    case 'received':
    case 'information':
      return takenAs === receipt.takenAs && intendedAction === receipt.intendedAction ? [] : [received(referral.terms, receipt)];
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      return [];
    default:
      throw refusedAs(referral);
  }
};

/** The receiver takes it. Accepting again is a no-op, so a retried command is harmless. Whoever answers has seen it, and for a referral. */
export const accept = (state: Referral, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { sender, receiver, needId, category } = referral.terms;
  const accepted: Event = { $case: 'referralAccepted', value: { by: receiver, sender, receiver, needId, category } };
  switch (referral.status) {
    case 'sent':
    case 'received':
    case 'waitlisted':
      return [...answering(referral), accepted];
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      return [];
    default:
      throw refusedAs(referral);
  }
};

/** The receiver would take it and has no place yet. */
export const waitlist = (state: Referral, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { sender, receiver } = referral.terms;
  const waitlisted: Event = { $case: 'referralWaitlisted', value: { sender, receiver } };
  switch (referral.status) {
    case 'sent':
    case 'received':
      return [...answering(referral), waitlisted];
    case 'waitlisted':
      return [];
    default:
      throw refusedAs(referral);
  }
};

/** The receiver does not take it, and says why. */
export const decline = (state: Referral, command: { reason: DeclineReason; note?: Sealed }, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { reason, note } = command;
  const { sender, receiver, needId } = referral.terms;
  const declined: Event = { $case: 'referralDeclined', value: { reason, sender, receiver, needId, note } };
  switch (referral.status) {
    case 'sent':
    case 'received':
    case 'waitlisted':
      return [...answering(referral), declined];
    case 'declined':
      if (referral.reason === reason) return [];
      throw refusedAs(referral);
    default:
      throw refusedAs(referral);
  }
};

/** Service begins. */
export const start = (state: Referral, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { sender, receiver } = referral.terms;
  if (referral.status === 'in_service') return [];
  if (referral.status !== 'accepted') throw refusedAs(referral);
  return [{ $case: 'referralStarted', value: { sender, receiver } }];
};

/** Service pauses. */
export const hold = (state: Referral, command: { note?: Sealed }, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { sender, receiver } = referral.terms;
  if (referral.status === 'on_hold') return [];
  if (referral.status !== 'in_service') throw refusedAs(referral);
  return [{ $case: 'referralHeld', value: { sender, receiver, note: command.note } }];
};

/** Service goes on after a pause. */
export const resume = (state: Referral, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { sender, receiver } = referral.terms;
  if (referral.status === 'in_service') return [];
  if (referral.status !== 'on_hold') throw refusedAs(referral);
  return [{ $case: 'referralResumed', value: { sender, receiver } }];
};

/** Service ends. It never ends without an outcome. */
export const complete = (state: Referral, command: { outcome: Outcome; note?: Sealed }, context: DecisionContext): Event[] => {
  const referral = asReceiver(state, context);
  const { sender, receiver, needId } = referral.terms;
  const { outcome, note } = command;
  if (referral.status === 'completed' && referral.outcome === outcome) return [];
  if (referral.status !== 'in_service' && referral.status !== 'on_hold') throw refusedAs(referral);
  return [{ $case: 'referralCompleted', value: { outcome, sender, receiver, needId, note } }];
};

/** Service did not come about although it was accepted, and why. */
export const reportNotDelivered = (
  state: Referral,
  command: { reason: NotDeliveredReason; note?: Sealed },
  context: DecisionContext,
): Event[] => {
  const referral = asReceiver(state, context);
  const { sender, receiver, needId } = referral.terms;
  const { reason, note } = command;
  if (referral.status === 'not_delivered' && referral.reason === reason) return [];
  if (referral.status !== 'in_service' && referral.status !== 'on_hold') throw refusedAs(referral);
  return [{ $case: 'referralNotDelivered', value: { reason, sender, receiver, needId, note } }];
};

/** What a receiver says that takes a referral for what it is; whoever answers says so by it. */
export const AS_REFERRAL: Receipt = { takenAs: Intent.INTENT_REFERRAL, intendedAction: IntendedAction.INTENDED_ACTION_DECIDE };

const received = ({ sender, receiver, intent }: Terms, { takenAs, intendedAction }: Receipt): Event => ({
  $case: 'referralReceivedV2',
  value: { sender, receiver, intent, takenAs, intendedAction },
});

/** An answer begins with the receipt, where there was none or where it was another one. */
const answering = ({ status, terms }: KnownReferral): Event[] =>
  status === 'sent' || (status === 'received' && intentDiffers(terms)) ? [received(terms, AS_REFERRAL)] : [];
