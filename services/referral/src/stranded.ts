import { CancelReason, DecisionAsked, WithdrawReason } from '@accompany/contracts/referral/v1/types';
import type { Event, Referral } from './referral.js';

/** The network's decisions: what it does to a referral when something that it rests on is gone. */

/**
 * The sender is asked to decide anew. The referral stays as it is: nothing is ended by side effect. What was answered goes on with a
 * receiver that takes nothing new, so that only an unanswered referral is stranded by it; consent is needed all the way.
 */
export const askDecision = (state: Referral, because: DecisionAsked, subjectId: string): Event[] => {
  switch (state.status) {
    case 'waitlisted':
    case 'sent':
    case 'received':
      break;
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      if (because === DecisionAsked.DECISION_ASKED_STRANDED) return [];
      break;
    default:
      return [];
  }
  if (state.terms.decisionAsked !== DecisionAsked.DECISION_ASKED_UNSPECIFIED) return [];
  const { sender, receiver } = state.terms;
  return [{ $case: 'referralDecisionAsked', value: { because, sender, receiver, subjectId } }];
};

/** The consent that permits the sharing ended. A referral that shares under something else is not touched. */
export const askAboutConsent = (state: Referral, because: DecisionAsked, permissionId: string): Event[] =>
  state.status !== 'none' && state.terms.permission?.value === permissionId ? askDecision(state, because, permissionId) : [];

/** The case was closed or merged before it could take the referral: the referral is undone, whatever its receiver said meanwhile. */
export const undo = (state: Referral): Event[] => {
  switch (state.status) {
    case 'draft':
    case 'sent':
    case 'received': {
      const { sender, receiver } = state.terms;
      const reason = WithdrawReason.WITHDRAW_REASON_CASE_NOT_OPEN;
      return [{ $case: 'referralWithdrawn', value: { reason, sender, receiver, note: undefined } }];
    }
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold': {
      const { sender, receiver } = state.terms;
      const reason = CancelReason.CANCEL_REASON_CASE_NOT_OPEN;
      return [{ $case: 'referralCancelled', value: { reason, by: '', sender, receiver, note: undefined } }];
    }
    default:
      return [];
  }
};

/** What the network proposes after a decline for lack of a place. */
export type Proposal = {
  readonly needId: string;
  readonly sender: string;
  readonly category: number;
  readonly urgency: number;
  readonly previousReferralId: string;
  readonly receiver: string;
  readonly serviceId: string;
};

/** The next provider is proposed, as a draft that its sender sends, sends elsewhere or withdraws. */
export const proposeNext = (state: Referral, proposal: Proposal): Event[] => {
  if (state.status !== 'none') return [];
  const { receiver, serviceId, ...drafted } = proposal;
  return [{ $case: 'referralDrafted', value: { ...drafted, proposedReceiver: receiver, proposedServiceId: serviceId } }];
};
