import {
  CancelReason,
  DeclineReason,
  ErrorReason,
  IntendedAction,
  Intent,
  NeedMet,
  NextStep,
  NotDeliveredReason,
  Outcome,
  WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import type { Action } from '@accompany/domain';
import { cancel, enterInError } from './either-side.js';
import { accept, complete, decline, hold, receive, reportNotDelivered, resume, start, waitlist } from './receiver.js';
import type { Event, Referral } from './referral.js';
import { closeLoop, withdraw } from './sender.js';

/** What sender and receiver do with a referral after it was sent. Sending itself rests on facts of other services and is tried by sending. */
export const referralActions: readonly Action<Referral, Event>[] = [
  {
    name: 'ReceiveReferral',
    attempt: (state, context) =>
      receive(state, { takenAs: Intent.INTENT_REFERRAL, intendedAction: IntendedAction.INTENDED_ACTION_DECIDE }, context),
  },
  { name: 'AcceptReferral', attempt: accept },
  { name: 'WaitlistReferral', attempt: waitlist },
  {
    name: 'DeclineReferral',
    attempt: (state, context) => decline(state, { reason: DeclineReason.DECLINE_REASON_NO_CAPACITY }, context),
  },
  { name: 'StartService', attempt: start },
  { name: 'HoldService', attempt: (state, context) => hold(state, {}, context) },
  { name: 'ResumeService', attempt: resume },
  { name: 'CompleteService', attempt: (state, context) => complete(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, context) },
  {
    name: 'ReportNotDelivered',
    attempt: (state, context) => reportNotDelivered(state, { reason: NotDeliveredReason.NOT_DELIVERED_REASON_NO_SHOW }, context),
  },
  {
    name: 'WithdrawReferral',
    attempt: (state, context) => withdraw(state, { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED }, context),
  },
  { name: 'CancelReferral', attempt: (state, context) => cancel(state, { reason: CancelReason.CANCEL_REASON_CAPACITY_LOST }, context) },
  {
    name: 'CloseLoop',
    attempt: (state, context) => closeLoop(state, { needMet: NeedMet.NEED_MET_YES, nextStep: NextStep.NEXT_STEP_UNSPECIFIED }, context),
  },
  {
    name: 'EnterReferralInError',
    attempt: (state, context) => enterInError(state, { reason: ErrorReason.ERROR_REASON_DUPLICATE }, context),
  },
];
