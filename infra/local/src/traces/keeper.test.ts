import { randomBytes } from 'node:crypto';
import { type Link, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Keeper, startKeeper } from './keeper.js';
import { createMemory } from './memory.js';
import type { Span } from './otlp.js';

let keeper: Keeper;
let provider: BasicTracerProvider;
beforeAll(async () => {
  keeper = await startKeeper();
  provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'accompany-example' }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: keeper.endpoint }))],
  });
});
afterAll(async () => {
  await provider.shutdown();
  keeper.stop();
});

const kept = async (traceId: string): Promise<Span[]> => (await fetch(`${keeper.address}/traces/${traceId}`)).json() as Promise<Span[]>;

test('what a process sends is kept, and asked for by its trace, with what links to it', async () => {
  const tracer = provider.getTracer('test');
  const startTime = new Date('2026-02-03T09:00:00.125Z');
  const root = tracer.startSpan('Example/Call', {
    kind: SpanKind.SERVER,
    startTime,
    attributes: { text: 'a', yes: true, count: 7, share: 0.5 },
  });
  const child = tracer.startSpan('append', { startTime: new Date(startTime.getTime() + 5) }, trace.setSpan(ROOT_CONTEXT, root));
  child.setStatus({ code: SpanStatusCode.ERROR });
  child.end(new Date(startTime.getTime() + 12));
  root.end(new Date(startTime.getTime() + 20));
  const send = tracer.startSpan('send', { kind: SpanKind.CLIENT, links: [{ context: child.spanContext() }] });
  send.end();
  await provider.forceFlush();

  const { traceId, spanId } = root.spanContext();
  const ofTrace = { traceId, service: 'accompany-example' };
  const found = await kept(traceId);
  expect(found).toHaveLength(3);
  expect(found).toContainEqual({
    ...ofTrace,
    spanId,
    parentId: '',
    name: 'Example/Call',
    kind: 'server',
    startMs: expect.closeTo(startTime.getTime(), 2),
    durationMs: expect.closeTo(20, 2),
    failed: false,
    attributes: { text: 'a', yes: true, count: 7, share: 0.5 },
    links: [],
  });
  const failed = { ...ofTrace, parentId: spanId, name: 'append', kind: 'internal', failed: true, durationMs: expect.closeTo(7, 2) };
  expect(found).toContainEqual(expect.objectContaining(failed));
  const { traceId: sent } = send.spanContext();
  const links = [{ traceId, spanId: child.spanContext().spanId }];
  expect(found).toContainEqual(expect.objectContaining({ traceId: sent, name: 'send', kind: 'client', links }));
  expect(await kept(sent)).toEqual([expect.objectContaining({ name: 'send' })]);
});

test('a span that links to a trace of which nothing is kept does not stand for it', async () => {
  const elsewhere = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex'), traceFlags: TraceFlags.SAMPLED };
  const link: Link = { context: elsewhere };
  provider
    .getTracer('test')
    .startSpan('call', { links: [link] })
    .end();
  await provider.forceFlush();
  expect(await kept(elsewhere.traceId)).toEqual([]);
});

test.each([
  ['POST', `/traces/${'a'.repeat(32)}`],
  ['GET', '/traces/short'],
  ['GET', '/'],
])('%s %s is not found', async (method, path) => {
  expect((await fetch(keeper.address + path, { method })).status).toBe(404);
});

test('the oldest traces go first, whole, and late spans of theirs are bounded as well', () => {
  const memory = createMemory(4);
  const span = (traceId: string, spanId: string) => ({ traceId, spanId, links: [] }) as unknown as Span;
  const ids = (traceId: string) => memory.about(traceId).map(({ spanId }) => spanId);
  memory.add([span('first', '1'), span('first', '2'), span('second', '3'), span('second', '4')]);
  expect([ids('first'), ids('second')]).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
  memory.add([span('third', '5')]);
  expect([ids('first'), ids('second'), ids('third')]).toEqual([[], ['3', '4'], ['5']]);
  memory.add([span('first', '6'), span('first', '7')]);
  expect([ids('first'), ids('second'), ids('third')]).toEqual([['6', '7'], [], ['5']]);
  memory.add(Array.from({ length: 10 }, (_, index) => span('endless', `${index}`)));
  expect([ids('first'), ids('third'), ids('endless').length <= 4]).toEqual([[], [], true]);
});
