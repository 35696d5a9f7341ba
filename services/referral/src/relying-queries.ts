import type { LookUp } from '@accompany/runtime';
import type { Proposal } from './stranded.js';

/** Who relies on what, as our copies and our own view say. */

type Tx = Parameters<LookUp<never, never>>[0];

/** An agency that has to be told, in which case, and the referral through which it relies; empty when it takes part in the case. */
export type Relying = { readonly agency: string; readonly caseId: string; readonly referralId: string };

type Row = { agency: string; case_id: string; referral_id: string };

const relying = (rows: readonly Row[]): Relying[] =>
  rows.map(({ agency, case_id, referral_id }) => ({ agency, caseId: case_id, referralId: referral_id }));

const UNANSWERED = "('sent', 'received', 'waitlisted')";
const OPEN = "('sent', 'received', 'waitlisted', 'accepted', 'in_service', 'on_hold')";

/** Whoever takes part in a case, or sends or receives an open referral of it; each agency once. */
export const relyingOnCase = async (tx: Tx, caseId: string): Promise<Relying[]> => {
  const { rows } = await tx.query<Row>(
    `select distinct on (agency) agency, $1::text as case_id, referral_id from (
       select agency, '' as referral_id from copy_participants where case_id = ($1::text)::uuid
       union all select sender, referral_id from view_referrals where case_id = $1 and status in ${OPEN}
       union all select receiver, referral_id from view_referrals where case_id = $1 and status in ${OPEN}
     ) relying order by agency, referral_id`,
    [caseId],
  );
  return relying(rows);
};

/** The other side of an agency's open referrals, and whoever shares a case that is not closed with it; each agency once a case. */
export const relyingOnAgency = async (tx: Tx, agency: string): Promise<Relying[]> => {
  const { rows } = await tx.query<Row>(
    `select distinct on (agency, case_id) agency, case_id, referral_id from (
       select sender as agency, case_id, referral_id from view_referrals where receiver = $1 and status in ${OPEN}
       union all select receiver, case_id, referral_id from view_referrals where sender = $1 and status in ${OPEN}
       union all select other.agency, other.case_id::text, '' from copy_participants own
         join copy_participants other using (case_id) join copy_cases using (case_id) where own.agency = $1 and status <> 'closed'
     ) relying where agency <> $1 order by agency, case_id, referral_id desc`,
    [agency],
  );
  return relying(rows);
};

/** The senders of open referrals to a service, or to any service of an office; each agency once a case. */
export const relyingOnService = async (tx: Tx, place: { serviceId?: string; officeId?: string }): Promise<Relying[]> => {
  const { rows } = await tx.query<Row>(
    `select distinct on (sender, case_id) sender as agency, case_id, referral_id from view_referrals
      where status in ${OPEN} and ${AT_PLACE} order by sender, case_id, referral_id`,
    [place.serviceId ?? '', place.officeId ?? ''],
  );
  return relying(rows);
};

const AT_PLACE = `(service_id = $1 or service_id in (select service_id from copy_services where office_id = $2))`;

/** A referral, and the case it belongs to. */
export type Stranded = { readonly referralId: string; readonly caseId: string };

/** Referrals that nobody has answered, to a service or to any service of an office. */
export const unansweredAtPlace = (tx: Tx, place: { serviceId?: string; officeId?: string }): Promise<Stranded[]> =>
  referrals(tx, `status in ${UNANSWERED} and ${AT_PLACE}`, [place.serviceId ?? '', place.officeId ?? '']);

/** Referrals that an agency has not answered. */
export const unansweredBy = (tx: Tx, agency: string): Promise<Stranded[]> =>
  referrals(tx, `status in ${UNANSWERED} and receiver = $1`, [agency]);

/** Open referrals that share under a consent or a legal basis. */
export const openUnder = (tx: Tx, permissionId: string): Promise<Stranded[]> =>
  referrals(tx, `status in ${OPEN} and permission_id = $1`, [permissionId]);

const referrals = async (tx: Tx, where: string, values: readonly string[]): Promise<Stranded[]> => {
  const { rows } = await tx.query<{ referral_id: string; case_id: string }>(
    `select referral_id, case_id from view_referrals where ${where} order by referral_id`,
    [...values],
  );
  return rows.map(({ referral_id, case_id }) => ({ referralId: referral_id, caseId: case_id }));
};

/** What a referral that was just sent rests on, as our copies have it by now. */
export const restsOn = async (
  tx: Tx,
  sent: { receiver: string; serviceId: string; permissionId: string },
): Promise<{ permission: Ended | undefined; stranded: boolean }> => {
  const { rows } = await tx.query<{ stranded: boolean }>(
    `select exists (select from copy_agencies where agency_id = $1 and suspended)
         or exists (select from copy_services left join copy_offices using (office_id)
                     where service_id = $2 and (withdrawn or closed or closing)) as stranded`,
    [sent.receiver, sent.serviceId],
  );
  return { permission: await endOf(tx, sent.permissionId), stranded: rows[0]?.stranded === true };
};

/** How a consent or a legal basis ended. */
export type Ended = 'withdrawn' | 'expired';

/** How a permission ended, if it has as our copies have it by now. */
export const endOf = async (tx: Tx, permissionId: string): Promise<Ended | undefined> => {
  const { rows } = await tx.query<{ ended: Ended }>(
    `select case when expired then 'expired' else 'withdrawn' end as ended from copy_consents where consent_id = $1 and not given
     union all select 'expired' from copy_legal_bases where basis_id = $1 and ended`,
    [permissionId],
  );
  return rows[0]?.ended;
};

/**
 * The next provider after a decline for lack of a place: a service of the same category whose area meets the declined one's, of an
 * active agency and office, never the sender and never an agency that was asked for this need before. In the directory's order.
 */
export const nextProvider = async (
  tx: Tx,
  { referralId, needId, receiver }: { referralId: string; needId: string; receiver: string },
): Promise<Proposal | undefined> => {
  const { rows } = await tx.query<{ agency: string; category: number; urgency: number; receiver: string; service_id: string }>(
    `select need.agency, need.category, need.urgency, next.agency_id as receiver, next.service_id
       from view_referrals declined
       join copy_needs need on need.need_id::text = declined.need_id and not need.met
       join copy_cases on copy_cases.case_id = need.case_id and copy_cases.status = 'open'
       join copy_services before on before.service_id = declined.service_id
       join copy_services next on next.category = need.category and not next.withdrawn
       join copy_offices office on office.office_id = next.office_id and not office.closed and not office.closing
       join copy_agencies agency on agency.agency_id = next.agency_id and not agency.suspended
      where declined.referral_id = $1 and declined.need_id = $2 and next.agency_id not in ($3, need.agency)
        and not exists (select from view_referrals asked where asked.need_id = $2 and asked.receiver = next.agency_id)
        and exists (select from unnest(before.area_codes) a, unnest(next.area_codes) b where starts_with(a, b) or starts_with(b, a))
      order by next.agency_id, next.service_id limit 1`,
    [referralId, needId, receiver],
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  const { agency, category, urgency, service_id } = found;
  return { needId, sender: agency, category, urgency, previousReferralId: referralId, receiver: found.receiver, serviceId: service_id };
};
