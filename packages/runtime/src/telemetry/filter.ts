import type { Attributes, SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { ATTRIBUTES, type AttributeName, metricOf, SPANS } from './allowed.js';

/** Told what stays in, by its name in the code, each time. */
export type KeptBack = (what: string) => void;

const UNLISTED = 'unlisted';

/** A span as it may leave: with another resource, and without events, texts, and what is not listed. */
export const allowedSpan = (span: ReadableSpan, resource: Resource, keptBack: KeptBack): ReadableSpan => {
  const listed = SPANS.find(({ name }) => name.test(span.name));
  if (listed === undefined) keptBack('the name of a span');
  for (const _ of span.events) keptBack('an event of a span');
  return {
    name: listed === undefined ? UNLISTED : span.name,
    kind: span.kind,
    spanContext: () => bare(span.spanContext()),
    parentSpanContext: span.parentSpanContext && bare(span.parentSpanContext),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    attributes: allowedAttributes(span.attributes, listed?.attributes ?? [], keptBack),
    links: span.links.map((link) => ({ context: bare(link.context), attributes: allowedAttributes(link.attributes ?? {}, [], keptBack) })),
    events: [],
    resource,
    instrumentationScope: { name: span.instrumentationScope.name },
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
};

/** A trace state is a caller's text. */
const bare = ({ traceId, spanId, traceFlags }: SpanContext): SpanContext => ({ traceId, spanId, traceFlags });

/** Metrics as they may leave: only those that are listed, with the attributes listed for them. */
export const allowedMetrics = ({ scopeMetrics }: ResourceMetrics, resource: Resource, keptBack: KeptBack): ResourceMetrics => ({
  resource,
  scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
    scope: { name: scope.name },
    metrics: metrics.flatMap((metric) => {
      const listed = metricOf(metric.descriptor.name);
      if (listed === undefined) {
        keptBack(`the metric ${nameOf(metric.descriptor.name)}`);
        return [];
      }
      const dataPoints = metric.dataPoints.map((point) => ({
        ...point,
        attributes: allowedAttributes(point.attributes, listed.attributes, keptBack),
      }));
      const descriptor = { ...metric.descriptor, description: listed.about, unit: listed.unit };
      return [{ ...metric, descriptor, dataPoints } as typeof metric];
    }),
  })),
});

const allowedAttributes = (given: Attributes, listed: readonly AttributeName[], keptBack: KeptBack): Attributes => {
  const allowed: Attributes = {};
  for (const name of Object.keys(given)) {
    const known = listed.find((one) => one === name);
    if (known === undefined) keptBack(`the attribute ${nameOf(name)}`);
    else if (ATTRIBUTES[known].test(String(given[name]))) allowed[name] = given[name];
    else keptBack(`a value of the attribute ${name}`);
  }
  return allowed;
};

/** A name may be told only where it looks like one. */
const nameOf = (name: string): string => (/^[a-z][a-z0-9_.]{0,63}$/.test(name) ? name : '(of another form)');
