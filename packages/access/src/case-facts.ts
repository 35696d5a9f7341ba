import type { Pool } from 'pg';
import type { Part } from './parts.js';

/** What this service's copy says of a case. */
export type CaseFacts = { readonly clientId: string; readonly open: boolean; readonly partOf: (agency: string) => Part | undefined };

const RANK: readonly Part[] = ['lead', 'provider', 'monitor'];

/** The case as the copy has it; undefined where its opening was not seen. */
export const caseFacts = async (db: Pool, caseId: string): Promise<CaseFacts | undefined> => {
  const { rows } = await db.query<{ client_id: string; open: boolean; agency: string | null; part: Part | null }>(
    'select c.client_id, c.open, p.agency, p.part from cases c left join participants p using (case_id) where case_id = $1',
    [caseId],
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    clientId: first.client_id,
    open: first.open,
    partOf: (agency) => RANK.find((part) => rows.some((row) => row.agency === agency && row.part === part)),
  };
};
