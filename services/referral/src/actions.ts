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
import { type Action, ANY_ID } from '@accompany/domain';
import { cancel, enterInError } from './either-side.js';
import type { SendFacts } from './facts.js';
import { DEFAULT_LIMITS } from './pick-up.js';
import { accept, complete, decline, hold, receive, reportNotDelivered, resume, start, waitlist } from './receiver.js';
import type { Event, Referral } from './referral.js';
import { renewSharing } from './renewal.js';
import { closeLoop, type SendCommand, send, withdraw } from './sender.js';

/** What we know of the case and the need of a referral. */
export type Ground = Pick<SendFacts, 'case' | 'need'>;

/**
 * What sender and receiver do with a referral. The receiver, its service and the consent that a command names stand in no way here: they
 * are looked at when it comes.
 */
export const referralActions = (ground: Ground): readonly Action<Referral, Event>[] => [
  { name: 'SendReferral', attempt: (state, context) => send(state, sendingOf(state), { ...goodFacts(state), ...ground }, context) },
  { name: 'RenewSharing', attempt: (state, context) => renewSharing(state, { permission: someConsent }, goodFacts(state), context) },
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

const someConsent = { $case: 'consentId', value: ANY_ID } as const;

/** To whom it was sent, or else to somebody. */
const sendingOf = (state: Referral): SendCommand => {
  const { receiver = '', serviceId = '', shareCategories = [] } = state.status === 'none' ? {} : state.terms;
  return {
    receiver: receiver || ANY_ID,
    serviceId: serviceId || ANY_ID,
    shareCategories,
    permission: someConsent,
    intent: Intent.INTENT_REFERRAL,
  };
};

/** A receiver, its service and a consent as they have to be for what is sent. */
const goodFacts = (state: Referral): SendFacts => {
  const category = state.status === 'none' ? 0 : state.terms.category;
  const { receiver, shareCategories } = sendingOf(state);
  return {
    receiver: { suspended: false },
    service: { agency: receiver, category, offered: true, officeActive: true },
    consent: {
      given: true,
      scope: { purposes: [category], agencies: [receiver], categories: shareCategories, validFrom: new Date(0) },
    },
    limits: DEFAULT_LIMITS,
  };
};
