import type { Operation, ViewStatus } from '@accompany/contracts/timeline/v1/service';
import { ViewStatus as ViewStatusMessage } from '@accompany/contracts/timeline/v1/service';
import { type App, tracedRebuild } from '@accompany/runtime';
import { type RebuildProgress, rebuildView, type View } from '@accompany/store';
import type { PoolClient } from 'pg';
import { viewStatus } from './status.js';

type OperationRow = {
  id: string;
  view: string;
  phase: string;
  completed: string;
  error: string;
  result: string;
  started_at: Date;
  beat_at: Date;
  ended_at: Date | null;
  total: string;
};

const BEAT_MS = 2_000;
/** Silence after which the process that does the work is taken for gone, in milliseconds. */
const SILENCE_MS = 15_000;
const GONE = 'The process that did it is gone. The live view was not touched; start it again.';
const SELECT = "select o.*, (select count(*) from cases where topic = 'case') as total from operations o";

/** Keeps the copy's writers out: the consumer locks its checkpoints before it writes. */
export const holdCopy = async (tx: PoolClient): Promise<void> => {
  await tx.query('lock table log_checkpoints in exclusive mode');
};

/** Starts to rebuild a view, or joins the rebuild that is under way; a repeated request finds its operation again. */
export const startRebuild = async (app: App, view: View, requestId: string, stopping: AbortSignal): Promise<Operation> => {
  const known = await findOperation(app, requestId);
  if (known !== undefined) return known;
  const now = app.now();
  await app.db.query('update operations set ended_at = beat_at, error = $2 where view = $1 and ended_at is null and beat_at < $3', [
    view.name,
    GONE,
    new Date(now.getTime() - SILENCE_MS),
  ]);
  const { rows } = await app.db.query<{ id: string; mine: boolean }>(
    `with made as (insert into operations (id, view, phase, started_at, beat_at) values ($1, $2, 'building', $3, $3) on conflict do nothing returning id)
     select id, true as mine from made union all select id, false from operations where view = $2 and ended_at is null order by mine desc`,
    [requestId, view.name, now],
  );
  if (rows[0]?.mine) void carryOut(app, view, requestId, stopping);
  const started = await findOperation(app, rows[0]?.id ?? requestId);
  return started ?? startRebuild(app, view, requestId, stopping);
};

const carryOut = async (app: App, view: View, id: string, stopping: AbortSignal): Promise<void> => {
  const beat = setInterval(() => {
    app.db.query('update operations set beat_at = $2 where id = $1', [id, app.now()]).catch(() => {});
  }, BEAT_MS);
  let error = '';
  let result = '';
  try {
    const onProgress = async ({ phase, completed }: RebuildProgress): Promise<void> => {
      const values = [id, phase, completed, app.now()];
      await app.db.query('update operations set phase = $2, completed = $3, beat_at = $4 where id = $1', values);
    };
    await tracedRebuild(view.name, () => rebuildView(app.db, view, { hold: holdCopy, signal: stopping, onProgress }));
    result = JSON.stringify(ViewStatusMessage.toJSON(await viewStatus(app.db, view, true)));
  } catch (cause) {
    app.logger.error({ err: cause, view: view.name }, 'a rebuild failed; the live view goes on');
    error = stopping.aborted ? GONE : 'The build failed and was undone; the live view goes on. The log of the service says why.';
  } finally {
    clearInterval(beat);
  }
  await app.db
    .query("update operations set phase = 'done', error = $2, result = $3, ended_at = $4 where id = $1", [id, error, result, app.now()])
    .catch((cause: unknown) => app.logger.warn({ err: cause }, 'the end of a rebuild could not be noted'));
};

/** An operation by its id. */
export const findOperation = async (app: App, id: string): Promise<Operation | undefined> => {
  const { rows } = await app.db.query<OperationRow>(`${SELECT} where id = $1`, [id]);
  return rows[0] && toOperation(rows[0], app.now());
};

/** The newest operations. */
export const listOperations = async (app: App): Promise<Operation[]> => {
  const { rows } = await app.db.query<OperationRow>(`${SELECT} order by started_at desc, id limit 200`);
  return rows.map((row) => toOperation(row, app.now()));
};

const toOperation = (row: OperationRow, now: Date): Operation => {
  const silent = row.ended_at === null && now.getTime() - row.beat_at.getTime() > SILENCE_MS;
  const error = silent ? GONE : row.error;
  return {
    operationId: row.id,
    view: row.view,
    done: silent || row.ended_at !== null,
    progress: { completed: Number(row.completed), total: Math.max(Number(row.total), Number(row.completed)), phase: row.phase },
    result:
      error !== '' ? { $case: 'error', value: error } : row.result === '' ? undefined : { $case: 'rebuilt', value: resultOf(row.result) },
    startedAt: row.started_at,
    endedAt: silent ? row.beat_at : (row.ended_at ?? undefined),
  };
};

const resultOf = (json: string): ViewStatus => ViewStatusMessage.fromJSON(JSON.parse(json));
