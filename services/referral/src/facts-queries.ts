import type { PersonalDataCategory, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { Pool } from 'pg';
import type { AgencyFact, CaseFact, ConsentFact, LegalBasisFact, Need, Scope, SendFacts, ServiceFact } from './facts.js';
import type { PickUpLimits } from './pick-up.js';
import type { Terms } from './referral.js';
import type { SendCommand } from './sender.js';

/** Reads from our copies what sending looks at. */
export const sendFacts = async (
  db: Pool,
  {
    referralId,
    caseId,
    terms,
    command,
    limits,
  }: { referralId: string; caseId: string; terms: Terms; command: SendCommand; limits: PickUpLimits },
): Promise<SendFacts> => {
  const { permission, receiver, serviceId } = command;
  const [found, need, agency, service, permitted, otherOpen] = await Promise.all([
    caseFact(db, caseId),
    needFact(db, terms.needId, caseId),
    agencyFact(db, receiver),
    serviceFact(db, serviceId),
    permissionFacts(db, caseId, permission),
    otherOpenReferral(db, { referralId, caseId, needId: terms.needId, receiver }),
  ]);
  return { case: found, need, receiver: agency, service, ...permitted, otherOpen, limits };
};

/** The consent or the legal basis that is named, as intake told it of this case. */
export const permissionFacts = async (
  db: Pool,
  caseId: string,
  permission: SendCommand['permission'],
): Promise<Pick<SendFacts, 'consent' | 'legalBasis'>> => {
  switch (permission?.$case) {
    case 'consentId':
      return { consent: await consentFact(db, permission.value, caseId) };
    case 'legalBasisId':
      return { legalBasis: await legalBasisFact(db, permission.value, caseId) };
    default:
      return {};
  }
};

/** Reads from our copies what sharing information looks at. */
export const informationFacts = async (
  db: Pool,
  caseId: string,
  { receiver, permission }: Pick<SendCommand, 'receiver' | 'permission'>,
): Promise<Pick<SendFacts, 'receiver' | 'consent' | 'legalBasis'> & { case?: CaseFact & { caseId: string } }> => {
  const [found, agency, permitted] = await Promise.all([
    caseFact(db, caseId),
    agencyFact(db, receiver),
    permissionFacts(db, caseId, permission),
  ]);
  return { case: found, receiver: agency, ...permitted };
};

/** The case as intake told it, with its id as intake writes it. */
export const caseFact = async (db: Pool, caseId: string): Promise<(CaseFact & { caseId: string }) | undefined> => {
  const { rows } = await db.query<{
    case_id: string;
    client_id: string;
    status: CaseFact['status'];
    agency: string | null;
    part: string | null;
  }>('select case_id, client_id, status, agency, part from copy_cases left join copy_participants using (case_id) where case_id = $1', [
    caseId,
  ]);
  const [first] = rows;
  if (first === undefined) return undefined;
  const agencies = (...parts: string[]) => [
    ...new Set(rows.flatMap((row) => (row.agency !== null && parts.includes(row.part ?? '') ? [row.agency] : []))),
  ];
  return {
    caseId: first.case_id,
    clientId: first.client_id,
    status: first.status,
    lead: agencies('lead')[0],
    participants: agencies('lead', 'provider', 'monitor'),
    reportTakers: agencies('report_taker'),
  };
};

/** The need as assessment told it, when it is one of this case. */
export const needFact = async (db: Pool, needId: string, caseId: string): Promise<(Need & { needId: string }) | undefined> => {
  if (needId === '') return undefined;
  const { rows } = await db.query<{
    need_id: string;
    case_id: string;
    agency: string;
    category: ServiceCategory;
    urgency: Urgency;
    met: boolean;
  }>('select need_id, case_id, agency, category, urgency, met from copy_needs where need_id = $1 and case_id = $2', [needId, caseId]);
  const [row] = rows;
  return (
    row && { needId: row.need_id, caseId: row.case_id, agency: row.agency, category: row.category, urgency: row.urgency, met: row.met }
  );
};

/** The agency as the directory told it. */
export const agencyFact = async (db: Pool, agency: string): Promise<AgencyFact | undefined> =>
  (await db.query<AgencyFact>('select suspended from copy_agencies where agency_id = $1', [agency])).rows[0];

const serviceFact = async (db: Pool, serviceId: string): Promise<ServiceFact | undefined> => {
  const { rows } = await db.query<{ agency_id: string; category: ServiceCategory; withdrawn: boolean; active: boolean }>(
    `select s.agency_id, category, withdrawn, coalesce(not closed and not closing, false) as active
       from copy_services s left join copy_offices using (office_id) where service_id = $1`,
    [serviceId],
  );
  const [row] = rows;
  return row && { agency: row.agency_id, category: row.category, offered: !row.withdrawn, officeActive: row.active };
};

type ScopeRow = {
  purposes: ServiceCategory[];
  agencies: string[];
  categories: PersonalDataCategory[];
  valid_from: Date;
  valid_until: Date | null;
};

const scopeOf = (row: ScopeRow): Scope => ({
  purposes: row.purposes,
  agencies: row.agencies,
  categories: row.categories,
  validFrom: row.valid_from,
  validUntil: row.valid_until ?? undefined,
});

const consentFact = async (db: Pool, consentId: string, caseId: string): Promise<ConsentFact | undefined> => {
  const { rows } = await db.query<ScopeRow & { given: boolean }>('select * from copy_consents where consent_id = $1 and case_id = $2', [
    consentId,
    caseId,
  ]);
  const [row] = rows;
  return row && { given: row.given, scope: scopeOf(row) };
};

const legalBasisFact = async (db: Pool, basisId: string, caseId: string): Promise<LegalBasisFact | undefined> => {
  const { rows } = await db.query<ScopeRow & { approved_by: string; ended: boolean }>(
    'select * from copy_legal_bases where basis_id = $1 and case_id = $2',
    [basisId, caseId],
  );
  const [row] = rows;
  return row && { approvedBy: row.approved_by, ended: row.ended, scope: scopeOf(row) };
};

const otherOpenReferral = async (
  db: Pool,
  { referralId, caseId, needId, receiver }: { referralId: string; caseId: string; needId: string; receiver: string },
): Promise<string | undefined> => {
  const { rows } = await db.query<{ referral_id: string }>(
    "select referral_id from view_referrals where case_id = $1 and need_id = $2 and receiver = $3 and referral_id <> $4 and status in ('sent', 'received', 'waitlisted', 'accepted', 'in_service', 'on_hold') limit 1",
    [caseId, needId, receiver, referralId],
  );
  return rows[0]?.referral_id;
};
