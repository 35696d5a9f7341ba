import type { Span } from '@accompany/local/traces';
import { expect, test } from 'vitest';
import { extentOf, traceTree } from './tree.js';

const TRACE = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);
const METHOD = 'accompany.referral.v1.ReferralService/AcceptReferral';
const ACCEPTED = { 'cloudevents.event_type': 'accompany.referral.v1.ReferralAccepted' };

const span = (spanId: string, parentId: string, service: string, name: string, startMs: number, more: Partial<Span> = {}): Span => ({
  traceId: TRACE,
  spanId,
  parentId,
  service: `accompany-${service}`,
  name,
  kind: 'internal',
  startMs: 1_000 + startMs,
  durationMs: 1.25,
  failed: false,
  attributes: {},
  links: [],
  ...more,
});

const root = span('1', '', 'referral', METHOD, 0, { durationMs: 12 });
const append = span('2', '1', 'referral', 'append', 3.04);
const create = span('3', '2', 'referral', 'create', 13, { attributes: ACCEPTED });
const react = span('4', '3', 'intake', 'react', 20, {
  attributes: { ...ACCEPTED, 'accompany.reaction': 'participants', 'error.type': 'Rejection' },
  failed: true,
});
const copied = span('5', '3', 'timeline', 'process', 18, { attributes: { ...ACCEPTED, 'accompany.consumer': 'timeline' } });
const toOther = { traceId: OTHER, spanId: '9' };
const sent = span('8', '', 'referral', 'send case-events.v1', 14, { traceId: OTHER, links: [{ traceId: TRACE, spanId: '3' }, toOther] });

test('a trace is a tree in order of time, with what failed, and what was sent for several traces under what it links to', () => {
  const tree = traceTree(TRACE, [copied, sent, react, create, append, root]);
  expect(tree.split('\n')).toEqual([
    '                                                                          start ms   took ms',
    'referral: AcceptReferral                                                       0.0      12.0',
    ' └─┬ referral: append                                                          3.0       1.3',
    '   └─┬ referral: create ReferralAccepted                                      13.0       1.3',
    '     ├── referral: send case-events.v1 (1 of its 2 links lead here)           14.0       1.3',
    '     ├── timeline: process ReferralAccepted by timeline                       18.0       1.3',
    '     └── intake: react ReferralAccepted by participants FAILED Rejection      20.0       1.3',
  ]);
});

test('what links to another trace says so, and a span whose caller is not kept stands at the top and says that', () => {
  const tree = traceTree(TRACE, [{ ...root, links: [toOther] }, react]);
  expect(tree).toMatch(/^referral: AcceptReferral \(link to trace bbbbbbbb…\) +0\.0 +12\.0$/m);
  expect(tree).toMatch(/^intake: react ReferralAccepted by participants \(what called it is not kept\) FAILED Rejection +20\.0 +1\.3$/m);
});

test('the extent counts what is of the trace itself, from the first beginning to the last end', () => {
  expect(extentOf(TRACE, [copied, sent, react, create, append, root])).toBe('5 spans over 3 services, 21 ms');
  expect(extentOf(OTHER, [sent, root])).toBe('1 span over 1 service, 1 ms');
});
