import { riskLevelToJSON, urgencyToJSON } from '@accompany/contracts/common/v1/common';
import type { CaseEvent, QuarantineEvent, ReportEvent } from '@accompany/contracts/intake/v1/events';
import {
  AllegedOffender,
  allegedOffenderToJSON,
  ConsentBy,
  type ConsentScope,
  closureCriterionToJSON,
  declineReasonToJSON,
  IncidentKind,
  incidentKindToJSON,
  legalBasisToJSON,
  type ParticipantRole,
  participantRoleToJSON,
  ReportPurpose,
  ReportSource,
  reportPurposeToJSON,
  reportSourceToJSON,
  threatKindToJSON,
  threatResolutionToJSON,
} from '@accompany/contracts/intake/v1/types';
import { unreachable } from '@accompany/domain';
import { list, service, type Telling, when, word } from './words.js';

const risk = (level: Parameters<typeof riskLevelToJSON>[0]): string => word(riskLevelToJSON, level);
const role = (of: ParticipantRole): string => word(participantRoleToJSON, of);
const reporter = (source: ReportSource): string => {
  switch (source) {
    case ReportSource.REPORT_SOURCE_UNSPECIFIED:
      return 'an unnamed source';
    case ReportSource.REPORT_SOURCE_FAMILY:
      return "the child's family";
    case ReportSource.REPORT_SOURCE_SELF:
      return 'the child';
    case ReportSource.REPORT_SOURCE_POLICE:
      return 'the police';
    case ReportSource.REPORT_SOURCE_COMMUNITY:
      return 'the community';
    case ReportSource.REPORT_SOURCE_HEALTH:
      return 'a health facility';
    case ReportSource.REPORT_SOURCE_AGENCY:
      return 'another agency';
    case ReportSource.REPORT_SOURCE_ONLINE_PLATFORM:
      return 'an online platform';
    case ReportSource.REPORT_SOURCE_COURT:
    case ReportSource.REPORT_SOURCE_HOTLINE:
    case ReportSource.REPORT_SOURCE_VOLUNTEER:
    case ReportSource.REPORT_SOURCE_SCHOOL:
      return `a ${word(reportSourceToJSON, source)}`;
  }
};
const who = (by: ConsentBy): string => (by === ConsentBy.CONSENT_BY_CHILD ? 'The child' : 'A caregiver');
const sharing = (scope: ConsentScope | undefined, name: Telling['name']): string =>
  scope === undefined
    ? ''
    : ` to sharing with ${list(scope.agencies.map(name))} for ${list(scope.purposes.map((purpose) => service(purpose)))}`;

/** A report's event in a sentence. */
export const tellReport = (event: NonNullable<ReportEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'reportReceived': {
      const { source, incident, purposes, externalReference } = event.value;
      const asked = purposes
        .filter((purpose) => purpose !== ReportPurpose.REPORT_PURPOSE_NOT_STATED)
        .map((purpose) => word(reportPurposeToJSON, purpose));
      const from = `from ${reporter(source)}${when(' by way of ', externalReference?.system ?? '')}`;
      const of = incident === IncidentKind.INCIDENT_KIND_NOT_STATED ? '' : ` of ${word(incidentKindToJSON, incident)}`;
      return `${by} received a report ${from}${of}${when(', asking for ', list(asked))}.`;
    }
    case 'reportRiskRaised':
      return `The report came again with a higher risk: ${risk(event.value.from)} became ${risk(event.value.to)}.`;
    case 'reportScreened':
      return `${by} screened the report: urgency ${word(urgencyToJSON, event.value.urgency)}, risk ${risk(event.value.risk)}.`;
    case 'reportBecameCase':
      return `${by} decided to open a case from the report.`;
    case 'reportLinkedToCase':
      return `${by} linked the report to a case that was open already.`;
    case 'reportForwarded':
      return `${by} forwarded the report to ${name(event.value.toAgency)}.`;
    case 'reportNotTakenUp':
      return `${by} did not take the report up: ${word(declineReasonToJSON, event.value.reason)}.`;
    default:
      return unreachable(event);
  }
};

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
      return `${name(event.value.agency)} provides under a further referral.`;
    case 'participationNarrowed':
      return `${name(event.value.agency)} provides under one referral less.`;
    case 'riskRaised':
      return `Risk was raised from ${risk(event.value.from)} to ${risk(event.value.to)}.`;
    case 'riskLowered':
      return `Risk was lowered from ${risk(event.value.from)} to ${risk(event.value.to)} on a newer assessment.`;
    case 'threatReported': {
      const known = event.value.by;
      const from =
        known === AllegedOffender.ALLEGED_OFFENDER_UNSPECIFIED || known === AllegedOffender.ALLEGED_OFFENDER_NOT_STATED
          ? ''
          : word(allegedOffenderToJSON, known);
      return `${by} reported a threat against the child: ${word(threatKindToJSON, event.value.kind)}${when(', from ', from)}.`;
    }
    case 'threatResolved':
      return `A threat ended: ${word(threatResolutionToJSON, event.value.resolution)}.`;
    case 'consentGiven':
      return `${who(event.value.by)} agreed${sharing(event.value.scope, name)}.`;
    case 'consentRefused':
      return `${who(event.value.by)} did not agree${sharing(event.value.scope, name)}.`;
    case 'consentWithdrawn':
      return `${who(event.value.by)} took the consent back; nothing new is shared on it.`;
    case 'legalBasisProposed':
      return `${by} proposed to share without consent: ${word(legalBasisToJSON, event.value.basis)}.`;
    case 'legalBasisRecorded':
      return `Sharing without consent was approved: ${word(legalBasisToJSON, event.value.basis)}.`;
    case 'caseworkerAssigned':
      return `${by} made a caseworker responsible.`;
    case 'caseClosureProposed':
      return `${by} proposed to close the case: ${word(closureCriterionToJSON, event.value.criterion)}.`;
    case 'caseClosureRefused':
      return 'Closure was turned down; the case goes on.';
    case 'caseClosed':
      return `The case was closed: ${word(closureCriterionToJSON, event.value.criterion)}.`;
    default:
      return unreachable(event);
  }
};

/** A quarantined record in a sentence. */
export const tellQuarantine = (event: NonNullable<QuarantineEvent['event']>, { name }: Telling): string =>
  `A record that ${name(event.value.agency)} sent was set aside${when(': ', event.value.reason.replaceAll('_', ' '))}.`;
