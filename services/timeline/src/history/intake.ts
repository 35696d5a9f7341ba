import type { CaseEvent, CaseMerged, ReportEvent } from '@accompany/contracts/intake/v1/events';
import { type ConsentScope, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { CaseStatus, type SharingBasis } from '@accompany/contracts/timeline/v1/types';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { advance, because, ensure, type History } from './state.js';

const rank = (status: CaseStatus): number => {
  switch (status) {
    case CaseStatus.CASE_STATUS_UNSPECIFIED:
      return 0;
    case CaseStatus.CASE_STATUS_REPORTED:
      return 1;
    case CaseStatus.CASE_STATUS_NOT_TAKEN_UP:
      return 2;
    case CaseStatus.CASE_STATUS_OPEN:
    case CaseStatus.CASE_STATUS_CLOSURE_PROPOSED:
      return 3;
    case CaseStatus.CASE_STATUS_CLOSED:
      return 4;
    case CaseStatus.CASE_STATUS_MERGED:
      return 5;
    case CaseStatus.CASE_STATUS_ENTERED_IN_ERROR:
      return 6;
  }
};

/** Whether a case is worked on. */
export const isCaseOpen = (status: CaseStatus): boolean => rank(status) === rank(CaseStatus.CASE_STATUS_OPEN);

const reach = (history: History, status: CaseStatus, fact: Fact): void => {
  if (advance(rank, history.status, status) !== status) return;
  history.status = status;
  because(history, 'status', fact);
};

const judge = (history: History, risk: History['risk'], fact: Fact): void => {
  history.risk = risk;
  because(history, 'risk', fact);
};

/** What a report's event says about its case. */
export const evolveReport = (history: History, event: NonNullable<ReportEvent['event']>, fact: Fact): void => {
  const opened = rank(history.status) >= rank(CaseStatus.CASE_STATUS_OPEN);
  switch (event.$case) {
    case 'reportReceived':
      history.clientId ||= event.value.clientId;
      history.sprangFrom ||= event.value.sourceCaseId;
      history.reportHolders.add(event.value.agency);
      reach(history, CaseStatus.CASE_STATUS_REPORTED, fact);
      if (!opened) judge(history, event.value.risk, fact);
      break;
    case 'reportScreened':
      if (!opened) judge(history, event.value.risk, fact);
      break;
    case 'reportRiskRaised':
      if (!opened) judge(history, event.value.to, fact);
      break;
    case 'reportAuthorityNotified':
      break;
    case 'reportBecameCase':
      because(history, 'status', fact);
      break;
    case 'reportForwarded':
      history.reportHolders.add(event.value.toAgency);
      reach(history, CaseStatus.CASE_STATUS_NOT_TAKEN_UP, fact);
      break;
    case 'reportLinkedToCase':
    case 'reportNotTakenUp':
      reach(history, CaseStatus.CASE_STATUS_NOT_TAKEN_UP, fact);
      break;
    default:
      unreachable(event);
  }
};

/** What a case's event says. */
export const evolveCase = (history: History, event: NonNullable<CaseEvent['event']>, fact: Fact): void => {
  switch (event.$case) {
    case 'caseOpened':
      history.clientId = event.value.clientId;
      history.lead = event.value.leadAgency;
      join(history, event.value.leadAgency, ParticipantRole.PARTICIPANT_ROLE_LEAD, '', fact);
      because(history, 'lead', fact);
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
    case 'participationNarrowed': {
      const { agency, referralId } = event.value;
      const key = participation(ParticipantRole.PARTICIPANT_ROLE_PROVIDER, agency);
      history.ended.add(`${key}:${referralId}`);
      history.participants.get(key)?.referrals.delete(referralId);
      because(history, `participant:${agency}`, fact);
      break;
    }
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
      if (rank(history.status) <= rank(CaseStatus.CASE_STATUS_CLOSED)) history.status = CaseStatus.CASE_STATUS_OPEN;
      because(history, 'status', fact);
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
    case 'leadChanged': {
      const { from, to } = event.value;
      leave(history, from, ParticipantRole.PARTICIPANT_ROLE_LEAD, '', fact);
      join(history, to, ParticipantRole.PARTICIPANT_ROLE_LEAD, '', fact);
      history.lead = to;
      history.caseworker = '';
      because(history, 'lead', fact);
      because(history, 'caseworker', fact);
      break;
    }
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

const merge = (history: History, { mergeId, intoCaseId }: CaseMerged, fact: Fact): void => {
  because(history, 'status', fact);
  if (history.ended.has(`merge:${mergeId}`)) return;
  history.merged = { mergeId, intoCaseId };
  history.status = advance(rank, history.status, CaseStatus.CASE_STATUS_MERGED);
};

const undoMerge = (history: History, mergeId: string, fact: Fact): void => {
  because(history, 'status', fact);
  history.ended.add(`merge:${mergeId}`);
  if (history.merged?.mergeId !== mergeId) return;
  history.merged = undefined;
  if (history.status === CaseStatus.CASE_STATUS_MERGED) history.status = CaseStatus.CASE_STATUS_OPEN;
};

const participation = (role: ParticipantRole, agency: string): string => `${role}:${agency}`;

const join = (history: History, agency: string, role: ParticipantRole, referral: string, fact: Fact): void => {
  because(history, `participant:${agency}`, fact);
  const key = participation(role, agency);
  if (referral !== '' && history.ended.has(`${key}:${referral}`)) return;
  const { referrals } = ensure(history.participants, key, () => ({ agency, role, since: fact.occurredAt, referrals: new Set() }));
  if (referral !== '') referrals.add(referral);
};

const leave = (history: History, agency: string, role: ParticipantRole, referral: string, fact: Fact): void => {
  because(history, `participant:${agency}`, fact);
  const key = participation(role, agency);
  history.ended.add(`${key}:${referral}`);
  history.participants.delete(key);
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
