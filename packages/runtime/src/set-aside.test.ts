import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startConsumer } from './consumer.js';
import { mutation, reasonOf } from './testing.js';
import { send } from './testing-records.js';
import { calls, caseLog, copied, copy, logger, more, next, operator, positionsOf, service, start, stop, why } from './testing-repair.js';
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

test.each([
  ['no headers', {}, 'foreign'],
  ['a position that is no number', { position: 'many' }, randomUUID()],
  ['a time that is none', { ce_time: 'soon' }, randomUUID()],
  ['an actor that is none', { actor: '{' }, randomUUID()],
  ['another network’s source', { ce_source: '/elsewhere/test' }, randomUUID()],
  ['a character that no table takes', { stream: 'agency-\u0000' }, randomUUID()],
])('a record with %s is set aside, the others go on; looked at, it stays away though the log is read again', async (_name, over, key) => {
  const caseId = randomUUID();
  const good = more(caseId, 1);
  const { headers } = next(randomUUID());
  const value = Buffer.from(randomUUID());
  await send(caseLog, { key, value, headers: key === 'foreign' ? {} : { ...headers, ...over } }, ...good);
  await vi.waitFor(async () => expect(await copied(caseId)).toEqual(positionsOf(good)), 10_000);
  const setAside = async () => (await calls().listParked({ pageSize: 1, pageToken: '' }, operator)).setAside;
  const [found] = await vi.waitUntil(async () => {
    const all = await setAside();
    return all.length === 1 && all;
  }, 10_000);
  expect(found).toMatchObject({ topic: TOPICS.case.name, size: 36 });
  const { topic, partition, offset } = found ?? {};
  const request = { ...mutation(), topic, partition, offset, operator: 'op-1', ...why };
  await calls().acknowledgeRecord(request, operator);
  await calls().acknowledgeRecord(request, operator);
  expect(await setAside()).toEqual([]);
  expect(await reasonOf(calls().acknowledgeRecord({ ...request, ...mutation() }, operator))).toBe('SET_ASIDE_UNKNOWN');

  const again = startConsumer({ group: randomUUID(), db: service.db, caseLog, projections: [copy], logger });
  const after = more(caseId, 1);
  await send(caseLog, ...after);
  await vi.waitFor(async () => expect(await copied(caseId)).toEqual(positionsOf([...good, ...after])), 10_000);
  await again.stop();
  expect(await setAside()).toEqual([]);
});
