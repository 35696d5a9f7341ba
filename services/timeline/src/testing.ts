import type { TimelineServiceDefinition } from '@accompany/contracts/timeline/v1/service';
import type { WorkServiceDefinition } from '@accompany/contracts/timeline/v1/work_service';
import type { Actor } from '@accompany/domain';
import type { App, Call, Handlers, LogEvent } from '@accompany/runtime';
import { ensureView, inTransaction, migrate, openPool } from '@accompany/store';
import type { Pool } from 'pg';
import { copyOfTheLog } from './copy.js';
import { codecOf } from './fact.js';
import { timelineHandlers } from './handlers.js';
import { createMoves } from './moves.js';
import { holdCopy } from './rebuild.js';
import * as s from './samples.js';
import { VIEWS } from './status.js';
import { workHandlers } from './work-handlers.js';

export type Service = Handlers<TimelineServiceDefinition>;

/** A database for one test. */
type Database = { readonly name: string; readonly ownerUrl: string; readonly appUrl: string; drop(): Promise<void> };

/** A timeline on a database of its own, fed by hand instead of by the log: for tests. */
export const start = async (database: Database) => {
  await migrate(database.ownerUrl, `${database.name}_app`, [
    { name: 'runtime', folder: new URL('../../../packages/runtime/sql/', import.meta.url) },
    { name: 'service', folder: new URL('../migrations/', import.meta.url) },
  ]);
  const db = openPool(database.appUrl);
  const moves = createMoves();
  const stopping = new AbortController();
  const copy = copyOfTheLog(moves);
  const app = {
    service: 'timeline',
    db,
    now: () => new Date(),
    config: { ACCOMPANY_FINGERPRINT_KEY: Buffer.alloc(32, 1).toString('base64') },
    logger: { error: () => {}, warn: () => {} },
    awaitPosition: async () => {},
  } as unknown as App;
  return {
    db,
    stopping,
    handlers: timelineHandlers(app, moves, stopping.signal) as Service,
    work: workHandlers(app) as Handlers<WorkServiceDefinition>,
    /** What the consumer does with a batch, checkpoint included. */
    copy: async (events: readonly LogEvent[]) => {
      await inTransaction(db, async (tx) => {
        await tx.query("insert into log_checkpoints values ('timeline', 'intake', 0, 0) on conflict do nothing");
        await tx.query('select from log_checkpoints for update');
        await copy.applyBatch(tx, events);
      });
      copy.committed?.(events);
    },
    close: async () => {
      stopping.abort();
      await db.end();
      await database.drop();
    },
  };
};

export type Running = Awaited<ReturnType<typeof start>>;

let offset = 0;

/** A case's way as it lies on the log, under an id of its own. */
export const log = (caseId: string, happenings: readonly s.Happening[] = s.WAY, topic = 'case-events.v1'): LogEvent[] =>
  s.facts(...happenings.map((one) => ({ ...one, stream: `${one.stream}.${caseId}` }))).map((fact) => ({
    event: fact.event,
    meta: { ...fact, caseId, partition: 0, correlation: 'sample' },
    record: {
      topic,
      partition: 0,
      offset: String(offset++),
      key: caseId,
      value: codecOf(fact.type)
        .encode({ event: fact.event as never })
        .finish(),
      headers: {},
    },
  }));

/** Builds all views. */
export const build = async (db: Pool): Promise<void> => {
  for (const view of VIEWS) await ensureView(db, view, { hold: holdCopy });
};

/** A call by somebody. */
export const by = (actor: Actor): Call => ({ actor, fingerprint: '', now: new Date(), signal: new AbortController().signal });
/** A call by a person of an agency. */
export const agency = (id: string): Call => by({ kind: 'agency', agency: id, person: 'p-1' });
/** A call by whoever runs the network. */
export const operator = by({ kind: 'service', service: 'operator' });
/** The parts of a read that asks for all that is known now. */
export const ask = { atLeastPosition: undefined, asOf: undefined, knownAt: undefined, pageSize: 0, pageToken: '' };

/** A case's way in the view `case_summary`: its line, two participants, a loop to close, a referral. */
export const ROWS_OF_A_CASE = 5;
