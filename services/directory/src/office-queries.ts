import type { Pool } from 'pg';
import type { CaseOffices } from './office.js';

/** What is known of these cases: which office they are with, whether they are open, and up to which position that is known. */
export const caseOfficesOf = async (db: Pool, caseIds: readonly string[]): Promise<CaseOffices> => {
  const { rows } = await db.query<{ case_id: string; office_id: string | null; open: boolean; position: string }>(
    'select case_id, office_id, open, position from copy_case_offices where case_id = any ($1)',
    [caseIds],
  );
  return new Map(
    rows.map((row) => [row.case_id, { officeId: row.office_id ?? undefined, open: row.open, position: Number(row.position) }]),
  );
};
