import type { ReferralEvent } from '@accompany/contracts/referral/v1/events';
import { Intent, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import type { CaseReferral } from '@accompany/contracts/timeline/v1/types';
import type { Newest } from '@accompany/contracts/upcasters';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { advance, because, ensure, type History } from './state.js';

const rank = (status: ReferralStatus): number => {
  switch (status) {
    case ReferralStatus.REFERRAL_STATUS_UNSPECIFIED:
      return 0;
    case ReferralStatus.REFERRAL_STATUS_DRAFT:
      return 1;
    case ReferralStatus.REFERRAL_STATUS_SENT:
      return 2;
    case ReferralStatus.REFERRAL_STATUS_RECEIVED:
      return 3;
    case ReferralStatus.REFERRAL_STATUS_WAITLISTED:
      return 4;
    case ReferralStatus.REFERRAL_STATUS_ACCEPTED:
      return 5;
    case ReferralStatus.REFERRAL_STATUS_IN_SERVICE:
    case ReferralStatus.REFERRAL_STATUS_ON_HOLD:
      return 6;
    case ReferralStatus.REFERRAL_STATUS_DECLINED:
    case ReferralStatus.REFERRAL_STATUS_COMPLETED:
    case ReferralStatus.REFERRAL_STATUS_NOT_DELIVERED:
    case ReferralStatus.REFERRAL_STATUS_WITHDRAWN:
    case ReferralStatus.REFERRAL_STATUS_CANCELLED:
    case ReferralStatus.REFERRAL_STATUS_LAPSED:
      return 7;
    // Nothing is awaited of it, so it is not open.
    case ReferralStatus.REFERRAL_STATUS_LOOP_CLOSED:
    case ReferralStatus.REFERRAL_STATUS_INFORMATION:
      return 8;
    case ReferralStatus.REFERRAL_STATUS_ENTERED_IN_ERROR:
      return 9;
  }
};

/** Whether a referral was sent and has not ended. */
export const isOpen = (status: ReferralStatus): boolean => rank(status) >= 2 && rank(status) < 7;

const newReferral = (referralId: string): CaseReferral => ({
  referralId,
  status: ReferralStatus.REFERRAL_STATUS_UNSPECIFIED,
  sender: '',
  receiver: '',
  category: 0,
  needId: '',
  dueBy: undefined,
  overdue: false,
  endedAs: ReferralStatus.REFERRAL_STATUS_UNSPECIFIED,
  fromOutside: false,
  ambiguities: [],
  statusSince: undefined,
  externalReference: undefined,
  needMet: 0,
});

/** The parties stand in every event, so that one that comes alone still tells whose it is. */
const know = (history: History, fact: Fact, parties: { sender: string; receiver?: string }): CaseReferral => {
  const referral = ensure(history.referrals, fact.streamId, () => newReferral(fact.streamId));
  referral.sender ||= parties.sender;
  if (parties.receiver) referral.receiver = parties.receiver;
  because(history, `referral:${fact.streamId}`, fact);
  return referral;
};

const reach = (history: History, status: ReferralStatus, fact: Fact, parties: { sender: string; receiver?: string }): CaseReferral => {
  const referral = know(history, fact, parties);
  if (rank(status) === 7 && rank(referral.endedAs) === 0) referral.endedAs = status;
  if (advance(rank, referral.status, status) === status) {
    referral.status = status;
    referral.statusSince = fact.occurredAt;
  }
  return referral;
};

/** What a referral's event says. */
export const evolveReferral = (history: History, event: Newest<NonNullable<ReferralEvent['event']>>, fact: Fact): void => {
  switch (event.$case) {
    case 'referralDrafted': {
      const { category, needId } = event.value;
      Object.assign(reach(history, ReferralStatus.REFERRAL_STATUS_DRAFT, fact, event.value), { category, needId });
      break;
    }
    case 'referralSent': {
      const { category, needId, dueBy } = event.value;
      Object.assign(reach(history, ReferralStatus.REFERRAL_STATUS_SENT, fact, event.value), { category, needId, dueBy });
      break;
    }
    case 'referralRecordedFromOutside': {
      const { category, needId, dueBy, externalReference, recordedBy, receiver } = event.value;
      // The source's own words are sealed; what is unclear is told by its code.
      const ambiguities = event.value.ambiguities.map(({ code }) => ({ code, sourceText: '' }));
      const status = recordedBy === receiver ? ReferralStatus.REFERRAL_STATUS_RECEIVED : ReferralStatus.REFERRAL_STATUS_SENT;
      const referral = reach(history, status, fact, event.value);
      Object.assign(referral, { category, needId, dueBy, ambiguities, externalReference, fromOutside: true });
      break;
    }
    case 'referralReceivedV2':
      if (event.value.intent !== Intent.INTENT_INFORMATION) reach(history, ReferralStatus.REFERRAL_STATUS_RECEIVED, fact, event.value);
      break;
    case 'informationShared': {
      const { category, needId } = event.value;
      Object.assign(reach(history, ReferralStatus.REFERRAL_STATUS_INFORMATION, fact, event.value), { category, needId });
      break;
    }
    case 'referralPassedOn':
      know(history, fact, event.value).sender = event.value.sender;
      break;
    case 'referralDecisionAsked':
    case 'referralSharingRenewed':
      know(history, fact, event.value);
      break;
    case 'referralAccepted':
      reach(history, ReferralStatus.REFERRAL_STATUS_ACCEPTED, fact, event.value).category ||= event.value.category;
      break;
    case 'referralWaitlisted':
      reach(history, ReferralStatus.REFERRAL_STATUS_WAITLISTED, fact, event.value);
      break;
    case 'referralDeclined':
      reach(history, ReferralStatus.REFERRAL_STATUS_DECLINED, fact, event.value);
      break;
    case 'referralStarted':
    case 'referralResumed':
      reach(history, ReferralStatus.REFERRAL_STATUS_IN_SERVICE, fact, event.value);
      break;
    case 'referralHeld':
      reach(history, ReferralStatus.REFERRAL_STATUS_ON_HOLD, fact, event.value);
      break;
    case 'referralCompleted':
      reach(history, ReferralStatus.REFERRAL_STATUS_COMPLETED, fact, event.value);
      break;
    case 'referralNotDelivered':
      reach(history, ReferralStatus.REFERRAL_STATUS_NOT_DELIVERED, fact, event.value);
      break;
    case 'referralWithdrawn':
      reach(history, ReferralStatus.REFERRAL_STATUS_WITHDRAWN, fact, event.value);
      break;
    case 'referralCancelled':
      reach(history, ReferralStatus.REFERRAL_STATUS_CANCELLED, fact, event.value);
      break;
    case 'referralLapsed':
      reach(history, ReferralStatus.REFERRAL_STATUS_LAPSED, fact, event.value).overdue = true;
      break;
    case 'referralOverdue':
    case 'referralEscalated':
      know(history, fact, event.value).overdue = true;
      break;
    case 'referralLoopClosed': {
      const { needMet, endedAs } = event.value;
      Object.assign(reach(history, ReferralStatus.REFERRAL_STATUS_LOOP_CLOSED, fact, event.value), { needMet, endedAs });
      break;
    }
    case 'referralEnteredInError':
      reach(history, ReferralStatus.REFERRAL_STATUS_ENTERED_IN_ERROR, fact, event.value);
      break;
    default:
      unreachable(event);
  }
};
