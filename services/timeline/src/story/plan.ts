import type { PlanEvent, SupportEvent } from '@accompany/contracts/referral/v1/events';
import {
  discontinueReasonToJSON,
  errorReasonToJSON,
  type Frequency,
  outcomeToJSON,
  periodToJSON,
  SessionCancelledBy,
  supportKindToJSON,
} from '@accompany/contracts/referral/v1/types';
import { unreachable } from '@accompany/domain';
import { count, day, ordinal, type Telling, when, word } from './words.js';

const pace = (frequency: Frequency | undefined): string =>
  frequency === undefined ? '' : `${count(frequency.sessions, 'session')} a ${word(periodToJSON, frequency.period)}`;

/** A service plan's event in a sentence. */
export const tellPlan = (event: NonNullable<PlanEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'planDrafted':
      return `${name(event.value.deliverer)} began to write a service plan.`;
    case 'planActivated':
      return `${by} put the service plan into force${when(': ', pace(event.value.frequency))}.`;
    case 'planPassedOn':
      return `The service plan went along with its referral, from ${name(event.value.previousSender)} to ${name(event.value.sender)}.`;
    case 'planReviewStarted':
      return `${by} began to review the service plan.`;
    case 'planContinued':
      return `${by} goes on with the service plan${when(': ', pace(event.value.frequency))}.`;
    case 'planCompleted':
      return `${by} completed the service plan: ${word(outcomeToJSON, event.value.outcome)}.`;
    case 'planDiscontinued':
      return `${by} ended the service plan early: ${word(discontinueReasonToJSON, event.value.reason)}.`;
    case 'sessionPlanned':
      return `${by} planned a session${when(' for ', day(event.value.plannedFor))}.`;
    case 'sessionHeld':
      return `${by} held a session.`;
    case 'sessionMissed':
      return event.value.inARow > 1
        ? `The child missed a session, the ${ordinal(event.value.inARow)} in a row.`
        : 'The child missed a session.';
    case 'sessionCancelled':
      return `A session was called off by ${event.value.by === SessionCancelledBy.SESSION_CANCELLED_BY_CLIENT ? 'the child or the caregiver' : 'the agency'}.`;
    case 'sessionRescheduled':
      return `A session was moved${when(' to ', day(event.value.plannedFor))}.`;
    default:
      return unreachable(event);
  }
};

/** An event of a delivery of support in a sentence. */
export const tellSupport = (event: NonNullable<SupportEvent['event']>, { name }: Telling): string => {
  switch (event.$case) {
    case 'supportDelivered': {
      const { agency, kind, amount, currency } = event.value;
      return `${name(agency)} gave support itself: ${word(supportKindToJSON, kind)}${when(', worth ', `${amount} ${currency}`.trim())}.`;
    }
    case 'supportEnteredInError':
      return `A delivery of support was struck out as an error: ${word(errorReasonToJSON, event.value.reason)}.`;
    default:
      return unreachable(event);
  }
};
