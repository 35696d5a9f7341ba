import { type GetStatusResponse, OperationsServiceDefinition } from '@accompany/contracts/operations/v1/service';
import { Rejection } from '@accompany/domain';
import { headPosition } from '@accompany/store';
import type { Pool } from 'pg';
import type { CaseLog } from './case-log/case-log.js';
import { listParked } from './parking.js';
import { type Served, serve } from './serve.js';

/** What the status of a service is read from. */
export type StatusParts = {
  readonly service: string;
  readonly version: string;
  readonly db: Pool;
  readonly now: () => Date;
  readonly consuming: { readonly caseLog: CaseLog; readonly group: string; readonly topics: readonly string[] } | undefined;
};

/** The operators' service that every process serves. */
export const operations = (parts: StatusParts): Served =>
  serve(OperationsServiceDefinition, {
    getStatus: async (_request, { actor }) => {
      if (actor.kind !== 'service') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
      return readStatus(parts);
    },
  });

const readStatus = async ({ service, version, db, now, consuming }: StatusParts): Promise<GetStatusResponse> => {
  const relayed = await relayStatus(db);
  const timers = await timerStatus(db, now());
  const lags =
    consuming === undefined || consuming.topics.length === 0 ? [] : await consuming.caseLog.lag(consuming.group, [...consuming.topics]);
  return { service, version, headPosition: await headPosition(db), ...relayed, lags, parked: await listParked(db), ...timers };
};

const relayStatus = async (db: Pool): Promise<{ relayedPosition: number; oldestUnsentAt: Date | undefined }> => {
  const { rows } = await db.query<{ position: string | null; oldest: Date | null }>(
    `with relay as (select coalesce(max(position), 0) as position from checkpoints where name = 'relay')
     select relay.position, (select recorded_at from events where events.position > relay.position order by events.position limit 1) as oldest from relay`,
  );
  return { relayedPosition: Number(rows[0]?.position ?? 0), oldestUnsentAt: rows[0]?.oldest ?? undefined };
};

const timerStatus = async (db: Pool, now: Date): Promise<{ timersOverdue: number; timersWaiting: number }> => {
  const { rows } = await db.query<{ overdue: number; waiting: number }>(
    'select count(*) filter (where due_at <= $1)::int as overdue, count(*) filter (where due_at > $1)::int as waiting from timers',
    [now],
  );
  return { timersOverdue: rows[0]?.overdue ?? 0, timersWaiting: rows[0]?.waiting ?? 0 };
};
