import type { CopiedPosition, GetStatusResponse, ViewStatus } from '@accompany/contracts/timeline/v1/service';
import { TOPICS } from '@accompany/runtime';
import { type View, viewHash, viewSchema } from '@accompany/store';
import type { Pool } from 'pg';
import { caseSummary } from './case-summary.js';
import { COPY } from './copy.js';
import { services } from './services-view.js';

/** All views, in the order in which they are built. */
export const VIEWS: readonly View[] = [caseSummary, services];

/** More keys than there are. */
const ALL = 100_000_000;

/** How far a view is; its rows are only counted and hashed when asked. */
export const viewStatus = async (db: Pool, view: View, withHash: boolean): Promise<ViewStatus> => {
  const stale = await view.stale(db, viewSchema(view), '', ALL);
  const hashed = withHash ? await viewHash(db, view) : { rows: 0, hash: '' };
  return { name: view.name, version: view.version, lagCases: stale.length, ...hashed };
};

/** How far the copy and its views are. */
export const readStatus = async (db: Pool, withHashes: boolean): Promise<GetStatusResponse> => {
  const { rows } = await db.query<{ cases: string; events: string }>(
    "select count(*) filter (where topic = 'case') as cases, coalesce(sum(sequence), 0) as events from cases",
  );
  return {
    copied: await copiedPositions(db),
    views: await Promise.all(VIEWS.map((view) => viewStatus(db, view, withHashes))),
    cases: Number(rows[0]?.cases ?? 0),
    events: Number(rows[0]?.events ?? 0),
  };
};

/** Only the directory writes facts of the network, and nothing else. */
const copiedPositions = async (db: Pool): Promise<CopiedPosition[]> => {
  const { rows } = await db.query<{ source: string; partition: number; position: string }>(
    'select source, partition, position from log_checkpoints where consumer = $1 order by source, partition',
    [COPY],
  );
  return rows.map(({ source, partition, position }) => ({
    topic: source === 'directory' ? TOPICS.network.name : TOPICS.case.name,
    partition,
    service: source,
    position: Number(position),
  }));
};
