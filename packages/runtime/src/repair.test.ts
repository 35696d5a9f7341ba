import { randomUUID } from 'node:crypto';
import type {
  ListParkedRequest,
  ListParkedResponse,
  ResumeParkedRequest,
  ResumeParkedResponse,
  SkipParkedRequest,
  SkipParkedResponse,
} from '@accompany/contracts/operations/v1/repair_service';
import { SkipReason } from '@accompany/contracts/operations/v1/types';
import { freshDatabase } from '@accompany/local';
import { readAfter } from '@accompany/store';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from './call.js';
import { type CaseLog, openCaseLog } from './case-log/case-log.js';
import { type Consumer, startConsumer } from './consumer.js';
import { createLogger } from './log.js';
import { projection } from './reaction.js';
import { repairId, repairOn, skip } from './repair.js';
import { repairs } from './repair-handlers.js';
import { as, callBy, mutation, reasonOf, startTestService, type TestService } from './testing.js';
import { record, send } from './testing-records.js';
import { TOPICS } from './topics.js';

const logger = pino({ level: 'silent' });
const operator = callBy({ kind: 'service', service: 'operator' });
const spans = new InMemorySpanExporter();
const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
tracing.register();

let service: TestService;
let log: Awaited<ReturnType<typeof freshDatabase>>;
let caseLog: CaseLog;
let consumer: Consumer;
/** Positions at which the copy fails, and with what. */
const refused = new Map<number, Error>();
let last = 0;
/** What the consumer's log says. */
const lines: Record<string, unknown>[] = [];
const write = (line: string): void => void lines.push(JSON.parse(line));

/** New events of a case, at the next positions. */
const more = (caseId: string, count: number) => Array.from({ length: count }, () => record(caseId, ++last));
const positionsOf = (records: readonly ReturnType<typeof record>[]) => records.map(({ headers }) => Number(headers.position));

const copy = projection({
  name: 'copy',
  topic: 'case',
  apply: async (tx, _event, { caseId, position }) => {
    await tx.query('insert into copies.copied (case_id, position) values ($1, $2)', [caseId, position]);
    const error = refused.get(position);
    if (error !== undefined) throw error;
  },
});

const copied = async (caseId: string): Promise<number[]> => {
  const { rows } = await service.db.query<{ position: number }>('select position from copies.copied where case_id = $1 order by nr', [
    caseId,
  ]);
  return rows.map(({ position }) => position);
};

type Calls = {
  listParked(request: ListParkedRequest, call: Call): Promise<ListParkedResponse>;
  getParked(request: { consumer: string; caseId: string }, call: Call): Promise<{ events: unknown[] }>;
  resumeParked(request: ResumeParkedRequest, call: Call): Promise<ResumeParkedResponse>;
  skipParked(request: SkipParkedRequest, call: Call): Promise<SkipParkedResponse>;
  acknowledgeRecord(request: object, call: Call): Promise<object>;
};
const calls = (): Calls => repairs(service.app, [copy]).handlers as unknown as Calls;

const standing = async (caseId: string) =>
  (await calls().listParked({ pageSize: 200, pageToken: '' }, operator)).cases.find((one) => one.caseId === caseId);
/** What is parked of a case, once the consumer has parked so many. */
const parked = (caseId: string, waiting: number) =>
  vi.waitUntil(async () => {
    const found = await standing(caseId);
    return found?.waiting === waiting && found;
  }, 10_000);

const about = (caseId: string, failed: number) => ({
  ...mutation(),
  ...{ consumer: 'copy', caseId, eventId: `agency-${caseId}/${failed}`, operator: 'op-1' },
});
const why = { reason: SkipReason.SKIP_REASON_UNREADABLE, ticket: 'OPS-1' };

/** What the service's own store tells of a case. */
const told = async (caseId: string) =>
  (await readAfter(service.db, 0, 1_000))
    .filter(({ key }) => key === caseId)
    .map(({ type, topic }) => `${topic} ${type.split('.').at(-1)}`);

beforeAll(async () => {
  [service, log] = await Promise.all([startTestService({ service: 'referral' }), freshDatabase('log')]);
  await service.db.query('create schema copies; create table copies.copied (nr serial primary key, case_id text, position int)');
  caseLog = await openCaseLog(log.ownerUrl, { logger, clientId: 'test' });
  await caseLog.ensureTopics(Object.values(TOPICS));
  consumer = startConsumer({
    group: randomUUID(),
    db: service.db,
    caseLog,
    projections: [copy],
    logger: createLogger('referral', 'error', { write }),
  });
});
afterAll(async () => {
  await consumer?.stop();
  await caseLog?.close();
  await service?.stop();
  await log?.drop();
});
beforeEach(() => refused.clear());

test('what is resumed once its cause is gone takes effect in order, each event once, and the case goes on', async () => {
  const caseId = randomUUID();
  const sent = more(caseId, 5);
  const [, second = 0, third = 0] = positionsOf(sent);
  refused.set(second, new TypeError('the name of a child'));
  await send(caseLog, ...sent);
  const found = await parked(caseId, 4);
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
    await parked(caseId, before.length);
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
  await parked(caseId, 3);
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
  await parked(caseId, 2);
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
  const { headers } = record(randomUUID(), ++last);
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

test('a list comes in pages, and shows nothing of what is parked but what it is', async () => {
  const cases = Array.from({ length: 3 }, () => randomUUID()).sort();
  const sent = cases.flatMap((caseId) => more(caseId, 1));
  for (const position of positionsOf(sent)) refused.set(position, new Error('planted'));
  await send(caseLog, ...sent);
  for (const caseId of cases) await parked(caseId, 1);
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

test('a replay is a trace of its own, linked to the one that made the event', async () => {
  const caseId = randomUUID();
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const traced = record(caseId, ++last, { traceparent });
  refused.set(last, new Error('planted'));
  await send(caseLog, traced);
  await parked(caseId, 1);
  refused.clear();
  spans.reset();
  await calls().resumeParked(about(caseId, last), operator);
  const [replay, ...others] = spans.getFinishedSpans().filter(({ name }) => name === 'process');
  expect(others).toEqual([]);
  expect(replay?.parentSpanContext).toBeUndefined();
  expect(replay?.spanContext().traceId).not.toBe('a'.repeat(32));
  expect(replay?.links.map(({ context: { traceId } }) => traceId)).toContain('a'.repeat(32));
});

test.each([
  ['that does not read', { type: 'accompany.directory.v1.AgencyAbducted' }],
  ['that cannot be handled', {}],
])('the line that tells of an event %s is found by the trace that made it', async (_name, over) => {
  const caseId = randomUUID();
  const unreadable = record(caseId, ++last, { ...over, traceparent: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01` });
  refused.set(last, new Error('planted'));
  await send(caseLog, unreadable);
  await parked(caseId, 1);
  const [line, ...others] = lines.filter(({ position }) => position === last);
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    level: 'error',
    source: 'test',
    trace_id: 'c'.repeat(32),
    msg: expect.stringContaining('its case is parked'),
  });
});
