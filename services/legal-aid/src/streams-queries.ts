import { type Part, works } from '@accompany/access/parts';
import { streamId } from '@accompany/store';
import type { Pool, PoolClient } from 'pg';

/** The ids of a case's matters, oldest first, at most 200. The store itself is asked: there is nothing to lag behind. */
export const mattersOf = async (db: Pool | PoolClient, caseId: string): Promise<string[]> => {
  const { rows } = await db.query<{ stream: string }>(
    'select stream from events where key = $1 and version = 1 order by position limit 200',
    [caseId],
  );
  return rows.map(({ stream }) => streamId(stream));
};

/** The lead of a case, where this agency neither leads it nor provides in it any more, as the copy has it; undefined where it still does. */
export const leadInPlaceOf = async (tx: PoolClient, caseId: string, agency: string): Promise<string | undefined> => {
  const { rows } = await tx.query<{ agency: string; part: Part }>('select agency, part from participants where case_id = $1', [caseId]);
  return rows.some((row) => row.agency === agency && works(row.part)) ? undefined : rows.find(({ part }) => part === 'lead')?.agency;
};
