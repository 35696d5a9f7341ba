import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WithdrawReason } from '@accompany/contracts/referral/v1/types';
import { serviceNames } from '@accompany/local';
import { ATTRIBUTES, METRICS, type MetricName, prometheusName, SPANS } from '@accompany/runtime/telemetry';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.js';
import { ago, caseWithReferral, seedDirectory } from './play.js';
import { refused } from './stage.js';

let receiver: OtlpReceiver;
let harness: Harness;
let caseId: string;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  harness = await startHarness({
    metrics: true,
    environment: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, ACCOMPANY_LOG_LEVEL: 'debug' }),
  });
  const played = await caseWithReferral(harness, await seedDirectory(harness));
  caseId = played.caseId;
  await harness.as('a21').referral.acceptReferral({ occurredAt: ago(100), referralId: played.referralId });
  const late = { occurredAt: ago(1), referralId: played.referralId, reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED };
  expect(await refused(harness.as('aple').referral.withdrawReferral(late))).toMatch(/^REFERRAL_/);
  expect(await refused(harness.as('dosvy-phnom-penh').intake.getCase({ caseId }))).toBe('CASE_UNKNOWN');
  await harness.operator.timeline.rebuildView({ requestId: randomUUID(), view: 'case_summary' });
});
afterAll(async () => {
  await harness?.stop();
  receiver?.stop();
});

/** What Prometheus is given, by the name of each series: the labels that it has anywhere. */
const scrape = async (): Promise<Map<string, Set<string>>> => {
  const series = new Map<string, Set<string>>();
  for (const address of Object.values(harness.network.metrics)) {
    const text = await (await fetch(`http://${address}/metrics`)).text();
    for (const [, name = '', labels = ''] of text.matchAll(/^([a-z]\w*)\{([^}]*)\} /gm)) {
      const known = series.get(name) ?? new Set();
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
      series.set(name, known);
    }
  }
  return series;
};

/** The series that a listed metric gives, and the labels that they have. */
const seriesOf = (name: MetricName): [string, string[]][] => {
  const { kind, unit, attributes } = METRICS[name];
  const labels = ['service_name', ...attributes.map((one: string) => one.replaceAll('.', '_'))].sort();
  const of = prometheusName(name, unit);
  switch (kind) {
    case 'gauge':
      return [[of, labels]];
    case 'counter':
      return [[`${of}_total`, labels]];
    case 'histogram':
      return [
        [`${of}_bucket`, [...labels, 'le'].sort()],
        [`${of}_count`, labels],
        [`${of}_sum`, labels],
      ];
  }
};

const logLines = (): Record<string, unknown>[] =>
  serviceNames.flatMap((service) =>
    readFileSync(join(harness.network.logs, `${service}.log`), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line)),
  );

describe('the list of what may leave', () => {
  test('holds each span and each of its attributes, and nothing that no span has', async () => {
    const listed = [...new Set(SPANS.flatMap(({ attributes }) => attributes))].sort();
    const emitted = () => [...new Set(receiver.spans.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
    await eventually('each span', async () => SPANS.every(({ name }) => receiver.spans.some((span) => name.test(span.name))));
    await eventually('each attribute', async () => {
      expect(emitted()).toEqual(listed);
      return true;
    });
    for (const { name, attributes } of receiver.spans) {
      const span = SPANS.find((one) => one.name.test(name));
      for (const [attribute, value] of Object.entries(attributes)) {
        expect(span?.attributes, `${attribute} of ${name}`).toContain(attribute);
        expect(String(value)).toMatch(ATTRIBUTES[attribute as keyof typeof ATTRIBUTES]);
      }
    }
    expect(new Set(receiver.spans.map(({ service }) => service))).toEqual(new Set(serviceNames.map((one) => `accompany-${one}`)));
  });

  test('holds each metric and each of its labels, and nothing that is never measured', async () => {
    const listed = (Object.keys(METRICS) as MetricName[]).flatMap(seriesOf).sort();
    await eventually('each metric', async () => (await scrape()).size >= listed.length);
    const scraped = [...(await scrape())].map(([name, labels]) => [name, [...labels].sort()] as const).sort();
    expect(scraped).toEqual(listed);
    const sent = () => Buffer.concat(receiver.metricBytes);
    await eventually('each metric by OTLP', async () => Object.keys(METRICS).every((name) => sent().includes(name)));
  });

  test('is not missing anything: nothing was kept back, and no case is named', async () => {
    expect(logLines().filter(({ what }) => what !== undefined)).toEqual([]);
    const texts = await Promise.all(
      Object.values(harness.network.metrics).map(async (address) => Buffer.from(await (await fetch(`http://${address}/metrics`)).text())),
    );
    const all = Buffer.concat([...receiver.bytes, ...receiver.metricBytes, ...texts]);
    expect(all.includes('accompany-referral')).toBe(true);
    expect(all.includes(caseId)).toBe(false);
  });
});

test('each line of a call names its trace, a refused one too', async () => {
  const lines = await eventually('lines of calls', async () => {
    const found = logLines().filter(({ msg }) => msg === 'answered' || msg === 'refused');
    return found.some(({ status }) => status === 'NOT_FOUND') && found;
  });
  const traces = new Map(receiver.spans.map(({ traceId, spanId, name }) => [`${traceId} ${spanId}`, name]));
  for (const { trace_id, span_id, method } of lines) expect(traces.get(`${trace_id} ${span_id}`), String(method)).toBe(method);
});
