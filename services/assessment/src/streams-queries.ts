import { streamId } from '@accompany/store';
import type { Pool, PoolClient } from 'pg';

/** The ids of a case's assessments, oldest first, at most 200. The store itself is asked: there is nothing to lag behind. */
export const assessmentsOf = async (db: Pool | PoolClient, caseId: string): Promise<string[]> => {
  const { rows } = await db.query<{ stream: string }>(
    "select stream from events where key = $1 and version = 1 and stream like 'assessment-%' order by position limit 200",
    [caseId],
  );
  return rows.map(({ stream }) => streamId(stream));
};
