import type { Actor } from '@accompany/domain';
import type { App } from '@accompany/runtime';
import type { PoolClient } from 'pg';
import type { RecordedFact } from './corrections.js';

/** A fact by the id of its event: from our own store, or else from our copy of what others recorded; undefined when neither has it. */
export const recordedFact = async (app: App, eventId: string): Promise<RecordedFact | undefined> =>
  (await ownFact(app, eventId)) ?? (await copiedFact(app, eventId));

const ownFact = async ({ db }: App, eventId: string): Promise<RecordedFact | undefined> => {
  const slash = eventId.lastIndexOf('/');
  const { rows } = await db.query<{ key: string; type: string; metadata: string; recorded_at: Date }>(
    'select key, type, metadata::text as metadata, recorded_at from events where stream = $1 and version = $2',
    [eventId.slice(0, slash), Number(eventId.slice(slash + 1))],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { actor } = JSON.parse(row.metadata) as { actor: Actor };
  return { caseId: row.key, type: row.type, agency: actor.kind === 'agency' ? actor.agency : '', recordedAt: row.recorded_at };
};

const copiedFact = async ({ db }: App, eventId: string): Promise<RecordedFact | undefined> => {
  const { rows } = await db.query<{ case_id: string; type: string; agency: string; recorded_at: Date }>(
    'select case_id, type, agency, recorded_at from copy_facts where event_id = $1',
    [eventId],
  );
  const [row] = rows;
  return row && { caseId: row.case_id, type: row.type, agency: row.agency, recordedAt: row.recorded_at };
};

/** Where in our history the case was last assigned to an office; undefined when it never was. */
export const lastAssignment = async (tx: PoolClient, caseId: string): Promise<number | undefined> => {
  const { rows } = await tx.query<{ position: string }>(
    "select position from events where stream = $1 and type = 'accompany.intake.v1.CaseOfficeAssigned' order by version desc limit 1",
    [`case-${caseId}`],
  );
  return rows[0] && Number(rows[0].position);
};
