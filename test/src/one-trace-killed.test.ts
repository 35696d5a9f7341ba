import { Urgency } from '@accompany/contracts/common/v1/common';
import { DuplicateCheckOutcome, IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agency, startAgency } from './agency-tracing.js';
import { eventually, inParallel } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.js';
import { ago } from './play.js';

const JOURNEYS = 100;
/** So many of them are under way when the relay is killed. */
const CUT_OFF = 30;
const AT_ONCE = 8;
/** Nothing is timed here, and a machine may have much else to do. In milliseconds. */
const PATIENCE = { deadline: 60_000 };
const OPEN = 'accompany.intake.v1.IntakeService/OpenCase';

let receiver: OtlpReceiver;
let agency: Agency;
let harness: Harness;
let reports: string[];

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  agency = startAgency(receiver.endpoint);
  harness = await startHarness({
    log: 'own kafka',
    services: ['vault', 'intake', 'assessment', 'timeline'],
    environment: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint }),
  });
  reports = await inParallel(AT_ONCE, Array<typeof receive>(JOURNEYS).fill(receive));
}, 240_000);
afterAll(async () => {
  if (harness?.kafka !== undefined) process.kill(harness.kafka.process().pid, 'SIGCONT');
  await harness?.stop();
  await agency?.stop();
  receiver?.stop();
});

/** A report that was screened. */
const receive = async (): Promise<string> => {
  const { intake } = harness.as('aple');
  const { reportId } = await intake.receiveReport(
    {
      occurredAt: ago(600),
      source: ReportSource.REPORT_SOURCE_POLICE,
      purposes: [ReportPurpose.REPORT_PURPOSE_PROTECTION],
      incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
      account: 'A made-up account.',
    },
    PATIENCE,
  );
  await intake.screenReport({ occurredAt: ago(590), reportId, urgency: Urgency.URGENCY_MEDIUM }, PATIENCE);
  return reportId;
};

/** Opens a case for each report: assessment asks for its initial assessment by itself. */
const openCases = (of: readonly string[]): Promise<unknown> => {
  const duplicateCheck = { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH };
  return inParallel(
    AT_ONCE,
    of.map((reportId) => () => harness.as('aple').intake.openCase({ occurredAt: ago(580), reportId, duplicateCheck }, PATIENCE)),
  );
};

const called = (): ReceivedSpan[] => receiver.spans.filter(({ name, kind }) => name === OPEN && kind === 'client');
const served = (): ReceivedSpan[] => receiver.spans.filter(({ name, kind }) => name === OPEN && kind === 'server');

/** The spans of each trace that has any, by its id. */
const traces = (): Map<string, ReceivedSpan[]> => {
  const byId = new Map<string, ReceivedSpan[]>();
  for (const span of receiver.spans) byId.set(span.traceId, [...(byId.get(span.traceId) ?? []), span]);
  return byId;
};

/** Whether what the call caused reached its end: the assessment that was asked for stands in the timeline, as the case does. */
const isWhole = (trace: readonly ReceivedSpan[]): boolean => {
  const named = (service: string, name: string) => trace.filter((span) => span.service === `accompany-${service}` && span.name === name);
  return named('timeline', 'process').length >= 2 && ['react', 'append', 'create'].every((name) => named('assessment', name).length > 0);
};

/** Each call's own trace, once all of its effects are in it. */
const wholeTraces = (): Promise<ReceivedSpan[][]> =>
  eventually(
    'every trace to its end',
    async () => {
      const all = traces();
      const found = served().map(({ traceId }) => all.get(traceId) as ReceivedSpan[]);
      return found.every(isWhole) && found;
    },
    PATIENCE.deadline,
  );

test('of a hundred commands at once each is one trace, also of those whose relay was killed before it sent', {
  timeout: 240_000,
}, async () => {
  await openCases(reports.slice(CUT_OFF));
  await wholeTraces();

  // The log hears nothing any more: what is opened now is committed, and the relay waits for an answer to what it sends.
  const { pid } = (harness.kafka as NonNullable<Harness['kafka']>).process();
  process.kill(pid, 'SIGSTOP');
  await openCases(reports.slice(0, CUT_OFF));
  await eventually('the spans of the calls', async () => served().length === JOURNEYS, PATIENCE.deadline);
  await harness.network.kill('intake');
  process.kill(pid, 'SIGCONT');
  await harness.network.restart('intake');

  const found = await wholeTraces();
  expect(found).toHaveLength(JOURNEYS);
  expect(new Set(found.map(([span]) => span?.traceId)).size).toBe(JOURNEYS);

  // From each call of the agency leads one link to one root; the agency's own trace is not gone on with.
  const links = served().map((root) => root.links.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
  await eventually('the calls', async () => called().length === JOURNEYS);
  expect(links.flat().sort()).toEqual(
    called()
      .map(({ traceId, spanId }) => `${traceId} ${spanId}`)
      .sort(),
  );
  const theirs = new Set(called().map(({ traceId }) => traceId));
  expect(receiver.spans.filter(({ service, traceId }) => service !== agency.name && theirs.has(traceId))).toEqual([]);

  // What is still going on in a trace comes from several processes, in any order: a parent may be the last to arrive.
  const orphans = () =>
    [...traces().values()].flatMap((trace) => {
      const ids = new Set(trace.map(({ spanId }) => spanId));
      return trace.filter(({ parentId }) => parentId !== '' && !ids.has(parentId)).map(({ service, name }) => `${service} ${name}`);
    });
  await eventually('every parent', async () => {
    expect(orphans()).toEqual([]);
    return true;
  });
  for (const trace of found) {
    expect(trace.filter(({ parentId }) => parentId === '').map(({ name }) => name)).toEqual([OPEN]);
    expect([...new Set(trace.map(({ service }) => service))]).toEqual(
      expect.arrayContaining(['accompany-intake', 'accompany-assessment', 'accompany-timeline']),
    );
  }
});
