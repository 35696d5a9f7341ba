import type { ReportReceived } from '@accompany/contracts/intake/v1/events';
import type { Consent, GetCaseResponse, LegalBasisOnFile, Participant, Threat } from '@accompany/contracts/intake/v1/service';
import { CaseStatus, ConsentStatus, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { unreachable } from '@accompany/domain';
import type { App } from '@accompany/runtime';
import { monthAfter } from './calendar.js';
import { type Basis, caseAggregate, type Consent as HeldConsent, type Threat as HeldThreat, type KnownCase } from './case.js';
import { known } from './case-guards.js';
import { openStanding } from './case-standing.js';
import { readContact, readIdentity } from './documents.js';
import { type Open, openingFor } from './opened.js';
import { reportAggregate } from './report.js';

const { PARTICIPANT_ROLE_LEAD: LEAD, PARTICIPANT_ROLE_PROVIDER: PROVIDER, PARTICIPANT_ROLE_MONITOR: MONITOR } = ParticipantRole;

/** A case for an agency that takes part, with as much of its personal data as is open to that agency. */
export const openCase = async (
  app: App,
  caseId: string,
  state: KnownCase,
  agency: string,
): Promise<Omit<GetCaseResponse, 'caseId' | 'etag'>> => {
  const { opened, reportIds, lead, caseworker, risk, riskJudgedAt, closure } = state;
  const { clientId, purposes, incident, areaCode, urgency, duplicateCheck } = opened;
  const { opening, withheld } = openingFor(state, agency);
  const open = opening((sealed) => app.open(sealed, caseAggregate, caseId));
  const found = {
    ...{ clientId, purposes, incident, areaCode, urgency, duplicateCheck, caseworker, risk, riskJudgedAt },
    ...(await openProfile(
      await profileOf(app, opened.reportId),
      opening((sealed) => app.open(sealed, reportAggregate, opened.reportId)),
    )),
    ...(await openStanding(state, open)),
    status: statusOf(state),
    reportIds: [...reportIds],
    leadAgency: lead,
    participants: participantsOf(state),
    threats: await Promise.all([...state.threats.values()].map((threat) => openThreat(threat, open))),
    consents: await Promise.all([...state.consents.values()].map((consent) => openConsent(consent, open))),
    legalBases: await Promise.all([...state.bases.values()].map((basis) => openBasis(basis, open))),
    closure:
      closure === undefined || state.status === 'open'
        ? undefined
        : {
            criterion: closure.criterion,
            proposedBy: closure.proposedBy,
            approvedBy: closure.approvedBy,
            evidence: await open(closure.evidence),
            work: closure.work,
          },
  };
  return { ...found, withheld: withheld() };
};

/** Who the child is stands in the report that the case was opened from. */
const profileOf = async (app: App, reportId: string): Promise<Pick<ReportReceived, 'identity' | 'contact'>> => {
  const { state } = await app.load(reportAggregate, reportId);
  if (state.status === 'none') throw new Error('a case without its report');
  return state.received;
};

const openProfile = async (
  { identity, contact }: Pick<ReportReceived, 'identity' | 'contact'>,
  open: Open,
): Promise<Pick<GetCaseResponse, 'identity' | 'contact'>> => ({
  identity: readIdentity(await open(identity)),
  contact: readContact(await open(contact)),
});

const OF_AGE = 18;

/** The month after the client comes of age; undefined when not even the year of birth is known. */
export const comesOfAge = async (app: App, caseId: string): Promise<Date | undefined> => {
  const { state } = await app.load(caseAggregate, caseId);
  const { reportId } = known(state).opened;
  const { identity } = await profileOf(app, reportId);
  const { dateOfBirth = '' } = readIdentity(await app.open(identity, reportAggregate, reportId)) ?? {};
  const [year = '', month = '12'] = dateOfBirth.split('-');
  return year === '' ? undefined : monthAfter(`${year}-${month}`, OF_AGE);
};

const participantsOf = ({ lead, providers, monitors }: KnownCase): Participant[] => [
  { agency: lead, role: LEAD, referralIds: [] },
  ...[...providers].map(([agency, referralIds]) => ({ agency, role: PROVIDER, referralIds: [...referralIds] })),
  ...[...monitors].map((agency) => ({ agency, role: MONITOR, referralIds: [] })),
];

const openThreat = async ({ reported, resolved }: HeldThreat, open: Open): Promise<Threat> => {
  const { threatId, kind, by, reportedBy, description } = reported;
  const resolution = { resolution: resolved?.resolution ?? 0, resolutionNotes: await open(resolved?.notes) };
  return { threatId, kind, by, reportedBy, description: await open(description, reportedBy), ...resolution };
};

const openConsent = async (consent: HeldConsent, open: Open): Promise<Consent> => {
  const { consentId, by, scope } = consent.asked;
  const notes = await open(consent.status === 'refused' ? consent.asked.notes : consent.asked.evidence);
  const retakeAsked = consent.status !== 'refused' && consent.retakeAsked;
  return { consentId, by, scope, notes, retakeAsked, status: consentStatusOf(consent) };
};

const openBasis = async ({ proposed, approvedBy, expired }: Basis, open: Open): Promise<LegalBasisOnFile> => {
  const { basisId, basis, scope, proposedBy, reason } = proposed;
  return { basisId, basis, scope, proposedBy, approvedBy, expired, reason: await open(reason) };
};

const consentStatusOf = ({ status }: HeldConsent): ConsentStatus => {
  switch (status) {
    case 'given':
      return ConsentStatus.CONSENT_STATUS_GIVEN;
    case 'refused':
      return ConsentStatus.CONSENT_STATUS_REFUSED;
    case 'withdrawn':
      return ConsentStatus.CONSENT_STATUS_WITHDRAWN;
    case 'expired':
      return ConsentStatus.CONSENT_STATUS_EXPIRED;
    default:
      return unreachable(status);
  }
};

const statusOf = ({ status }: KnownCase): CaseStatus => {
  switch (status) {
    case 'open':
      return CaseStatus.CASE_STATUS_OPEN;
    case 'closure_proposed':
      return CaseStatus.CASE_STATUS_CLOSURE_PROPOSED;
    case 'closed':
      return CaseStatus.CASE_STATUS_CLOSED;
    case 'merged':
      return CaseStatus.CASE_STATUS_MERGED;
    case 'entered_in_error':
      return CaseStatus.CASE_STATUS_ENTERED_IN_ERROR;
    default:
      return unreachable(status);
  }
};
