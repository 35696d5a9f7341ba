import { randomBytes, randomUUID } from 'node:crypto';
import { Metadata } from 'nice-grpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.js';
import { ago, caseWithReferral, type Directory, seedDirectory } from './play.js';

let receiver: OtlpReceiver;
let harness: Harness;
let directory: Directory;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  harness = await startHarness({ environment: () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint }) });
  directory = await seedDirectory(harness);
});
afterAll(async () => {
  await harness?.stop();
  receiver?.stop();
});

const SERVER_SPAN = 'accompany.referral.v1.ReferralService/AcceptReferral';

/** Names of the spans of a trace by service, each once. */
const namesOf = (trace: readonly ReceivedSpan[], service: string): string[] => [
  ...new Set(trace.filter((span) => span.service === `accompany-${service}`).map(({ name }) => name)),
];

/** Spans whose parent is not among those of the trace. */
const orphansIn = (trace: readonly ReceivedSpan[]): ReceivedSpan[] => {
  const ids = new Set(trace.map(({ spanId }) => spanId));
  return trace.filter(({ parentId }) => parentId !== '' && !ids.has(parentId));
};

test('the call that accepts a referral, and everything it causes, is one trace over the services', async () => {
  const { caseId, referralId } = await caseWithReferral(harness, directory);
  const theirs = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
  const metadata = Metadata({ traceparent: `00-${theirs.traceId}-${theirs.spanId}-01`, baggage: 'example=baggage' });
  const requestId = randomUUID();
  await harness.as('a21').referral.acceptReferral({ requestId, occurredAt: ago(100), referralId }, { metadata });

  // The agency's own trace is not trusted: a new root, which links to theirs.
  const root = await eventually('the span of the call', async () => receiver.spans.find((span) => span.name === SERVER_SPAN));
  expect(root.parentId).toBe('');
  expect(root.traceId).not.toBe(theirs.traceId);
  expect(root.links).toEqual([theirs]);

  // What it caused: a21 joined the case, in intake, and the timeline has both.
  const joined = await eventually('the participant', async () => {
    const { rows } = await harness
      .db('timeline')
      .query("select metadata::json ->> 'traceparent' as traceparent from records where key = $1 and type like '%ParticipantJoined'", [
        caseId,
      ]);
    return rows[0];
  });
  expect(joined.traceparent).toContain(root.traceId);

  const trace = () => receiver.spans.filter((span) => span.traceId === root.traceId);
  const isProcessedBy = (service: string, times: number) =>
    trace().filter((span) => span.service === `accompany-${service}` && span.name === 'process').length >= times;
  const isSentBy = (service: string, ...names: string[]) => names.every((name) => namesOf(trace(), service).includes(name));
  // Received, accepted, joined: three events, each sent and each processed by the timeline. A span comes when it has ended, a parent after its children.
  await eventually(
    'all spans',
    async () =>
      isProcessedBy('timeline', 3) &&
      isProcessedBy('assessment', 1) &&
      isSentBy('intake', 'react', 'create') &&
      isSentBy('referral', SERVER_SPAN, 'append', 'create') &&
      orphansIn(trace()).length === 0,
  );
  expect(namesOf(trace(), 'referral')).toEqual(expect.arrayContaining([SERVER_SPAN, 'append', 'create']));
  expect(namesOf(trace(), 'intake')).toEqual(expect.arrayContaining(['react', 'create']));
  expect(namesOf(trace(), 'timeline')).toEqual(['process']);

  // No span hangs in the air: all but the root have a parent in this trace, and there is one root.
  expect(orphansIn(trace())).toEqual([]);
  expect(trace().filter(({ parentId }) => parentId === '')).toEqual([root]);

  // Every event of the command and of its consequences carries the trace, and none of another command does.
  for (const service of ['referral', 'intake'] as const) {
    const { rows } = await harness
      .db(service)
      .query("select metadata::json ->> 'correlation' as correlation, metadata::json ->> 'traceparent' as traceparent from events");
    const marked = rows.filter(({ traceparent }) => String(traceparent).includes(root.traceId));
    expect(marked.length).toBeGreaterThan(0);
    expect(marked).toEqual(rows.filter(({ correlation }) => correlation === requestId));
  }
  expect(JSON.stringify(receiver.spans)).not.toContain('baggage');
});

test('what a message is sent with links to the traces of the events in it', async () => {
  const created = new Set(receiver.spans.map(({ traceId }) => traceId));
  const sends = await eventually('a send', async () => {
    const found = receiver.spans.filter(({ name }) => name.startsWith('send '));
    return found.length > 0 && found;
  });
  for (const send of sends) {
    expect(send.parentId).toBe('');
    expect(send.links.length).toBeGreaterThan(0);
    for (const link of send.links) expect(created).toContain(link.traceId);
  }
});
