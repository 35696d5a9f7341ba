import type { Urgency } from '@accompany/contracts/common/v1/common';
import type { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import type { GetWorklistRequest, ListOurCasesRequest, OurCase, WorkItem, WorkKind } from '@accompany/contracts/timeline/v1/work_service';
import type { Pool } from 'pg';
import { SUMMARY } from './case-summary.js';
import { type SummaryRow, toSummary } from './summary-row.js';

type ItemRow = {
  kind: WorkKind;
  case_id: string;
  subject_id: string;
  counterpart: string;
  category: number;
  urgency: Urgency;
  since: Date;
  due_at: Date | null;
  caseworker: string;
};

/** What of a request chooses among the rows of an agency. */
type Filters<Request> = Omit<Request, 'agency' | 'atLeastPosition' | 'pageSize' | 'pageToken'>;

/** A page of rows and where the next one begins. */
export type Page<Row> = { readonly rows: Row[]; readonly next: string };

const DUE = "coalesce(due_at, 'infinity'::timestamptz)";

/** Mark of the place of an item in the list; of nothing for the first page. */
type Mark = [urgency: number, due: string, caseId: string, kind: number, subject: string];

/** What waits for an agency, in the order of the index that holds it. */
export const readItems = async (
  db: Pool,
  agency: string,
  asked: Filters<GetWorklistRequest>,
  { after, size, now }: { after: string; size: number; now: Date },
): Promise<Page<WorkItem>> => {
  const mark: Mark = after === '' ? [0, '-infinity', '', 0, ''] : (JSON.parse(after) as Mark);
  const conditions = ['agency = $1', 'shows_at <= $2', `(urgency, ${DUE}, case_id, kind, subject_id) > ($3, $4::timestamptz, $5, $6, $7)`];
  const values: unknown[] = [agency, now, ...mark];
  const given = (condition: (place: string) => string, value: unknown): void => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (asked.caseworker !== '') given((place) => `caseworker = ${place} and caseworker <> ''`, asked.caseworker);
  if (asked.kinds.length > 0) given((place) => `kind = any (${place}::int[])`, asked.kinds);
  if (asked.urgencies.length > 0) given((place) => `urgency = any (${place}::int[])`, asked.urgencies);
  if (asked.caseId !== '') given((place) => `case_id = ${place}`, asked.caseId);
  if (asked.dueBefore !== undefined) given((place) => `due_at < ${place}`, asked.dueBefore);
  if (asked.overdueOnly) conditions.push('due_at < $2');
  const { rows } = await db.query<ItemRow>(
    `select kind, case_id, subject_id, counterpart, category, urgency, since, due_at, caseworker from ${SUMMARY}.items
      where ${conditions.join(' and ')} order by urgency, ${DUE}, case_id, kind, subject_id limit ${size + 1}`,
    values,
  );
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const next: Mark | undefined =
    rows.length > size && last !== undefined
      ? [last.urgency, last.due_at?.toISOString() ?? 'infinity', last.case_id, last.kind, last.subject_id]
      : undefined;
  return { rows: shown.map((row) => toItem(agency, row, now)), next: next === undefined ? '' : JSON.stringify(next) };
};

const toItem = (agency: string, row: ItemRow, now: Date): WorkItem => ({
  kind: row.kind,
  agency,
  caseId: row.case_id,
  subjectId: row.subject_id,
  counterpart: row.counterpart,
  category: row.category,
  urgency: row.urgency,
  dueAt: row.due_at ?? undefined,
  overdue: row.due_at !== null && row.due_at < now,
  since: row.since,
  caseworker: row.caseworker,
});

type OurRow = SummaryRow & { roles: ParticipantRole[]; area_code: string; caseworker: string };

/** The cases that an agency takes part in, the highest risk first, then what moved last. */
export const readOurCases = async (
  db: Pool,
  agency: string,
  asked: Filters<ListOurCasesRequest>,
  { after, size }: { after: string; size: number },
): Promise<Page<OurCase>> => {
  const mark = after === '' ? [2 ** 31 - 1, 'infinity', ''] : (JSON.parse(after) as [number, string, string]);
  const { rows } = await db.query<OurRow>({
    name: 'our-cases',
    text: `select c.*, p.roles from ${SUMMARY}.participants p join ${SUMMARY}.cases c using (case_id)
            where p.agency = $1 and status > 0 and (risk, last_occurred_at, c.case_id) < ($2, $3::timestamptz, $4)
              and (cardinality($5::int[]) = 0 or p.roles && $5::int[]) and (cardinality($6::int[]) = 0 or status = any ($6::int[]))
              and risk >= $7 and starts_with(area_code, $8) and ($9 = '' or (caseworker = $9 and lead_agency = $1))
            order by risk desc, last_occurred_at desc, c.case_id desc limit $10`,
    values: [agency, ...mark, asked.roles, asked.statuses, asked.leastRisk, asked.areaCode, asked.caseworker, size + 1],
  });
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const next =
    rows.length > size && last !== undefined ? JSON.stringify([last.risk, last.last_occurred_at.toISOString(), last.case_id]) : '';
  return {
    rows: shown.map((row) => ({
      case: toSummary(row),
      roles: row.roles,
      areaCode: row.area_code,
      caseworker: row.lead_agency === agency ? row.caseworker : '',
    })),
    next,
  };
};
