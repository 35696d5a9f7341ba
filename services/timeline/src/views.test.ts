import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import type { LogEvent } from '@accompany/runtime';
import { viewHash } from '@accompany/store';
import { expect, test } from 'vitest';
import { caseSummary } from './case-summary.js';
import * as s from './samples.js';
import { services } from './services-view.js';
import { build, log, ROWS_OF_A_CASE, start } from './testing.js';

test('the views are the same however the log is cut into batches, and when they are built late', async () => {
  const [one, other, late] = [
    await start(await freshDatabase('timeline')),
    await start(await freshDatabase('timeline')),
    await start(await freshDatabase('timeline')),
  ];
  const cases = Array.from({ length: 5 }, () => randomUUID());
  const march = (day: number): Date => new Date(Date.UTC(2022, 2, day));
  const way = (caseId: string): s.Happening[] => [
    ...s.WAY,
    s.corrects(`${s.opened.stream}.${caseId}/2`, 'struck', march(1)),
    s.corrects(`referral-${s.REFERRAL}.${caseId}/3`, s.feb(23), march(2)),
    s.corrects(`${s.opened.stream}.${caseId}/9`, 'struck', march(3)),
  ];
  const mixed = way('').flatMap((_, index) => cases.map((caseId) => log(caseId, way(caseId))[index] as LogEvent));
  const offers = ['heron', 'egret'].flatMap((id) => log(id, s.offering(id), 'network-events.v1'));
  mixed.push(...offers);
  for (const service of [one, other]) await build(service.db);
  await one.copy(mixed);
  for (let at = 0; at < mixed.length; at += 7) await other.copy(mixed.slice(at, at + 7));
  await late.copy(mixed);
  await build(late.db);
  for (const [view, rows] of [
    [caseSummary, 5 * ROWS_OF_A_CASE],
    [services, 5],
  ] as const) {
    const hashes = await Promise.all([one, other, late].map(({ db }) => viewHash(db, view)));
    expect(hashes[0]?.rows).toBe(rows);
    expect(hashes[1]).toEqual(hashes[0]);
    expect(hashes[2]).toEqual(hashes[0]);
  }
  const records = await Promise.all([one, other].map(({ db }) => db.query('select * from records order by key, sequence')));
  expect(records[1]?.rows).toEqual(records[0]?.rows);
  await Promise.all([one, other, late].map((service) => service.close()));
});
