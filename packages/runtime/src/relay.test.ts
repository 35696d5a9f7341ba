import { randomUUID } from 'node:crypto';
import { AgencyEvent } from '@accompany/contracts/directory/v1/events';
import type { RepublishEventsRequest, RepublishEventsResponse } from '@accompany/contracts/operations/v1/repair_service';
import { freshDatabase } from '@accompany/local';
import { aggregate, createWaker } from '@accompany/store';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { Call } from './call.js';
import { openCaseLog } from './case-log/open.js';
import { startConsumer } from './consumer.js';
import { projection } from './reaction.js';
import { startRelay } from './relay.js';
import { repairs } from './repair-handlers.js';
import { readStanding } from './standing.js';
import { as, callBy, mutation, reasonOf, startTestService } from './testing.js';
import { TOPICS } from './topics.js';

const CASE = randomUUID();
const operator = callBy({ kind: 'service', service: 'operator' });
const happened = { $case: 'agencyResumed' as const, value: { agencyId: 'aple', reason: '' } };
const thing = aggregate({
  category: 'agency',
  type: 'accompany.directory.v1',
  topic: 'case',
  decider: { initial: 0, evolve: (seen: number) => seen + 1 },
  codec: AgencyEvent,
});
const copy = projection({
  name: 'copy',
  topic: 'case',
  apply: async (tx, _event, { position }) => void (await tx.query('insert into copies.copied (position) values ($1)', [position])),
});

/** A service with its relay, the copy that somebody makes of what it sends, and two logs. */
const setUp = async () => {
  const own = await freshDatabase('relay');
  const [service, ...databases] = await Promise.all([
    startTestService({ service: 'test', database: own }),
    freshDatabase('log'),
    freshDatabase('log'),
  ]);
  const { db } = service;
  await db.query('create schema copies; create table copies.copied (nr serial primary key, position int)');
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line) => void lines.push(JSON.parse(line).msg) });
  const waker = createWaker(own.appUrl, 'appended');
  const logs = await Promise.all(databases.map(({ ownerUrl }) => openCaseLog(ownerUrl, { logger, clientId: 'test' })));
  const [first, second] = logs as [(typeof logs)[0], (typeof logs)[0]];
  const calls = repairs(service.app, []).handlers as unknown as {
    republishEvents(request: RepublishEventsRequest, call: Call): Promise<RepublishEventsResponse>;
  };
  let count = 0;
  const standing = () => readStanding({ db, now: () => new Date(), consuming: undefined, views: [], viewsOfCopies: [] });
  return {
    ...{ db, first, second, standing, lines },
    happen: async (times: number) => {
      for (let nr = 0; nr < times; nr++)
        await service.executor.execute(thing, `thing-${++count}`, {
          ...{ key: randomUUID(), fingerprint: 'same', occurredAt: new Date(), partitionKey: () => CASE },
          ...{ metadata: { actor: { kind: 'service', service: 'test' }, correlation: 'c' }, decide: () => [happened] },
        });
    },
    relayTo: async (caseLog: typeof first) => {
      await caseLog.ensureTopics(Object.values(TOPICS));
      return startRelay({ service: 'test', db, databaseUrl: own.appUrl, caseLog, waker, logger });
    },
    readFrom: (caseLog: typeof first) => startConsumer({ group: 'copies', db, caseLog, projections: [copy], logger }),
    copied: async () =>
      (await db.query<{ position: number }>('select position from copies.copied order by nr')).rows.map(({ position }) => position),
    recordsOf: async (caseLog: typeof first) =>
      (await caseLog.lag(randomUUID(), [TOPICS.case.name])).reduce((sum, { events }) => sum + events, 0),
    sent: (position: number) => vi.waitUntil(async () => (await standing()).relayedPosition >= position, 10_000),
    republish: (from: number, by: Call = operator, over: Partial<RepublishEventsRequest> = {}) =>
      calls.republishEvents({ ...mutation(), fromPosition: from, operator: 'op-1', ...over }, by),
    [Symbol.asyncDispose]: async () => {
      await waker.close();
      await Promise.all(logs.map((one) => one.close()));
      await service.stop();
      await Promise.all(databases.map((one) => one.drop()));
    },
  };
};

test('another log gets nothing until an operator orders it; then all, and nobody misses or doubles anything', async () => {
  await using set = await setUp();
  const { first, second } = set;
  const before = [await set.relayTo(first), set.readFrom(first)] as const;
  await set.happen(2);
  await vi.waitFor(async () => expect(await set.copied()).toEqual([1, 2]), 10_000);
  await before[1].stop();
  await set.happen(2);
  await set.sent(4);
  await before[0].stop();

  const relay = await set.relayTo(second);
  const reader = set.readFrom(second);
  await set.happen(1);
  await vi.waitUntil(async () => (await set.standing()).logReplaced, 10_000);
  await vi.waitFor(() => expect(set.lines).toEqual([expect.stringContaining('accompany republish test --from 0')]), 10_000);
  expect([await set.recordsOf(second), (await set.standing()).pending]).toEqual([0, 1]);

  expect(await reasonOf(set.republish(0, as('aple')))).toBe('NOT_ALLOWED_FOR_CALLER');
  expect(await reasonOf(set.republish(6))).toBe('POSITION_BEYOND_HEAD');
  const requestId = randomUUID();
  expect(await set.republish(0, operator, { requestId })).toMatchObject({ untilPosition: 5 });
  await vi.waitFor(
    async () => expect(await set.republish(0, operator, { requestId })).toEqual({ begun: true, relayedPosition: 5, untilPosition: 5 }),
    10_000,
  );
  expect(await reasonOf(set.republish(1, operator, { requestId }))).toBe('REQUEST_ID_REUSED');
  await set.happen(1);
  await vi.waitFor(async () => expect(await set.copied()).toEqual([1, 2, 3, 4, 5, 6]), 10_000);
  expect([await set.recordsOf(second), (await set.standing()).logReplaced]).toEqual([6, false]);
  await Promise.all([relay.stop(), reader.stop()]);
});

test('it goes on by itself when the log that it knows is there again', async () => {
  await using set = await setUp();
  const relay = await set.relayTo(set.first);
  await set.happen(1);
  await set.sent(1);
  await relay.stop();
  const elsewhere = await set.relayTo(set.second);
  await vi.waitUntil(async () => (await set.standing()).logReplaced, 10_000);
  await elsewhere.stop();
  const again = await set.relayTo(set.first);
  await set.happen(1);
  await set.sent(2);
  expect([await set.recordsOf(set.first), await set.recordsOf(set.second), (await set.standing()).logReplaced]).toEqual([2, 0, false]);
  await again.stop();
});

test('to a log that lost nothing it sends what comes after the position, and nobody takes it twice', async () => {
  await using set = await setUp();
  const relay = await set.relayTo(set.first);
  const reader = set.readFrom(set.first);
  await set.happen(5);
  await set.sent(5);
  await set.republish(3);
  await vi.waitFor(async () => expect(await set.recordsOf(set.first)).toBe(7), 10_000);
  await set.happen(1);
  await vi.waitFor(async () => expect(await set.copied()).toEqual([1, 2, 3, 4, 5, 6]), 10_000);
  expect(await set.republish(6)).toMatchObject({ untilPosition: 6 });
  await Promise.all([relay.stop(), reader.stop()]);
});
