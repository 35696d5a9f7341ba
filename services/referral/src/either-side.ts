import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { CancelReason, ErrorReason } from '@accompany/contracts/referral/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { actingAgency, asParty, refusedAs, statusCode } from './parties.js';
import type { Event, Referral } from './referral.js';

/** Sender or receiver stops a referral that was answered. */
export const cancel = (state: Referral, command: { reason: CancelReason; note?: Sealed }, context: DecisionContext): Event[] => {
  const referral = asParty(state, context);
  const { reason, note } = command;
  const { sender, receiver } = referral.terms;
  switch (referral.status) {
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      return [{ $case: 'referralCancelled', value: { reason, by: actingAgency(context) ?? '', sender, receiver, note } }];
    case 'cancelled':
      if (referral.reason === reason) return [];
      throw refusedAs(referral);
    default:
      throw refusedAs(referral);
  }
};

/** It should never have been written: its sender, or whoever wrote it down, says so. The history keeps it. */
export const enterInError = (state: Referral, command: { reason: ErrorReason }, context: DecisionContext): Event[] => {
  const referral = asParty(state, context);
  const { sender, receiver, recordedBy } = referral.terms;
  const agency = actingAgency(context);
  if (agency !== sender && agency !== recordedBy) throw new Rejection('NOT_THE_SENDER');
  if (referral.status === 'entered_in_error') return [];
  const { reason } = command;
  return [{ $case: 'referralEnteredInError', value: { reason, sender, receiver, was: statusCode(referral.status) } }];
};
