import type { CaseEvent } from '@accompany/contracts/intake/v1/events';
import {
  caseworkerReleaseToJSON,
  closureCriterionToJSON,
  legalBasisToJSON,
  type ParticipantRole,
  participantRoleToJSON,
} from '@accompany/contracts/intake/v1/types';
import { unreachable } from '@accompany/domain';
import { apart, duty, mistaken, over, refused, risk, scopeOf, threat, threatener, who } from './intake-words.js';
import { data, day, type Telling, when, word } from './words.js';

const role = (of: ParticipantRole): string => word(participantRoleToJSON, of);

/** A case's event in a sentence. */
export const tellCase = (event: NonNullable<CaseEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'caseOpened':
      return `A case was opened; ${name(event.value.leadAgency)} leads it, risk ${risk(event.value.risk)}.`;
    case 'caseReportLinked':
      return 'A further report about the same child was linked to the case.';
    case 'participantJoined':
      return `${name(event.value.agency)} joined the case as ${role(event.value.role)}.`;
    case 'participantLeft':
      return `${name(event.value.agency)} is no longer ${role(event.value.role)} in the case.`;
    case 'participationExtended':
      return `${name(event.value.agency)} serves the child under a further referral.`;
    case 'participationNarrowed':
      return `${name(event.value.agency)} serves the child under one referral less.`;
    case 'riskRaised':
      return `Risk was raised from ${risk(event.value.from)} to ${risk(event.value.to)}.`;
    case 'riskLowered':
      return `Risk was lowered from ${risk(event.value.from)} to ${risk(event.value.to)} on a newer assessment.`;
    case 'threatReported':
      return `${by} reported a threat against the child, ${threat(event.value.kind)}${when(', from ', threatener(event.value.by))}.`;
    case 'threatResolved':
      return `A threat ended: ${over(event.value.resolution)}.`;
    case 'consentGiven':
      return `${who(event.value.by)} agreed${scopeOf(event.value.scope, name)}.`;
    case 'consentRefused':
      return `${who(event.value.by)} did not agree${scopeOf(event.value.scope, name)}.`;
    case 'consentWithdrawn':
      return `${who(event.value.by)} took the consent back; nothing new is shared on it.`;
    case 'legalBasisProposed':
      return `${by} proposed to share without consent; legal basis: ${word(legalBasisToJSON, event.value.basis)}.`;
    case 'legalBasisRecorded':
      return `Sharing without consent was approved; legal basis: ${word(legalBasisToJSON, event.value.basis)}.`;
    case 'caseworkerAssigned':
      return `${by} made a caseworker responsible.`;
    case 'caseClosureProposed':
      return `${by} proposed to close the case: ${word(closureCriterionToJSON, event.value.criterion)}.`;
    case 'caseClosureRefused':
      return 'Closure was turned down; the case goes on.';
    case 'caseClosed':
      return `The case was closed: ${word(closureCriterionToJSON, event.value.criterion)}.`;
    case 'caseReopened':
      return `${by} reopened the case.`;
    case 'caseEnteredInError':
      return `${by} said that the case should never have been opened: ${mistaken(event.value.reason)}.`;
    case 'caseDutyTaken':
      return `A ${duty(event.value.kind)} with ${name(event.value.agency)} keeps the case open.`;
    case 'caseDutyEnded':
      return `A ${duty(event.value.kind)} no longer keeps the case open.`;
    case 'caseDutyRefused':
      return `A ${duty(event.value.kind)} with ${name(event.value.agency)} came to nothing: ${refused(event.value.because)}.`;
    case 'caseDutyWaived':
      return `${by} decided that an open ${duty(event.value.kind)} does not keep the case open.`;
    case 'caseDutyPassedOn':
      return `The ${duty(event.value.kind)} that keeps the case open went along: it is with ${name(event.value.to)} now.`;
    case 'caseDataShared': {
      const { agency, categories, ofReferral } = event.value;
      return `${name(agency)} may know ${data(categories)}, ${ofReferral ? 'while it provides under the referral' : 'while it takes part'}.`;
    }
    case 'caseSharingEnded':
      return 'Something that was told of the case by mistake is shared no more.';
    case 'leadChanged':
      return `${name(event.value.to)} leads the case from here on; until now it was ${name(event.value.from)}.`;
    case 'monitorChanged':
      return `${name(event.value.to)} monitors the case from here on; until now it was ${name(event.value.from)}.`;
    case 'whereaboutsLost': {
      const last = day(event.value.lastContactAt);
      return `Nobody knows where the child is${when('; the last contact was on ', last)}. A search began.`;
    }
    case 'searchReviewed':
      return `${by} looked at the search again; the child was not found${when('; the next review is due on ', day(event.value.nextReviewAt))}.`;
    case 'searchReviewDue':
      return 'The search for the child is to be looked at again. It goes on.';
    case 'clientLocated':
      return 'The child was found; the search ended.';
    case 'authorityInformed':
      return `${by} told ${name(event.value.authority)} what was necessary; legal basis: ${word(legalBasisToJSON, event.value.legalBasis)}.`;
    case 'correctionRecorded':
      return event.value.correction?.$case === 'struck'
        ? `${by} corrected the record: something written down earlier did not happen.`
        : `${by} corrected the record: something happened at another time${when(', on ', day(event.value.correction?.value))}.`;
    case 'caseMergeProposed':
      return `${by} proposed that the case become part of another one about the same child.`;
    case 'caseMergeDeclined':
      return `The case does not become part of another one: ${apart(event.value.because)}.`;
    case 'caseMerged':
      return `The case became part of another one, as ${name(event.value.agreedBy)} agreed.`;
    case 'caseMergeUndone':
      return `${by} undid the merge; the case is one of its own again.`;
    case 'caseMergeAsked':
      return `${name(event.value.agency)} asked that another case about the same child become part of this one.`;
    case 'caseMergeAwaited':
      return `${by} agreed that another case become part of this one.`;
    case 'caseAbsorbed':
      return 'Another case became part of this one.';
    case 'caseAbsorptionEnded':
      return 'The other case is not, or no longer, part of this one.';
    case 'consentExpired':
      return 'The period of a consent ended; nothing new is shared on it.';
    case 'legalBasisExpired':
      return 'The period for sharing without consent ended.';
    case 'consentRetakeAsked':
      return 'The client came of age: a consent that a caregiver gave has to be asked of the client.';
    case 'caseworkerReleased':
      return `The caseworker is no longer responsible: ${word(caseworkerReleaseToJSON, event.value.reason)}.`;
    case 'caseOfficeAssigned':
      return `An office of ${name(event.value.agency)} holds the case.`;
    case 'caseOfficeDeclined':
      return `The office of ${name(event.value.agency)} takes no more cases; the case needs another office.`;
    case 'caseProgrammeJoined':
      return 'The case became part of a programme.';
    case 'caseProgrammeLeft':
      return 'The case left a programme and goes on.';
    default:
      return unreachable(event);
  }
};
