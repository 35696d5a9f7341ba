import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import { ensureView, openPool } from '@accompany/store';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { caseSummary, SUMMARY } from './case-summary.js';
import { holdCopy } from './rebuild.js';
import * as s from './samples.js';
import { agency, build, log, operator, ROWS_OF_A_CASE, type Running, type Service, start } from './testing.js';

test('a build finds the rows of each page by their keys: it never reads what it wrote from end to end', async () => {
  const database = await freshDatabase('timeline');
  const { db, copy, close } = await start(database);
  onTestFinished(close);
  await copy(Array.from({ length: 250 }, () => log(randomUUID())).flat());
  const builder = openPool(database.appUrl);
  await ensureView(builder, caseSummary, { hold: holdCopy });
  // The server counts what a connection did when it ends.
  await builder.end();
  const counted = async () => {
    const { rows } = await db.query(
      `select sum(n_tup_ins)::int as written, sum(seq_tup_read)::int as read from pg_stat_user_tables where schemaname = $1 and relname <> 'cases'`,
      [SUMMARY],
    );
    return rows[0];
  };
  await expect.poll(counted, { timeout: 10_000 }).toEqual({ written: 250 * (ROWS_OF_A_CASE - 1), read: 0 });
});

describe('a rebuild', () => {
  let running: Running;
  let handlers: Service;

  beforeAll(async () => {
    running = await start(await freshDatabase('timeline'));
    await build(running.db);
    ({ handlers } = running);
    const cases = Array.from({ length: 150 }, () => randomUUID());
    await running.copy(cases.flatMap((caseId) => log(caseId)));
  });
  afterAll(() => running?.close());

  const wait = async (operationId: string) => (await handlers.waitOperation({ operationId, timeout: undefined }, operator)).operation;

  test('goes on beside commands and reads, is joined by others, and ends equal to the live view', async () => {
    const requestId = randomUUID();
    const { operation } = await handlers.rebuildView({ requestId, view: 'case_summary' }, operator);
    const joined = await handlers.rebuildView({ requestId: randomUUID(), view: 'case_summary' }, operator);
    expect(joined.operation?.operationId).toBe(operation?.operationId);
    let reads = 0;
    let done = false;
    const reading = (async () => {
      for (; !done; reads++)
        expect((await handlers.listCases({ pageSize: 0, pageToken: '' }, operator)).cases?.length).toBeGreaterThanOrEqual(150);
    })();
    for (let i = 0; i < 30; i++) await running.copy(log(randomUUID()));
    const ended = await wait(requestId);
    done = true;
    await reading;
    expect(reads).toBeGreaterThan(0);
    expect(ended).toMatchObject({ done: true, progress: { phase: 'done' }, result: { $case: 'rebuilt' } });
    expect(ended?.progress?.completed).toBeGreaterThanOrEqual(150);
    const live = await handlers.getStatus({ includeHashes: true }, operator);
    expect(live).toMatchObject({
      cases: 180,
      events: 180 * s.WAY.length,
      views: [
        { name: 'case_summary', lagCases: 0, rows: 180 * ROWS_OF_A_CASE },
        { name: 'services', lagCases: 0 },
      ],
    });

    const again = await wait(
      (await handlers.rebuildView({ requestId: randomUUID(), view: 'case_summary' }, operator)).operation?.operationId ?? '',
    );
    expect(again?.result).toMatchObject({ value: { hash: live.views?.[0]?.hash, rows: 180 * ROWS_OF_A_CASE } });
    expect((await handlers.rebuildView({ requestId, view: 'case_summary' }, operator)).operation).toEqual(ended);
    expect((await handlers.listOperations({}, operator)).operations?.map(({ operationId }) => operationId)).toContain(requestId);
  });

  test('is for operators, and of views that there are', async () => {
    const asked = { requestId: randomUUID(), view: 'case_summary' };
    await expect(handlers.rebuildView(asked, agency('lotus'))).rejects.toMatchObject({ reason: 'NOT_ALLOWED_FOR_CALLER' });
    await expect(handlers.rebuildView({ ...asked, view: 'moods' }, operator)).rejects.toMatchObject({ reason: 'VIEW_UNKNOWN' });
    await expect(handlers.getOperation({ operationId: randomUUID() }, operator)).rejects.toMatchObject({ reason: 'OPERATION_UNKNOWN' });
  });
});
