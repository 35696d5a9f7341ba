import { randomUUID } from 'node:crypto';
import type { GetTimelineRequest } from '@accompany/contracts/timeline/v1/service';
import { freshDatabase } from '@accompany/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as s from './samples.js';
import { agency, ask, build, log, type Running, type Service, start } from './testing.js';

const lotus = agency('lotus');

describe('of a report that sprang from a case, a timeline', () => {
  const [source, sister] = [randomUUID(), randomUUID()];
  const sprang: s.Happening = {
    ...s.received,
    at: s.feb(10),
    recorded: s.feb(12),
    event: s.event('reportReceived', { clientId: s.CHILD, caseId: sister, agency: 'lotus', sourceCaseId: source, areaCode: '1710' }),
  };
  let running: Running;
  let handlers: Service;

  beforeAll(async () => {
    running = await start(await freshDatabase('timeline'));
    await build(running.db);
    ({ handlers } = running);
    await running.copy([...log(source), ...log(sister, [sprang, { ...s.opened, at: s.feb(11), recorded: s.feb(12) }])]);
  });
  afterAll(() => running?.close());

  const told = async (asked: Partial<GetTimelineRequest> = {}, call = agency('heron')) =>
    (await handlers.getTimeline({ ...ask, caseId: source, ...asked }, call)).elsewhere ?? [];

  test('tells the source case that it came, and nothing of it', async () => {
    const [entry, ...others] = await told();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      sentence: 'lotus received a report about another child, which sprang from this case.',
      occurredAt: s.feb(10),
      recordedAt: s.feb(12),
      agency: 'lotus',
    });
    expect(entry).toMatchObject({ sequence: 0, eventId: '', stream: '', position: undefined, detailsJson: '{}' });
    expect(JSON.stringify(entry)).not.toMatch(new RegExp([sister, s.CHILD, s.REPORT, '1710'].join('|')));
  });
  test.each<[string, Partial<GetTimelineRequest>, number]>([
    ['before it came', { asOf: s.feb(9) }, 0],
    ['before it was known', { asOf: s.feb(20), knownAt: s.feb(11) }, 0],
    ['since it was known', { asOf: s.feb(20), knownAt: s.feb(12) }, 1],
  ])('%s', async (_when, asked, count) => {
    expect(await told(asked)).toHaveLength(count);
  });
  test('once, with the first page', async () => {
    const first = await handlers.getTimeline({ ...ask, caseId: source, pageSize: 10 }, lotus);
    expect(first.elsewhere).toHaveLength(1);
    expect(await told({ pageSize: 10, pageToken: first.nextPageToken ?? '' }, lotus)).toEqual([]);
  });
  test('to nobody else, and in the report’s own case as a part of its sentence', async () => {
    await expect(told({ caseId: sister })).rejects.toMatchObject({ reason: 'CASE_UNKNOWN' });
    const own = await handlers.getTimeline({ ...ask, caseId: sister }, lotus);
    expect(own.elsewhere).toEqual([]);
    expect(own.entries?.[0]?.sentence).toMatch(/; it sprang from the case of another child\.$/);
  });
});
