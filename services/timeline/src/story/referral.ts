import type { NoticeEvent, ReferralEvent } from '@accompany/contracts/referral/v1/events';
import {
  cancelReasonToJSON,
  declineReasonToJSON,
  errorReasonToJSON,
  Intent,
  notDeliveredReasonToJSON,
  outcomeToJSON,
  withdrawReasonToJSON,
} from '@accompany/contracts/referral/v1/types';
import type { Newest } from '@accompany/contracts/upcasters';
import { unreachable } from '@accompany/domain';
import { about, gone, intends, met, next, through } from './referral-words.js';
import { data, day, list, service, type Telling, when, word } from './words.js';

/** A referral's event in a sentence. */
export const tellReferral = (event: Newest<NonNullable<ReferralEvent['event']>>, { name }: Telling): string => {
  const sender = name(event.value.sender);
  const receiver = 'receiver' in event.value ? name(event.value.receiver) : '';
  switch (event.$case) {
    case 'referralDrafted':
      return `A referral for ${service(event.value.category)} was drafted for ${sender} to send.`;
    case 'referralSent': {
      const { category, dueBy, shareCategories } = event.value;
      return `${sender} referred the child to ${receiver} for ${service(category)}, sharing ${data(shareCategories)}${when('; answer due by ', day(dueBy))}.`;
    }
    case 'referralRecordedFromOutside': {
      const { category, channel, recordedBy, externalReference, ambiguities } = event.value;
      const how = `${through(channel)}${when(', ', externalReference?.system ?? '')}`;
      const unclear = list(ambiguities.map(({ code }) => code.replaceAll('_', ' ')));
      return `${name(recordedBy)} wrote down a referral for ${service(category)} that ${sender} had made to ${receiver} ${how}${when('; unclear: ', unclear)}.`;
    }
    case 'referralReceivedV2': {
      const { intent, takenAs, intendedAction } = event.value;
      const what = intent === Intent.INTENT_INFORMATION ? 'information' : 'referral';
      const doubt =
        takenAs === intent
          ? ''
          : `; it takes it for ${takenAs === Intent.INTENT_INFORMATION ? 'information' : 'a referral'}, which it is not`;
      return `${receiver} has seen the ${what} of ${sender}${when(' and will ', intends(intendedAction))}${doubt}.`;
    }
    case 'informationShared': {
      const { category, shareCategories } = event.value;
      return `${sender} gave ${receiver} information for ${service(category)}, sharing ${data(shareCategories)}; no answer is due.`;
    }
    case 'referralPassedOn':
      return `The referral${when(' to ', receiver)} went along with the case, from ${name(event.value.previousSender)} to ${sender}.`;
    case 'referralSharingRenewed':
      return `${sender} put its referral to ${receiver} under another ${event.value.permission?.$case === 'legalBasisId' ? 'legal basis' : 'consent'}.`;
    case 'referralDecisionAsked':
      return `${sender} has to decide anew about its referral to ${receiver}: ${gone(event.value.because)}.`;
    case 'referralAccepted':
      return `${receiver} accepted the referral of ${sender} for ${service(event.value.category)}.`;
    case 'referralWaitlisted':
      return `${receiver} put the child on its waiting list.`;
    case 'referralDeclined':
      return `${receiver} declined the referral of ${sender}: ${word(declineReasonToJSON, event.value.reason)}.`;
    case 'referralStarted':
      return `${receiver} began the service.`;
    case 'referralHeld':
      return `${receiver} paused the service.`;
    case 'referralResumed':
      return `${receiver} went on with the service.`;
    case 'referralCompleted':
      return `${receiver} completed the service: ${word(outcomeToJSON, event.value.outcome)}.`;
    case 'referralNotDelivered':
      return `${receiver} could not deliver the service: ${word(notDeliveredReasonToJSON, event.value.reason)}.`;
    case 'referralWithdrawn':
      return `${sender} withdrew the referral${when(' to ', receiver)}: ${word(withdrawReasonToJSON, event.value.reason)}.`;
    case 'referralCancelled':
      return `${event.value.by === '' ? 'The network' : name(event.value.by)} cancelled the referral: ${word(cancelReasonToJSON, event.value.reason)}.`;
    case 'referralOverdue':
      return `${receiver} has not answered the referral of ${sender} in time.`;
    case 'referralEscalated':
      return `The referral of ${sender} still waits for ${receiver} and was escalated.`;
    case 'referralLapsed':
      return `The referral of ${sender} lapsed: ${receiver} did not answer.`;
    case 'referralLoopClosed': {
      const { needMet, nextStep } = event.value;
      return `${sender} closed the loop: the need is ${met(needMet)}${when('; next: ', next(nextStep))}.`;
    }
    case 'referralEnteredInError':
      return `The referral was struck out as an error: ${word(errorReasonToJSON, event.value.reason)}.`;
    default:
      return unreachable(event);
  }
};

/** A notice's event in a sentence. */
export const tellNotice = (event: NonNullable<NoticeEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'noticeIssued':
      return `${name(event.value.toAgency)} was told that ${about(event.value.about)}.`;
    case 'noticeAcknowledged':
      return `${by} acknowledged what it was told.`;
    case 'noticeOverdue':
      return `${name(event.value.agency)} has not acknowledged what it was told.`;
    default:
      return unreachable(event);
  }
};
