import { PersonalDataCategory, RiskLevel, type Sealed, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { ReportReceived } from '@accompany/contracts/intake/v1/events';
import {
  AllegedOffender,
  CaseErrorReason,
  ClientWork,
  ClosureCriterion,
  ConsentBy,
  DuplicateCheckOutcome,
  DutyKind,
  IncidentKind,
  LegalBasis,
  ParticipantRole,
  ReportPurpose,
  ReportSource,
  ThreatKind,
  ThreatResolution,
} from '@accompany/contracts/intake/v1/types';
import type { Actor, DecisionContext } from '@accompany/domain';
import type { Event as CaseHistory } from './case.js';
import type { Begun } from './duties.js';
import type { Event as ReportHistory } from './report.js';

// A fictional report and case that the tests share.
export const day = (number: number): Date => new Date(Date.UTC(2022, 1, number, 8));
const now = day(28);
const by = (actor: Actor, occurredAt = day(1)): DecisionContext => ({ actor, occurredAt, now });
const person = (agency: string, name: string) => by({ kind: 'agency', agency, person: name });

export const lotus = person('lotus', 'p-1');
export const lotusSupervisor = person('lotus', 'p-2');
export const heron = person('heron', 'p-3');
export const ibis = person('ibis', 'p-4');
export const intake = by({ kind: 'service', service: 'intake' });
export const on = (context: DecisionContext, occurredAt: Date): DecisionContext => ({ ...context, occurredAt });

export const reportId = '1d0e7c4a-2f55-4b1c-9f2e-0a6c8b1d2e3f';
export const caseId = '2e1f8d5b-3a66-4c2d-8a3f-1b7d9c2e3f4a';
export const clientId = '3f2a9e6c-4b77-4d3e-9b4a-2c8e0d3f4a5b';
export const otherCaseId = '4a3b0f7d-5c88-4e4f-8c5b-3d9f1e4a5b6c';
export const otherReportId = '5b4c1a8e-6d99-4f5a-9d6c-4e0a2f5b6c7d';
export const referralId = '6c5d2b9f-7eaa-4a6b-8e7d-5f1b3a6c7d8e';
export const secondReferralId = '7d6e3ca0-8fbb-4b7c-9f8e-6a2c4b7d8e9f';
export const assessmentId = '8e7f4db1-90cc-4c8d-8a9f-7b3d5c8e9fa0';

export const { RISK_LEVEL_UNKNOWN: UNKNOWN, RISK_LEVEL_LOW: LOW, RISK_LEVEL_MEDIUM: MEDIUM, RISK_LEVEL_HIGH: HIGH } = RiskLevel;
export const { URGENCY_HIGH, URGENCY_LOW } = Urgency;
export const { PARTICIPANT_ROLE_MONITOR: MONITOR, PARTICIPANT_ROLE_PROVIDER: PROVIDER } = ParticipantRole;

export const sealed: Sealed = {
  subjectId: clientId,
  category: PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
  keyVersion: 1,
  ciphertext: Buffer.from('sealed'),
};

export const concern: Omit<ReportReceived, 'agency'> = {
  clientId,
  caseId,
  receivedUnder: '9f8a5ec2-a1dd-4d9e-9baa-8c4e6d9fa0b1',
  source: ReportSource.REPORT_SOURCE_FAMILY,
  purposes: [ReportPurpose.REPORT_PURPOSE_LEGAL_SUPPORT],
  incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
  allegedOffender: AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON,
  risk: MEDIUM,
  areaCode: '0102',
  identity: sealed,
  contact: undefined,
  reporter: sealed,
  account: sealed,
  childsWords: undefined,
  notes: undefined,
  externalReference: undefined,
  assertedBySource: undefined,
  ambiguities: [],
  sourceCaseId: '',
  activityId: '',
  volunteerId: '',
};

export const noMatch = { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH, candidateCaseIds: [], notes: undefined };
export const became = {
  caseId,
  duplicateCheck: noMatch,
  clientId,
  leadAgency: 'lotus',
  risk: MEDIUM,
  urgency: URGENCY_HIGH,
  purposes: concern.purposes,
  incident: concern.incident,
  areaCode: '0102',
};

export const received: ReportHistory = { $case: 'reportReceived', value: { ...concern, agency: 'lotus' } };
export const screened: ReportHistory = { $case: 'reportScreened', value: { urgency: URGENCY_HIGH, risk: MEDIUM, notes: undefined } };
export const becameCase: ReportHistory = { $case: 'reportBecameCase', value: became };

export const opened: CaseHistory = {
  $case: 'caseOpened',
  value: {
    reportId,
    clientId,
    leadAgency: 'lotus',
    risk: MEDIUM,
    urgency: URGENCY_HIGH,
    duplicateCheck: noMatch.outcome,
    candidateCaseIds: [],
    purposes: concern.purposes,
    incident: concern.incident,
    areaCode: '0102',
    riskJudgedAt: day(1),
  },
};
export const providerJoined: CaseHistory = { $case: 'participantJoined', value: { agency: 'heron', role: PROVIDER, because: referralId } };
export const monitorJoined: CaseHistory = { $case: 'participantJoined', value: { agency: 'ibis', role: MONITOR, because: '' } };

export const threat = {
  threatId: 'a09b6fd3-b2ee-4eaf-8cbb-9d5f7e0ab1c2',
  kind: ThreatKind.THREAT_KIND_PUBLICATION,
  by: AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON,
  description: sealed,
};
export const threatened: CaseHistory = { $case: 'threatReported', value: { ...threat, reportedBy: 'lotus' } };
export const ending = { threatId: threat.threatId, resolution: ThreatResolution.THREAT_RESOLUTION_OFFENDER_STOPPED, notes: undefined };
export const resolved: CaseHistory = { $case: 'threatResolved', value: ending };

export const scope = {
  purposes: [ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL],
  agencies: ['heron'],
  categories: [PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE],
  validFrom: day(1),
  validUntil: day(20),
};
const consentId = 'b1ac70e4-c3ff-4fb0-9dcc-ae608f1bc2d3';
export const consent = { consentId, by: ConsentBy.CONSENT_BY_CAREGIVER, scope, evidence: sealed, retakeAt: undefined };
export const refusal = { consentId, by: ConsentBy.CONSENT_BY_CHILD, scope, notes: undefined };
export const withdrawal = { consentId, by: ConsentBy.CONSENT_BY_CAREGIVER, notes: undefined };
export const consented: CaseHistory = { $case: 'consentGiven', value: consent };

export const basis = {
  basisId: 'c2bd81f5-d4aa-4ac1-8edd-bf719a2cd3e4',
  basis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST,
  scope,
  reason: sealed,
};
export const basisProposed: CaseHistory = { $case: 'legalBasisProposed', value: { ...basis, proposedBy: 'p-1' } };

export const closing = {
  criterion: ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE,
  evidence: sealed,
  assessmentId,
  work: ClientWork.CLIENT_WORK_UNSPECIFIED,
};
/** An approved assessment that is newer than the judgement of the risk at opening. */
export const assessed = { submittedAt: day(2) };
export const closureProposed: CaseHistory = { $case: 'caseClosureProposed', value: { ...closing, proposedBy: 'p-1' } };
export const closed: CaseHistory = { $case: 'caseClosed', value: { criterion: closing.criterion, approvedBy: 'p-2' } };

export const { DUTY_KIND_REFERRAL: REFERRAL, DUTY_KIND_TRANSFER: TRANSFER, DUTY_KIND_MATTER: MATTER } = DutyKind;
export const reopened: CaseHistory = {
  $case: 'caseReopened',
  value: { reopeningId: 'd3ce92a6-e5bb-4bd2-9fee-c082ab3de4f5', reason: sealed },
};
export const transferId = 'e4dfa3b7-f6cc-4ce3-8a0f-d193bc4ef5a6';
const matterId = 'f5eab4c8-a7dd-4df4-9b1a-e2a4cd5fa6b7';
export const begun = {
  referral: { kind: REFERRAL, dutyId: referralId, agency: 'heron', giver: '', ofLead: false },
  matter: { kind: MATTER, dutyId: matterId, agency: 'lotus', giver: '', ofLead: false },
  transfer: { kind: TRANSFER, dutyId: transferId, agency: 'heron', giver: 'lotus', ofLead: true },
  monitoring: { kind: TRANSFER, dutyId: transferId, agency: 'heron', giver: 'ibis', ofLead: false },
};
export const taken = ({ kind, dutyId, agency, giver }: Begun): CaseHistory => ({
  $case: 'caseDutyTaken',
  value: { kind, dutyId, agency, giver },
});
export const ended = ({ kind, dutyId }: Begun): CaseHistory => ({ $case: 'caseDutyEnded', value: { kind, dutyId } });

export const missing = {
  searchId: 'a6fbc5d9-b8ee-4ea5-8c2b-f3b5de6ab7c8',
  lastContactAt: day(1),
  lastPlaceCode: '0105',
  circumstances: sealed,
  reviewEveryDays: 7,
};
export const lost: CaseHistory = { $case: 'whereaboutsLost', value: { ...missing, nextReviewAt: day(9) } };
export const found: CaseHistory = { $case: 'clientLocated', value: { searchId: missing.searchId, placeCode: '0105', notes: undefined } };
export const told = {
  disclosureId: 'b7acd6ea-c9ff-4fb6-9d3c-a4c6ef7bc8d9',
  searchId: missing.searchId,
  authority: 'ahtjp-poipet',
  legalBasis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST,
  told: sealed,
};
export const informed: CaseHistory = { $case: 'authorityInformed', value: { ...told, informedBy: 'lotus' } };
export const inError: CaseHistory = {
  $case: 'caseEnteredInError',
  value: { reason: CaseErrorReason.CASE_ERROR_REASON_WRONG_CHILD, notes: undefined },
};

export const mergeId = 'c8bde7fb-daaa-4ac7-8e4d-b5d7fa8cd9ea';
export const proposal = { mergeId, intoCaseId: otherCaseId, agency: 'lotus', proposedBy: 'p-1' };
export const mergeProposed: CaseHistory = { $case: 'caseMergeProposed', value: proposal };
export const agreement = { mergeId, fromCaseId: caseId, agreedBy: 'heron', agreedByPerson: 'p-3' };
export const merged: CaseHistory = {
  $case: 'caseMerged',
  value: { mergeId, intoCaseId: otherCaseId, agreedBy: 'heron', agreedByPerson: 'p-3', risk: MEDIUM, openThreats: [] },
};
