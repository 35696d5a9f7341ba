import type { CaseEvent } from '@accompany/contracts/intake/v1/events';
import { type ConsentScope, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { CaseStatus, type SharingBasis } from '@accompany/contracts/timeline/v1/types';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { judge, merge, reach, reopen, undoMerge } from './standing.js';
import { because, ensure, type History } from './state.js';
import { join, lead, leave, narrow } from './taking-part.js';

/** What a case's event says. */
export const evolveCase = (history: History, event: NonNullable<CaseEvent['event']>, fact: Fact): void => {
  switch (event.$case) {
    case 'caseOpened':
      history.clientId = event.value.clientId;
      lead(history, event.value.leadAgency, fact);
      reach(history, CaseStatus.CASE_STATUS_OPEN, fact);
      judge(history, event.value.risk, fact);
      break;
    case 'caseReportLinked':
      break;
    case 'participantJoined':
      join(history, event.value.agency, event.value.role, event.value.because, fact);
      break;
    case 'participantLeft':
      leave(history, event.value.agency, event.value.role, event.value.referralId, fact);
      break;
    case 'participationExtended':
      join(history, event.value.agency, ParticipantRole.PARTICIPANT_ROLE_PROVIDER, event.value.referralId, fact);
      break;
    case 'participationNarrowed':
      narrow(history, event.value.agency, event.value.referralId, fact);
      break;
    case 'riskRaised':
    case 'riskLowered':
      judge(history, event.value.to, fact);
      break;
    case 'threatReported': {
      const { threatId, kind } = event.value;
      const threat = ensure(history.threats, threatId, () => ({ threatId, kind, reportedAt: fact.occurredAt, resolved: false }));
      threat.kind = kind;
      threat.reportedAt = fact.occurredAt;
      because(history, `threat:${threatId}`, fact);
      break;
    }
    case 'threatResolved': {
      const { threatId } = event.value;
      ensure(history.threats, threatId, () => ({ threatId, kind: 0, reportedAt: fact.occurredAt, resolved: true })).resolved = true;
      because(history, `threat:${threatId}`, fact);
      break;
    }
    case 'consentGiven':
      history.bases.set(event.value.consentId, basis(event.value.consentId, false, event.value.scope, fact));
      because(history, `consent:${event.value.consentId}`, fact);
      break;
    case 'consentRefused':
      because(history, `consent:${event.value.consentId}`, fact);
      break;
    case 'consentWithdrawn':
      history.withdrawn.add(event.value.consentId);
      because(history, `consent:${event.value.consentId}`, fact);
      break;
    case 'legalBasisProposed':
      because(history, `legal-basis:${event.value.basisId}`, fact);
      break;
    case 'legalBasisRecorded':
      history.bases.set(event.value.basisId, basis(event.value.basisId, true, event.value.scope, fact));
      because(history, `legal-basis:${event.value.basisId}`, fact);
      break;
    case 'caseworkerAssigned':
      history.caseworker = event.value.person;
      because(history, 'caseworker', fact);
      break;
    case 'caseClosureProposed':
      reach(history, CaseStatus.CASE_STATUS_CLOSURE_PROPOSED, fact);
      break;
    case 'caseClosureRefused':
      reach(history, CaseStatus.CASE_STATUS_OPEN, fact);
      break;
    case 'caseClosed':
      reach(history, CaseStatus.CASE_STATUS_CLOSED, fact);
      break;
    case 'caseReopened':
      reopen(history, fact);
      break;
    case 'caseMerged':
      merge(history, event.value, fact);
      break;
    case 'caseMergeUndone':
      undoMerge(history, event.value.mergeId, fact);
      break;
    case 'caseEnteredInError':
      reach(history, CaseStatus.CASE_STATUS_ENTERED_IN_ERROR, fact);
      break;
    case 'leadChanged':
      because(history, `participant:${event.value.from}`, fact);
      if (lead(history, event.value.to, fact)) history.caseworker = '';
      because(history, 'caseworker', fact);
      break;
    case 'monitorChanged':
      leave(history, event.value.from, ParticipantRole.PARTICIPANT_ROLE_MONITOR, '', fact);
      join(history, event.value.to, ParticipantRole.PARTICIPANT_ROLE_MONITOR, '', fact);
      break;
    case 'caseworkerReleased':
      history.caseworker = '';
      because(history, 'caseworker', fact);
      break;
    case 'whereaboutsLost':
      because(history, 'whereabouts', fact);
      if (!history.ended.has(`search:${event.value.searchId}`)) history.searches.set(event.value.searchId, fact.occurredAt);
      break;
    case 'clientLocated':
      because(history, 'whereabouts', fact);
      history.ended.add(`search:${event.value.searchId}`);
      history.searches.delete(event.value.searchId);
      break;
    case 'searchReviewed':
    case 'searchReviewDue':
    case 'authorityInformed':
      because(history, 'whereabouts', fact);
      break;
    case 'consentExpired':
    case 'consentRetakeAsked':
      because(history, `consent:${event.value.consentId}`, fact);
      break;
    case 'legalBasisExpired':
      because(history, `legal-basis:${event.value.basisId}`, fact);
      break;
    case 'caseDutyTaken':
    case 'caseDutyEnded':
    case 'caseDutyRefused':
    case 'caseDutyWaived':
    case 'caseDutyPassedOn':
    case 'caseDataShared':
    case 'caseSharingEnded':
    case 'caseOfficeDeclined':
    case 'correctionRecorded':
    case 'caseMergeProposed':
    case 'caseMergeDeclined':
    case 'caseMergeAsked':
    case 'caseMergeAwaited':
    case 'caseAbsorbed':
    case 'caseAbsorptionEnded':
    case 'caseOfficeAssigned':
    case 'caseProgrammeJoined':
    case 'caseProgrammeLeft':
      break;
    default:
      unreachable(event);
  }
};

const basis = (id: string, legalBasis: boolean, scope: ConsentScope | undefined, fact: Fact): SharingBasis => ({
  id,
  legalBasis,
  purposes: scope?.purposes ?? [],
  agencies: scope?.agencies ?? [],
  categories: scope?.categories ?? [],
  validFrom: scope?.validFrom ?? fact.occurredAt,
  validUntil: scope?.validUntil,
});
