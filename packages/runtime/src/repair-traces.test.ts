import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { send } from './testing-records.js';
import { about, calls, caseLog, last, lines, next, operator, parked, refused, start, stop } from './testing-repair.js';

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

const spans = new InMemorySpanExporter();
const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
tracing.register();

test('a replay is a trace of its own, linked to the one that made the event', async () => {
  const caseId = randomUUID();
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const traced = next(caseId, { traceparent });
  refused.set(last, new Error('planted'));
  await send(caseLog, traced);
  await vi.waitUntil(() => parked(caseId, 1), 10_000);
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
  const unreadable = next(caseId, { ...over, traceparent: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01` });
  refused.set(last, new Error('planted'));
  await send(caseLog, unreadable);
  await vi.waitUntil(() => parked(caseId, 1), 10_000);
  const [line, ...others] = lines.filter(({ position }) => position === last);
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    level: 'error',
    source: 'test',
    trace_id: 'c'.repeat(32),
    msg: expect.stringContaining('its case is parked'),
  });
});
