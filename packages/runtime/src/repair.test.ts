import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { repairId, repairOn, skip } from './repair.js';
import { as, callBy, mutation, reasonOf } from './testing.js';
import { send } from './testing-records.js';
import {
  about,
  calls,
  caseLog,
  copied,
  more,
  operator,
  parked,
  positionsOf,
  refused,
  service,
  standing,
  start,
  stop,
  told,
  why,
} from './testing-repair.js';
import { TOPICS } from './topics.js';

let log: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  log = await freshDatabase('log');
  await start(log.ownerUrl);
});
afterAll(async () => {
  await stop();
  await log?.drop();
});
beforeEach(() => refused.clear());

test('what is resumed once its cause is gone takes effect in order, each event once, and the case goes on', async () => {
  const caseId = randomUUID();
  const sent = more(caseId, 5);
  const [, second = 0, third = 0] = positionsOf(sent);
  refused.set(second, new TypeError('the name of a child'));
  await send(caseLog, ...sent);
  const found = await vi.waitUntil(() => parked(caseId, 4), 10_000);
  expect(found).toMatchObject({
    consumer: 'copy',
    error: 'error: TypeError',
    failed: { eventId: `agency-${caseId}/${second}`, source: 'test' },
  });
  expect((await calls().getParked({ consumer: 'copy', caseId }, operator)).events).toHaveLength(4);

  expect((await calls().resumeParked(about(caseId, second), operator)).replayed).toEqual({
    events: 0,
    waiting: 4,
    error: 'error: TypeError',
  });
  refused.clear();
  refused.set(third, new RangeError('another name'));
  const request = about(caseId, second);
  expect((await calls().resumeParked(request, operator)).replayed).toEqual({ events: 1, waiting: 3, error: 'error: RangeError' });
  refused.clear();
  // The repeat of a request does nothing about an event that nobody decided about.
  expect((await calls().resumeParked(request, operator)).replayed).toEqual({ events: 0, waiting: 3, error: 'error: RangeError' });
  expect((await calls().resumeParked(about(caseId, third), operator)).replayed).toEqual({ events: 3, waiting: 0, error: '' });

  const after = more(caseId, 1);
  await send(caseLog, ...after);
  await vi.waitFor(async () => expect(await copied(caseId)).toEqual(positionsOf([...sent, ...after])), 10_000);
  expect(await standing(caseId)).toBeUndefined();
  expect(await told(caseId)).toEqual(['case ParkedCaseResumed', 'case ParkedCaseResumed']);
});

test('resumed while the consumer goes on: nothing overtakes, nothing is left behind, nothing happens twice', async () => {
  const producer = await caseLog.producer();
  // Each round is one end of a resumption among batches of the consumer; where they are not kept apart, a few of these go wrong.
  for (let round = 0; round < 12; round++) {
    const caseId = randomUUID();
    const before = more(caseId, round === 0 ? 250 : 5);
    const [first = 0] = positionsOf(before);
    refused.set(first, new Error('planted'));
    await send(caseLog, ...before);
    await vi.waitUntil(() => parked(caseId, before.length), 10_000);
    refused.clear();
    const during = more(caseId, 30);
    const sending = (async () => {
      for (const one of during) await producer.send(TOPICS.case.name, [one]);
    })();
    await calls().resumeParked(about(caseId, first), operator);
    await sending;
    await vi.waitFor(async () => expect(await copied(caseId)).toEqual(positionsOf([...before, ...during])), 10_000);
    expect(await standing(caseId)).toBeUndefined();
  }
  await producer.close();
});

test('a skip passes over exactly the event that failed, and goes on with those behind it', async () => {
  const caseId = randomUUID();
  const sent = more(caseId, 4);
  const [, second = 0, third = 0] = positionsOf(sent);
  refused.set(second, new Error('planted'));
  await send(caseLog, ...sent);
  await vi.waitUntil(() => parked(caseId, 3), 10_000);
  expect(await reasonOf(calls().skipParked({ ...about(caseId, third), ...why }, operator))).toBe('PARKED_EVENT_UNKNOWN');
  const request = { ...about(caseId, second), ...why };
  expect((await calls().skipParked(request, operator)).replayed).toEqual({ events: 2, waiting: 0, error: '' });
  expect((await calls().skipParked(request, operator)).replayed).toEqual({ events: 0, waiting: 0, error: '' });
  expect(await reasonOf(calls().skipParked({ ...about(caseId, second), ...why }, operator))).toBe('PARKED_EVENT_UNKNOWN');
  expect(await copied(caseId)).toEqual(positionsOf(sent).filter((position) => position !== second));
  expect(await told(caseId)).toEqual(['case ParkedEventSkipped']);
});

test('a skip that was decided and not done is done by whoever comes next', async () => {
  const caseId = randomUUID();
  const sent = more(caseId, 2);
  const [first = 0, second = 0] = positionsOf(sent);
  refused.set(first, new Error('planted'));
  await send(caseLog, ...sent);
  await vi.waitUntil(() => parked(caseId, 2), 10_000);
  const { eventId } = about(caseId, first);
  const skipped = { eventId, type: 't', source: 'test', position: first };
  const decided = { service: 'referral', consumer: 'copy', skipped, parkedAt: new Date(), operator: 'op-1', ...why };
  await service.app.execute(repairOn('case'), repairId('referral', 'copy', eventId), mutation(), operator, {
    caseId,
    decide: (state, decision) => skip(state, decided, decision),
  });
  expect((await calls().resumeParked(about(caseId, first), operator)).replayed).toEqual({ events: 1, waiting: 0, error: '' });
  expect(await copied(caseId)).toEqual([second]);
});

test('a list comes in pages, and shows nothing of what is parked but what it is', async () => {
  const cases = Array.from({ length: 3 }, () => randomUUID()).sort();
  const sent = cases.flatMap((caseId) => more(caseId, 1));
  for (const position of positionsOf(sent)) refused.set(position, new Error('planted'));
  await send(caseLog, ...sent);
  for (const caseId of cases) await vi.waitUntil(() => parked(caseId, 1), 10_000);
  const first = await calls().listParked({ pageSize: 2, pageToken: '' }, operator);
  const second = await calls().listParked({ pageSize: 2, pageToken: first.nextPageToken }, operator);
  expect([...first.cases, ...second.cases].map(({ caseId }) => caseId)).toEqual(cases);
  expect(second.nextPageToken).toBe('');
  expect(JSON.stringify([first, second])).not.toMatch(/planted|payload|headers/);
  expect(await reasonOf(calls().listParked({ pageSize: 2, pageToken: 'made up' }, operator))).toBe('INVALID_FIELDS');
});

test.each([as('aple'), callBy({ kind: 'service', service: 'intake' })])('nobody but the operator repairs', async (call) => {
  const caseId = randomUUID();
  const record = { topic: TOPICS.case.name, partition: 0, offset: '0' };
  const answers = [
    calls().listParked({ pageSize: 0, pageToken: '' }, call),
    calls().getParked({ consumer: 'copy', caseId }, call),
    calls().resumeParked(about(caseId, 1), call),
    calls().skipParked({ ...about(caseId, 1), ...why }, call),
    calls().acknowledgeRecord({ ...mutation(), ...record, operator: 'op-1', ...why }, call),
  ];
  expect(await Promise.all(answers.map(reasonOf))).toEqual(answers.map(() => 'NOT_ALLOWED_FOR_CALLER'));
});
