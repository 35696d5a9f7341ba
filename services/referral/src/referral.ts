import type { PersonalDataCategory, Sealed, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ReferralEvent, type ReferralRecordedFromOutside, type ReferralSent } from '@accompany/contracts/referral/v1/events';
import {
  type CancelReason,
  DecisionAsked,
  type DeclineReason,
  IntendedAction,
  Intent,
  type NeedMet,
  type NextStep,
  type NotDeliveredReason,
  type Outcome,
  type WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import { type Newest, newest } from '@accompany/contracts/upcasters';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

/**
 * A referral: one agency, the sender, asks another, the receiver, to serve a child. The sender keeps the case.
 *
 *   draft ─► sent ─► received ─► accepted | waitlisted | declined        waitlisted ─► accepted | declined
 *   accepted ─► in_service ⇄ on_hold ─► completed | not_delivered
 *   draft | sent | received ─► withdrawn          waitlisted | accepted | in_service | on_hold ─► cancelled
 *   sent | received ─► lapsed (timer)             an end ─► loop_closed             any ─► entered_in_error
 *
 * Beside it stands information, which is shared and received and never answered: it has a status of its own, so that nothing that
 * belongs to a referral can happen to it.
 *
 * Its decisions: the sender's in `sender.ts`, the receiver's in `receiver.ts`, either's in `either-side.ts`,
 * a referral made by telephone in `outside.ts`, information in `information.ts`, the clock's in `pick-up.ts`,
 * the network's in `stranded.ts`.
 */
export type Event = Newest<NonNullable<ReferralEvent['event']>>;

/** What stays the same while the status moves on. */
export type Terms = {
  readonly sender: string;
  /** Empty until it is sent. */
  readonly receiver: string;
  /** Who wrote it down: the sender, except for a referral from outside. */
  readonly recordedBy: string;
  /** Empty for a referral from outside whose need nobody identified. */
  readonly needId: string;
  readonly category: ServiceCategory;
  readonly urgency: Urgency;
  readonly previousReferralId: string;
  readonly serviceId: string;
  /** Whom the network proposes, and which of their services; empty unless it proposes. */
  readonly proposedReceiver: string;
  readonly proposedServiceId: string;
  readonly shareCategories: readonly PersonalDataCategory[];
  /** The consent or the legal basis under which it shares; absent for a draft and for a referral from outside. */
  readonly permission?: ReferralSent['permission'];
  /** What the sender asks for. */
  readonly intent: Intent;
  /** What the receiver said that it takes it as, and will do; not set before receipt. */
  readonly takenAs: Intent;
  readonly intendedAction: IntendedAction;
  /** What the sender has to decide anew, of which consent, service, office or agency; not set when nothing is asked. */
  readonly decisionAsked: DecisionAsked;
  readonly dueBy?: Date;
  readonly overdue: boolean;
  readonly escalated: boolean;
  readonly note?: Sealed;
  readonly outside?: ReferralRecordedFromOutside;
};

export type OpenReferral = {
  readonly status: 'draft' | 'sent' | 'received' | 'waitlisted' | 'accepted' | 'in_service' | 'on_hold';
  readonly terms: Terms;
};

export type EndedReferral = { readonly terms: Terms } & (
  | { readonly status: 'declined'; readonly reason: DeclineReason }
  | { readonly status: 'completed'; readonly outcome: Outcome }
  | { readonly status: 'not_delivered'; readonly reason: NotDeliveredReason }
  | { readonly status: 'withdrawn'; readonly reason: WithdrawReason }
  | { readonly status: 'cancelled'; readonly reason: CancelReason }
  | { readonly status: 'lapsed' }
);

export type KnownReferral =
  | OpenReferral
  | EndedReferral
  | {
      readonly status: 'loop_closed';
      readonly terms: Terms;
      readonly ended: EndedReferral;
      readonly needMet: NeedMet;
      readonly nextStep: NextStep;
    }
  | { readonly status: 'information'; readonly terms: Terms }
  | { readonly status: 'entered_in_error'; readonly terms: Terms };

export type Referral = { readonly status: 'none' } | KnownReferral;
export type Status = KnownReferral['status'];

export const referral: Decider<Referral, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'referralDrafted':
        return { status: 'draft', terms: { ...UNSENT, ...event.value, recordedBy: event.value.sender } };
      case 'referralSent':
        return { status: 'sent', terms: { ...termsOf(state), ...event.value, intent: statedIntent(event.value.intent) } };
      case 'informationShared':
        return {
          status: 'information',
          terms: { ...UNSENT, ...event.value, recordedBy: event.value.sender, urgency: 0, intent: INFORMATION },
        };
      case 'referralRecordedFromOutside': {
        const status = event.value.recordedBy === event.value.receiver ? 'received' : 'sent';
        const takenAs = status === 'received' ? REFERRAL : Intent.INTENT_UNSPECIFIED;
        return { status, terms: { ...UNSENT, ...event.value, takenAs, outside: event.value } };
      }
      case 'referralReceivedV2': {
        const { takenAs, intendedAction } = event.value;
        const terms = { ...termsOf(state), takenAs, intendedAction };
        return state.status === 'information' ? { status: 'information', terms } : { status: 'received', terms };
      }
      case 'referralSharingRenewed':
        return { ...known(state), terms: { ...withoutDoubt(termsOf(state), CONSENT_ENDED), permission: event.value.permission } };
      case 'referralAccepted':
        return { status: 'accepted', terms: withoutDoubt(termsOf(state), [DecisionAsked.DECISION_ASKED_STRANDED]) };
      case 'referralWaitlisted':
        return { status: 'waitlisted', terms: termsOf(state) };
      case 'referralDeclined':
        return { status: 'declined', terms: termsOf(state), reason: event.value.reason };
      case 'referralStarted':
      case 'referralResumed':
        return { status: 'in_service', terms: termsOf(state) };
      case 'referralHeld':
        return { status: 'on_hold', terms: termsOf(state) };
      case 'referralCompleted':
        return { status: 'completed', terms: termsOf(state), outcome: event.value.outcome };
      case 'referralNotDelivered':
        return { status: 'not_delivered', terms: termsOf(state), reason: event.value.reason };
      case 'referralWithdrawn':
        return { status: 'withdrawn', terms: termsOf(state), reason: event.value.reason };
      case 'referralCancelled':
        return { status: 'cancelled', terms: termsOf(state), reason: event.value.reason };
      case 'referralOverdue':
        return { ...known(state), terms: { ...termsOf(state), overdue: true } };
      case 'referralEscalated':
        return { ...known(state), terms: { ...termsOf(state), escalated: true } };
      case 'referralPassedOn':
        return { ...known(state), terms: { ...termsOf(state), sender: event.value.sender } };
      case 'referralDecisionAsked':
        return { ...known(state), terms: { ...termsOf(state), decisionAsked: event.value.because } };
      case 'referralLapsed':
        return { status: 'lapsed', terms: termsOf(state) };
      case 'referralLoopClosed': {
        const { needMet, nextStep } = event.value;
        return { status: 'loop_closed', terms: termsOf(state), ended: ended(state), needMet, nextStep };
      }
      case 'referralEnteredInError':
        return { status: 'entered_in_error', terms: termsOf(state) };
      default:
        return unreachable(event);
    }
  },
};

const { INTENT_REFERRAL: REFERRAL, INTENT_INFORMATION: INFORMATION } = Intent;

/** What was stored before intents were stated was a referral. */
const statedIntent = (intent: Intent): Intent => (intent === Intent.INTENT_UNSPECIFIED ? REFERRAL : intent);

/**
 * True when the receiver took it as something else than the sender meant, or took a referral and only keeps it on file: the fault
 * behind which children were lost. It holds until the receiver answers or says otherwise; the clock runs all the while.
 */
export const intentDiffers = ({ intent, takenAs, intendedAction }: Pick<Terms, 'intent' | 'takenAs' | 'intendedAction'>): boolean =>
  takenAs !== Intent.INTENT_UNSPECIFIED &&
  (takenAs !== intent || (intent === REFERRAL && intendedAction === IntendedAction.INTENDED_ACTION_FILE));

/** What the sender is asked when consent ends, and a renewed permission answers; a receiver that accepts is not gone. */
export const CONSENT_ENDED: readonly DecisionAsked[] = [
  DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN,
  DecisionAsked.DECISION_ASKED_CONSENT_EXPIRED,
];

const withoutDoubt = (terms: Terms, answered: readonly DecisionAsked[]): Terms =>
  answered.includes(terms.decisionAsked) ? { ...terms, decisionAsked: DecisionAsked.DECISION_ASKED_UNSPECIFIED } : terms;

const UNSENT = {
  receiver: '',
  previousReferralId: '',
  serviceId: '',
  proposedReceiver: '',
  proposedServiceId: '',
  shareCategories: [],
  intent: REFERRAL,
  takenAs: Intent.INTENT_UNSPECIFIED,
  intendedAction: IntendedAction.INTENDED_ACTION_UNSPECIFIED,
  decisionAsked: DecisionAsked.DECISION_ASKED_UNSPECIFIED,
  overdue: false,
  escalated: false,
};

const known = (state: Referral): KnownReferral => {
  if (state.status === 'none') throw new Error('a referral begins with a draft or with a record from outside');
  return state;
};

const termsOf = (state: Referral): Terms => known(state).terms;

const ended = (state: Referral): EndedReferral => {
  if (!hasEnded(state)) throw new Error(`the loop of a referral in ${state.status} cannot be closed`);
  return state;
};

/** True from the moment nothing more is expected of the receiver, until the sender closes the loop. */
export const hasEnded = (state: Referral): state is EndedReferral =>
  ['declined', 'completed', 'not_delivered', 'withdrawn', 'cancelled', 'lapsed'].includes(state.status);

export const referralAggregate = aggregate({
  category: 'referral',
  type: 'accompany.referral.v1',
  topic: 'case',
  decider: referral,
  codec: newest(ReferralEvent),
});
