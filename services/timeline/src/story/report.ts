import { urgencyToJSON } from '@accompany/contracts/common/v1/common';
import type { QuarantineEvent, ReportEvent } from '@accompany/contracts/intake/v1/events';
import {
  declineReasonToJSON,
  IncidentKind,
  incidentKindToJSON,
  legalBasisToJSON,
  ReportPurpose,
  reportPurposeToJSON,
} from '@accompany/contracts/intake/v1/types';
import { unreachable } from '@accompany/domain';
import { reporter, risk } from './intake-words.js';
import { list, type Telling, when, word } from './words.js';

/** A report's event in a sentence. */
export const tellReport = (event: NonNullable<ReportEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'reportReceived': {
      const { source, incident, purposes, externalReference, sourceCaseId } = event.value;
      const asked = purposes
        .filter((purpose) => purpose !== ReportPurpose.REPORT_PURPOSE_NOT_STATED)
        .map((purpose) => word(reportPurposeToJSON, purpose));
      const from = `from ${reporter(source)}${when(' by way of ', externalReference?.system ?? '')}`;
      const of = incident === IncidentKind.INCIDENT_KIND_NOT_STATED ? '' : ` of ${word(incidentKindToJSON, incident)}`;
      const sprang = sourceCaseId === '' ? '' : '; it sprang from the case of another child';
      return `${by} received a report${of} ${from}${when(', asking for ', list(asked))}${sprang}.`;
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
    case 'reportAuthorityNotified':
      return `${by} told ${name(event.value.authority)} of the report; legal basis: ${word(legalBasisToJSON, event.value.legalBasis)}.`;
    case 'reportNotTakenUp':
      return `${by} did not take the report up: ${word(declineReasonToJSON, event.value.reason)}.`;
    default:
      return unreachable(event);
  }
};

/** That a report sprang from a case, told in that case: nothing of what it says. */
export const tellSprung = (by: string): string => `${by} received a report about another child, which sprang from this case.`;

/** A quarantined record in a sentence. */
export const tellQuarantine = (event: NonNullable<QuarantineEvent['event']>, { name }: Telling): string =>
  `A record that ${name(event.value.agency)} sent was set aside${when(': ', event.value.reason.replaceAll('_', ' '))}.`;
