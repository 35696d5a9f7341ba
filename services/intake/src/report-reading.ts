import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { GetReportResponse } from '@accompany/contracts/intake/v1/service';
import { ReportStatus } from '@accompany/contracts/intake/v1/types';
import type { App } from '@accompany/runtime';
import { readContact, readIdentity, readReporter } from './documents.js';
import { type KnownReport, reportAggregate } from './report.js';

/** A report with its personal data opened, for an agency that may see it. */
export const openReport = async (app: App, reportId: string, state: KnownReport): Promise<Omit<GetReportResponse, 'reportId' | 'etag'>> => {
  const { received, risk } = state;
  const { agency, caseId, clientId, source, purposes, incident, allegedOffender, areaCode, externalReference } = received;
  const { sourceCaseId, activityId, volunteerId } = received;
  const open = (sealed: Sealed | undefined) => app.open(sealed, reportAggregate, reportId);
  return {
    ...{ agency, caseId, clientId, source, purposes, incident, allegedOffender, areaCode, externalReference, risk },
    ...{ sourceCaseId, activityId, volunteerId },
    status: statusOf(state),
    urgency: state.status === 'received' ? 0 : state.urgency,
    linkedCaseId: state.status === 'linked_to_case' ? state.caseId : '',
    forwardedTo: state.status === 'forwarded' ? state.toAgency : '',
    declineReason: state.status === 'not_taken_up' ? state.ended.reason : 0,
    identity: readIdentity(await open(received.identity)),
    contact: readContact(await open(received.contact)),
    reporter: readReporter(await open(received.reporter)),
    account: await open(received.account),
    childsWords: await open(received.childsWords),
    notes: await open(received.notes),
    assertedConsent: received.assertedBySource && { evidence: await open(received.assertedBySource.evidence) },
    disclosures: await Promise.all(
      [...state.notified.values()].map(async ({ noticeId: disclosureId, authority, legalBasis, told }) => ({
        ...{ disclosureId, searchId: '', authority, legalBasis, informedBy: agency },
        told: await open(told),
      })),
    ),
    ambiguities: await Promise.all(
      received.ambiguities.map(async ({ code, sourceText }) => ({ code, sourceText: await open(sourceText) })),
    ),
  };
};

const statusOf = ({ status }: KnownReport): ReportStatus => {
  switch (status) {
    case 'received':
      return ReportStatus.REPORT_STATUS_RECEIVED;
    case 'screened':
      return ReportStatus.REPORT_STATUS_SCREENED;
    case 'case_opened':
      return ReportStatus.REPORT_STATUS_CASE_OPENED;
    case 'linked_to_case':
      return ReportStatus.REPORT_STATUS_LINKED_TO_CASE;
    case 'forwarded':
      return ReportStatus.REPORT_STATUS_FORWARDED;
    case 'not_taken_up':
      return ReportStatus.REPORT_STATUS_NOT_TAKEN_UP;
  }
};
