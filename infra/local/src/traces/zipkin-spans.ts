import type { Span } from './otlp.js';

const MICROSECONDS = 1_000;

/** A span as Zipkin's API takes it, version 2. It knows no links: they stand in a tag. */
export const toZipkin = ({ traceId, spanId, parentId, service, name, kind, startMs, durationMs, failed, attributes, links }: Span) => ({
  traceId,
  id: spanId,
  ...(parentId === '' ? {} : { parentId }),
  name,
  ...(kind === 'internal' ? {} : { kind: kind.toUpperCase() }),
  timestamp: Math.round(startMs * MICROSECONDS),
  duration: Math.max(1, Math.round(durationMs * MICROSECONDS)),
  localEndpoint: { serviceName: service },
  tags: {
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
    ...(failed ? { error: 'true' } : {}),
    ...(links.length === 0 ? {} : { links: links.map((link) => `${link.traceId}/${link.spanId}`).join(' ') }),
  },
});

/** Sends spans on to a Zipkin. It is there to be looked at: spans that it does not take are lost to it, and nobody waits. */
export const forwardTo =
  (address: string) =>
  (spans: readonly Span[]): void => {
    const body = JSON.stringify(spans.map(toZipkin));
    const headers = { 'content-type': 'application/json' };
    fetch(`${address}/api/v2/spans`, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) })
      .then((response) => response.body?.cancel())
      .catch(() => {});
  };
