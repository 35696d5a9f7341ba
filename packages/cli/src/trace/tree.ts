import type { Span } from '@accompany/local/traces';
import { AsciiTree } from 'oo-ascii-tree';
import { dim, styled } from '../output.js';

/**
 * One trace as a tree: each span with its service, when it began and how long it took, in milliseconds from the first. What was sent for
 * several traces at once belongs to none of them: it stands under the span of this one that it links to, with its share.
 */
export const traceTree = (traceId: string, spans: readonly Span[]): string => {
  const own = new Map(spans.filter((span) => span.traceId === traceId).map((span) => [span.spanId, span]));
  const above = (span: Span): string =>
    span.traceId === traceId ? span.parentId : (span.links.find((link) => link.traceId === traceId)?.spanId ?? '');
  const below = (spanId: string): Span[] => spans.filter((span) => above(span) === spanId);
  const tops = spans.filter((span) => !own.has(above(span)));

  const inOrder: Span[] = [];
  const node = (span: Span): AsciiTree => {
    inOrder.push(span);
    const children = span.traceId === traceId ? below(span.spanId) : [];
    return new AsciiTree(labelOf(traceId, span, !own.has(above(span))), ...children.toSorted(byStart).map(node));
  };
  const lines = new AsciiTree(undefined, ...tops.toSorted(byStart).map(node)).toString().trimEnd().split('\n');

  const width = Math.max(...lines.map((line) => line.length));
  const began = Math.min(...[...own.values()].map(({ startMs }) => startMs));
  const rows = lines.map((line, index) => {
    const { startMs, durationMs, failed } = inOrder[index] as Span;
    const row = `${line.padEnd(width)}${tenths(startMs - began)}${tenths(durationMs)}`;
    return failed ? styled('red', row) : row;
  });
  return [dim(`${' '.repeat(width)}${'start ms'.padStart(COLUMN)}${'took ms'.padStart(COLUMN)}`), ...rows].join('\n');
};

/** `9 spans over 3 services, 87 ms`. */
export const extentOf = (traceId: string, all: readonly Span[]): string => {
  const spans = all.filter((span) => span.traceId === traceId);
  const services = new Set(spans.map(({ service }) => service));
  const began = Math.min(...spans.map(({ startMs }) => startMs));
  const ended = Math.max(...spans.map(({ startMs, durationMs }) => startMs + durationMs));
  return `${counted(spans.length, 'span')} over ${counted(services.size, 'service')}, ${Math.round(ended - began)} ms`;
};

/** The last part of a type or method: `accompany.referral.v1.ReferralAccepted` is `ReferralAccepted`. */
export const shortName = (name: string): string => name.split(/[./]/).at(-1) ?? name;

const COLUMN = 10;
const tenths = (ms: number): string => ms.toFixed(1).padStart(COLUMN);
const byStart = (one: Span, other: Span): number => one.startMs - other.startMs;
const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

const labelOf = (traceId: string, span: Span, isTop: boolean): string => {
  const { service, name, attributes, failed, parentId } = span;
  const type = attributes['cloudevents.event_type'];
  const by = attributes['accompany.reaction'] ?? attributes['accompany.consumer'];
  return [
    `${service.replace(/^accompany-/, '')}:`,
    name.includes('/') ? shortName(name) : name,
    ...(type === undefined ? [] : [shortName(String(type))]),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...linksOf(traceId, span),
    ...(isTop && span.traceId === traceId && parentId !== '' ? ['(what called it is not kept)'] : []),
    ...(failed ? [`FAILED ${attributes['error.type'] ?? ''}`.trimEnd()] : []),
  ].join(' ');
};

const linksOf = (traceId: string, { links, traceId: own }: Span): string[] => {
  const here = links.filter((link) => link.traceId === traceId).length;
  if (own !== traceId) return [here === links.length ? '(linked)' : `(${here} of its ${links.length} links lead here)`];
  return links.length === 0 ? [] : [`(link to trace ${links.map((link) => `${link.traceId.slice(0, 8)}…`).join(', ')})`];
};
