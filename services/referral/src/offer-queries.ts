import { OpenKind, type OpenThings } from '@accompany/contracts/referral/v1/handover_types';
import type { Pool } from 'pg';
import type { AgencyFact } from './facts.js';
import type { AnswerTimes, GivenCase, OfferFacts } from './offer-rules.js';
import { transferId } from './transfer-id.js';

/** Reads from our copies and views what an offer of these cases looks at, whatever their number, in three queries. */
export const offerFacts = async (
  db: Pool,
  giver: string,
  given: readonly { caseId: string; receiver: string }[],
  times: AnswerTimes,
): Promise<OfferFacts> => {
  const caseIds = given.map(({ caseId }) => caseId);
  const [cases, things, receivers] = await Promise.all([
    casesOf(db, giver, caseIds),
    openThings(db, caseIds),
    agencies(
      db,
      given.map(({ receiver }) => receiver),
    ),
  ]);
  return { ...times, receivers, cases: new Map(cases.map((row) => [row.case_id, givenCase(row, giver, things.get(row.case_id) ?? [])])) };
};

type CaseRow = {
  case_id: string;
  status: string;
  lead: string | null;
  monitors: string[];
  last_id: string | null;
  last_status: string | null;
};

const givenCase = (row: CaseRow, giver: string, things: readonly OpenThings[]): GivenCase => {
  const isOpen = row.last_status === 'offered' || row.last_status === 'accepted';
  const previousTransferId = row.last_id ?? '';
  return {
    open: row.status === 'open',
    lead: row.lead ?? undefined,
    monitors: row.monitors,
    things,
    openTransferId: isOpen ? previousTransferId : undefined,
    previousTransferId,
    transferId: isOpen ? previousTransferId : transferId(row.case_id, giver, previousTransferId),
  };
};

const casesOf = async (db: Pool, giver: string, caseIds: readonly string[]): Promise<CaseRow[]> => {
  const { rows } = await db.query<CaseRow>(
    `select c.case_id, c.status,
            (select agency from copy_participants p where p.case_id = c.case_id and part = 'lead' limit 1) as lead,
            array(select agency from copy_participants p where p.case_id = c.case_id and part = 'monitor' order by agency) as monitors,
            last.transfer_id as last_id, last.status as last_status
       from copy_cases c
       left join lateral (
         select transfer_id, status from view_transfers t where t.case_id = c.case_id and giver = $2 order by nr desc limit 1
       ) last on true
      where c.case_id = any ($1::uuid[])`,
    [caseIds, giver],
  );
  return rows;
};

/** Of how many of these transfers the offer was made by now. */
export const countMade = async (db: Pool, transferIds: readonly string[]): Promise<number> => {
  const { rows } = await db.query<{ made: number }>(
    'select count(*)::int as made from view_transfers where transfer_id = any ($1::uuid[])',
    [transferIds],
  );
  return rows[0]?.made ?? 0;
};

/** How many ids of one kind an offer names. */
const NAMED = 20;

const openThings = async (db: Pool, caseIds: readonly string[]): Promise<Map<string, OpenThings[]>> => {
  const { rows } = await db.query<{ case_id: string; kind: OpenKind; ids: string[] }>(
    `select case_id::text, kind, array_agg(id::text order by id) as ids
       from (select case_id, kind, id from copy_open_things where case_id = any ($1::uuid[])
             union all
             select case_id::uuid, $2::integer, referral_id::uuid from view_referrals
              where case_id = any ($1::text[]) and status in ('sent', 'received', 'waitlisted', 'accepted', 'in_service', 'on_hold')) open
      group by case_id, kind order by kind`,
    [caseIds, OpenKind.OPEN_KIND_REFERRAL],
  );
  const things = new Map<string, OpenThings[]>();
  for (const { case_id: caseId, kind, ids } of rows)
    things.set(caseId, [...(things.get(caseId) ?? []), { kind, count: ids.length, ids: ids.slice(0, NAMED) }]);
  return things;
};

const agencies = async (db: Pool, ids: readonly string[]): Promise<Map<string, AgencyFact>> => {
  const { rows } = await db.query<{ agency_id: string; suspended: boolean; without_office: boolean }>(
    `select agency_id, suspended, coalesce(offices.all_ending, false) as without_office
       from copy_agencies
       left join lateral (select bool_and(closed or closing) as all_ending from copy_offices o where o.agency_id = copy_agencies.agency_id) offices on true
      where agency_id = any ($1)`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ agency_id: id, suspended, without_office }) => [id, { suspended, withoutOffice: without_office }]));
};
