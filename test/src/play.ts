import { AssessmentKind } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, type Position, RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { AgencyKind } from '@accompany/contracts/directory/v1/types';
import { ConsentBy, DuplicateCheckOutcome, IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { eventually } from './eventually.js';
import type { Harness } from './harness.js';

/** The way that most cases begin, played through the public contract. Each step gives back what the next ones need. */
export type Directory = { readonly serviceId: string; readonly position: Position };
export type OpenCase = { readonly reportId: string; readonly caseId: string; readonly clientId: string; readonly position: Position };
export type Need = { readonly assessmentId: string; readonly needId: string; readonly position: Position };
export type Sent = { readonly referralId: string; readonly etag: string; readonly consentId: string; readonly position: Position };

const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const SHARED = [
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY,
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_CONTACT,
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
];

const positionOf = ({ position }: { position: Position | undefined }): Position => {
  if (position === undefined) throw new Error('an answer without a position');
  return position;
};

/** A moment some minutes ago: what happened lies in the past, in the order of the story. */
export const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** Registers the agencies and lets a21 offer psychosocial support from an office of its own. */
export const seedDirectory = async ({ operator, as }: Harness): Promise<Directory> => {
  const kinds = { aple: AgencyKind.AGENCY_KIND_NGO, a21: AgencyKind.AGENCY_KIND_NGO, 'ahtjp-siem-reap': AgencyKind.AGENCY_KIND_POLICE };
  for (const [agencyId, kind] of Object.entries(kinds))
    await operator.directory.registerAgency({ occurredAt: ago(900), agencyId, name: `Example ${agencyId}`, kinds: [kind] });
  const office = await as('a21').directory.openOffice({
    occurredAt: ago(890),
    agencyId: 'a21',
    name: 'Example office',
    areaCode: '17',
  });
  const offered = await as('a21').directory.offerService({
    occurredAt: ago(880),
    agencyId: 'a21',
    officeId: office.officeId,
    name: 'Example counselling',
    category: PSYCHOSOCIAL,
    areaCodes: ['17'],
    capacity: { places: 500, freePlaces: 500 },
  });
  return { serviceId: offered.serviceId, position: positionOf(offered) };
};

/** A report that an agency receives, screens and opens a case from. */
export const openCase = async ({ as }: Pick<Harness, 'as'>, agency = 'aple'): Promise<OpenCase> => {
  const { intake } = as(agency);
  const { reportId, caseId, clientId } = await intake.receiveReport({
    occurredAt: ago(600),
    source: ReportSource.REPORT_SOURCE_POLICE,
    purposes: [ReportPurpose.REPORT_PURPOSE_PROTECTION],
    incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
    risk: RiskLevel.RISK_LEVEL_MEDIUM,
    identity: { givenName: 'Example-Sophea', familyName: 'Fictional' },
    account: 'A made-up account.',
  });
  await intake.screenReport({ occurredAt: ago(590), reportId, urgency: Urgency.URGENCY_MEDIUM });
  const opened = await intake.openCase({
    occurredAt: ago(580),
    reportId,
    duplicateCheck: { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH },
  });
  return { reportId, caseId, clientId, position: positionOf(opened) };
};

/** The initial assessment, which the opening asks for, is started and finds a need for psychosocial support. */
export const findNeed = async ({ as }: Harness, { caseId, position }: OpenCase): Promise<Need> => {
  const { assessment } = as('aple');
  const assessmentId = await eventually(`the initial assessment of ${caseId}`, async () => {
    const { assessments } = await assessment.listAssessments({ caseId, atLeastPosition: position });
    return assessments.find(({ kind }) => kind === AssessmentKind.ASSESSMENT_KIND_INITIAL)?.assessmentId;
  });
  await assessment.startAssessment({ occurredAt: ago(500), assessmentId });
  const need = await assessment.identifyNeed({
    occurredAt: ago(490),
    assessmentId,
    category: PSYCHOSOCIAL,
    urgency: Urgency.URGENCY_MEDIUM,
    description: 'A made-up need.',
  });
  return { assessmentId, needId: need.needId, position: positionOf(need) };
};

/** The caregiver consents, and aple sends its referral for the need to a21. */
export const sendReferral = async ({ as }: Harness, directory: Directory, opened: OpenCase, need: Need): Promise<Sent> => {
  const { intake, referral } = as('aple');
  const { caseId } = opened;
  const consent = await intake.giveConsent({
    occurredAt: ago(480),
    caseId,
    by: ConsentBy.CONSENT_BY_CAREGIVER,
    scope: { purposes: [PSYCHOSOCIAL], agencies: ['a21'], categories: SHARED, validFrom: ago(480) },
    evidence: 'a made-up form',
  });
  const draft = await referral.draftReferral({
    occurredAt: ago(470),
    caseId,
    needId: need.needId,
    atLeastPositions: [positionOf(consent), need.position],
  });
  const sent = await referral.sendReferral({
    occurredAt: ago(460),
    referralId: draft.referralId,
    receiver: 'a21',
    serviceId: directory.serviceId,
    shareCategories: SHARED,
    permission: { $case: 'consentId', value: consent.consentId },
    note: 'A made-up note.',
    atLeastPositions: [directory.position, positionOf(consent), need.position],
  });
  return { referralId: draft.referralId, etag: sent.etag, consentId: consent.consentId, position: positionOf(sent) };
};

/** A case with a referral that a21 has been sent. */
export const caseWithReferral = async (harness: Harness, directory: Directory): Promise<OpenCase & Need & Sent> => {
  const opened = await openCase(harness);
  const need = await findNeed(harness, opened);
  const sent = await sendReferral(harness, directory, opened, need);
  return { ...opened, ...need, ...sent };
};
