import { randomUUID } from 'node:crypto';
import { AgencyEvent } from '@accompany/contracts/directory/v1/events';
import { freshDatabase } from '@accompany/local';
import { aggregate, createWaker, subscribe } from '@accompany/store';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseLog } from './case-log/case-log.js';
import { openCaseLog } from './case-log/open.js';
import { startConsumer } from './consumer.js';
import { toRecord } from './log-event.js';
import { projection } from './reaction.js';
import { readStanding, type Standing, type StandingParts } from './standing.js';
import { startTestService, type TestService } from './testing.js';
import { TOPICS } from './topics.js';
import { checkpointOf, view, viewSubscription } from './view.js';

const logger = pino({ level: 'silent' });
const resumed = { $case: 'agencyResumed' as const, value: { agencyId: 'aple', reason: '' } };
const thing = aggregate({
  category: 'agency',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: { initial: 0, evolve: (seen: number) => seen + 1 },
  codec: AgencyEvent,
});
const unconcerned = view({ name: 'unconcerned', version: 3, apply: async () => {} });

let service: TestService;
let logDatabase: Awaited<ReturnType<typeof freshDatabase>>;
let caseLog: CaseLog;
let databaseUrl: string;

const happen = (id: string) =>
  service.executor.execute(thing, id, {
    ...{ key: randomUUID(), fingerprint: 'same', occurredAt: new Date(), partitionKey: () => id },
    ...{ metadata: { actor: { kind: 'service', service: 'test' }, correlation: 'c' }, decide: () => [resumed] },
  });

const read = (more: Partial<StandingParts> = {}): Promise<Standing> =>
  readStanding({ db: service.db, now: () => new Date(), consuming: undefined, views: [], viewsOfCopies: [], ...more });

/** As the relay of another service sends it. */
const sent = (position: number, recordedAt: Date) =>
  toRecord('elsewhere', {
    ...{ position, stream: 'agency-aple', version: position, type: 'accompany.directory.v1.AgencyResumed', topic: 'case', key: 'case-1' },
    payload: Buffer.from(AgencyEvent.encode({ event: resumed }).finish()),
    metadata: JSON.stringify({ actor: { kind: 'service', service: 'elsewhere' }, correlation: 'c' }),
    ...{ occurredAt: recordedAt, recordedAt },
  });

beforeAll(async () => {
  const own = await freshDatabase('standing');
  databaseUrl = own.appUrl;
  service = await startTestService({ service: 'test', database: own });
  logDatabase = await freshDatabase('log');
  caseLog = await openCaseLog(logDatabase.ownerUrl, { logger, clientId: 'test' });
  await caseLog.ensureTopics(Object.values(TOPICS));
});

afterAll(async () => {
  await caseLog.close();
  await logDatabase.drop();
  await service.stop();
});

test('what is not sent, not seen by a view and not fired is counted, with the time of the oldest', async () => {
  const nothing = await read();
  expect(nothing).toMatchObject({ headPosition: 0, relayedPosition: 0, pending: 0, timersOverdue: 0, setAside: 0, parked: [] });
  expect(nothing.oldestUnsentAt).toBeUndefined();
  for (let nr = 1; nr <= 5; nr++) await happen(`thing-${nr}`);
  await service.db.query("insert into checkpoints (name, position) values ('relay', 2), ('view slow', 4)");
  await service.db.query(
    "insert into timers (timer, stream, name, key, due_at) select 't', 's', n, 'k', now() + n::interval from unnest($1::text[]) n",
    [['-3 minutes', '-1 minutes', '1 hour']],
  );
  const { rows } = await service.db.query<{ recorded_at: Date }>('select recorded_at from events order by position');
  const standing = await read({ views: [{ name: 'slow', version: 2, checkpoint: 'view slow' }] });
  expect(standing).toMatchObject({
    headPosition: 5,
    relayedPosition: 2,
    pending: 3,
    timersOverdue: 2,
    timersWaiting: 1,
    logAnswered: true,
  });
  expect(standing.oldestUnsentAt).toEqual(rows[2]?.recorded_at);
  expect(standing.views).toEqual([{ name: 'slow', version: 2, position: 4, events: 1, oldestAt: rows[4]?.recorded_at }]);
  expect(Math.round((Date.now() - (standing.oldestTimerAt?.getTime() ?? 0)) / 10_000)).toBe(18);
});

test('a view that no event concerns does not lag', async () => {
  const waker = createWaker(databaseUrl, 'appended');
  const following = subscribe(
    service.db,
    waker,
    viewSubscription('test', unconcerned, () => {}),
  );
  const views = [{ name: unconcerned.name, version: unconcerned.version, checkpoint: checkpointOf(unconcerned) }];
  for (let nr = 1; nr <= 30; nr++) await happen(`other-${nr}`);
  await vi.waitFor(async () => expect((await read({ views })).views).toMatchObject([{ version: 3, position: 35, events: 0 }]), 10_000);
  await following.stop();
  await waker.close();
});

test('a copy that no record concerns does not lag; a record that nobody read does, and so does the view of the copy', async () => {
  const consuming = { caseLog, group: randomUUID(), topics: [TOPICS.case.name] };
  const viewsOfCopies = [{ name: 'lines', version: 4 }];
  const idle = projection({ name: 'idle', topic: 'case', apply: async () => {} });
  const consumer = startConsumer({ group: consuming.group, db: service.db, caseLog, projections: [idle], logger });
  const producer = await caseLog.producer();
  await producer.send(
    TOPICS.case.name,
    [1, 2, 3].map((nr) => sent(nr, new Date('2022-02-01'))),
  );
  await vi.waitFor(async () => {
    const { rows } = await service.db.query("select 1 from log_checkpoints where consumer = 'idle' and position = 3");
    expect(rows).toHaveLength(1);
    expect((await read({ consuming })).lags.map(({ events }) => events)).toEqual(Array(8).fill(0));
  }, 10_000);
  await consumer.stop();
  await producer.send(TOPICS.case.name, [sent(4, new Date('2022-03-01')), sent(5, new Date('2022-04-01'))]);
  const { lags, views } = await read({ consuming, viewsOfCopies });
  expect(lags.filter(({ events }) => events > 0)).toMatchObject([{ topic: TOPICS.case.name, events: 2, oldestAt: new Date('2022-03-01') }]);
  expect(views).toEqual([{ name: 'lines', version: 4, position: 0, events: 2, oldestAt: new Date('2022-03-01') }]);
});

test('a log that is away is told, with all that is known without it', async () => {
  const away = await openCaseLog('postgres://nobody@127.0.0.1:1/nothing', { logger, clientId: 'test' });
  const standing = await read({ consuming: { caseLog: away, group: 'any', topics: [TOPICS.case.name] } });
  expect(standing).toMatchObject({ logAnswered: false, lags: [], headPosition: 35, relayedPosition: 2 });
});
