import { RiskLevel, type ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ReporterRelation } from '@accompany/contracts/intake/v1/service';
import { IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { Channel } from '@accompany/contracts/referral/v1/types';
import type { ImportedClient, ImportedReferral } from './records.js';

/** The name under which records of this system are known in the network. */
export const SYSTEM = 'oscar';

/** The report that a client becomes. What happened, and what was asked for, the source does not say. */
export const reportRequest = (client: ImportedClient, day: string | undefined, now: Date) => ({
  occurredAt: atDay(day, now),
  source: ReportSource.REPORT_SOURCE_AGENCY,
  purposes: [ReportPurpose.REPORT_PURPOSE_NOT_STATED],
  incident: IncidentKind.INCIDENT_KIND_NOT_STATED,
  risk: client.risk,
  identity: {
    givenName: client.givenName,
    familyName: client.familyName,
    otherNames: [...client.otherNames],
    sex: client.sex,
    dateOfBirth: client.dateOfBirth,
  },
  contact: { placeCode: client.placeCode },
  reporter: client.reporter.name === '' ? undefined : { ...client.reporter, relation: ReporterRelation.REPORTER_RELATION_PROFESSIONAL },
  account: client.account,
  externalReference: { system: SYSTEM, id: client.id },
  assertedConsent: client.consentEvidence.length === 0 ? undefined : { evidence: client.consentEvidence.join('\n') },
  ambiguities: [...client.ambiguities],
});

/** The referral that a client's service becomes, written down by its receiver. The source gives no urgency: high risk is high, else medium. */
export const referralRequest = (client: ImportedClient, referral: ImportedReferral, caseId: string, receiver: string, now: Date) => ({
  occurredAt: atDay(referral.day, now),
  caseId,
  sender: client.agency,
  receiver,
  channel: Channel.CHANNEL_OTHER_SYSTEM,
  category: referral.category as ServiceCategory,
  urgency: client.risk === RiskLevel.RISK_LEVEL_HIGH ? Urgency.URGENCY_HIGH : Urgency.URGENCY_MEDIUM,
  externalReference: { system: SYSTEM, id: referral.id },
  sourceService: { name: referral.serviceName, id: referral.serviceId },
  ambiguities: [...referral.ambiguities, ...client.ambiguities].slice(0, 20),
  dateMissing: referral.day === undefined,
  note: referral.status === '' ? '' : `Status in ${SYSTEM}: ${referral.status}`,
});

// A day of the source is kept as that day in UTC, which is the same day in Cambodia.
const atDay = (day: string | undefined, now: Date): Date => {
  const moment = day === undefined ? now : new Date(`${day}T00:00:00Z`);
  return moment > now ? now : moment;
};
