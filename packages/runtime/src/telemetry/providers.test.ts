import { freePort } from '@accompany/local';
import { type Span, startOtlpReceiver } from '@accompany/local/traces';
import { metrics, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { recordMetric } from './instruments.js';
import type { Telemetry } from './providers.js';
import { startProviders } from './providers.js';
import { traced } from './spans.js';

const SECRET = 'Example-Sophea';

const spans: Span[] = [];
const sent: Buffer[] = [];
const logged: { what: string }[] = [];
let scrape: () => Promise<string>;
let telemetry: Telemetry;
let stop: () => void;

beforeAll(async () => {
  const receiver = await startOtlpReceiver(
    (received, bytes) => {
      spans.push(...received);
      sent.push(bytes);
    },
    (bytes) => sent.push(bytes),
  );
  stop = receiver.stop;
  const listen = `127.0.0.1:${await freePort()}`;
  const logger = pino({ level: 'warn' }, { write: (line) => logged.push(JSON.parse(line)) });
  telemetry = await startProviders({ service: 'planted', endpoint: receiver.endpoint, listen, logger });
  scrape = async () => (await fetch(`http://${listen}/metrics`)).text();
});
afterAll(() => stop());

const arrived = (name: string) => vi.waitFor(() => spans.find((span) => span.name === name) ?? expect.fail(`no span ${name}`), 5_000);

test('what is listed leaves', async () => {
  await traced('append', { attributes: { 'accompany.aggregate': 'case' } }, async () => {});
  recordMetric('accompany.append.batch_size', 3);
  expect(await arrived('append')).toMatchObject({ service: 'accompany-planted', attributes: { 'accompany.aggregate': 'case' } });
  expect(await scrape()).toContain('accompany_append_batch_size_count{service_name="accompany-planted"} 1');
});

test('what is not listed does not: attributes, values of another form, names, events, texts, trace state', async () => {
  const theirs = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
  const traceState = { serialize: () => `who=${SECRET}`, get: () => SECRET, set: () => traceState, unset: () => traceState };
  const tracer = trace.getTracer('another library');
  const links = [{ context: { ...theirs, traceState }, attributes: { 'db.statement': SECRET } }];
  const span = tracer.startSpan('process', {
    attributes: { 'db.statement': SECRET, 'accompany.source': `of ${SECRET}`, [SECRET]: 1 },
    links,
  });
  span.recordException(new Error(SECRET));
  span.setStatus({ code: SpanStatusCode.ERROR, message: SECRET });
  span.end();
  tracer.startSpan(`select ${SECRET}`).end();
  await traced('react', {}, () => Promise.reject(new Error(SECRET))).catch(() => {});
  const meter = metrics.getMeter('another library');
  meter.createCounter('another.counter', { description: SECRET }).add(1, { name: SECRET });
  meter.createHistogram('accompany.append.batch_size', { description: SECRET }).record(1, { 'enduser.id': SECRET });

  expect(await arrived('process')).toMatchObject({ attributes: {}, failed: true, links: [{ traceId: theirs.traceId }] });
  expect(await arrived('react')).toMatchObject({ attributes: { 'error.type': 'Error' }, failed: true });
  expect(await arrived('unlisted')).toMatchObject({ attributes: {} });
  const fetched = await scrape();
  expect(fetched).toContain('accompany_append_batch_size_count');
  expect(fetched).not.toMatch(/another|enduser/);
  await telemetry.close();
  const left = Buffer.concat([...sent, Buffer.from(fetched)]);
  expect(left.includes('accompany.append.batch_size'), 'metrics were sent at the end').toBe(true);
  expect([SECRET, 'another.counter', 'db.statement', 'enduser.id'].filter((text) => left.includes(text))).toEqual([]);
});

test('the log says once what was kept back, by the name it has in the code', () => {
  expect(logged.map(({ what }) => what).sort()).toEqual([
    'a value of the attribute accompany.source',
    'an event of a span',
    'the attribute (of another form)',
    'the attribute db.statement',
    'the attribute enduser.id',
    'the metric another.counter',
    'the name of a span',
  ]);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
});
