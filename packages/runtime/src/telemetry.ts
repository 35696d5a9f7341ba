import {
  type Attributes,
  type Context,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

/** Telemetry of this process, to be flushed at the end. */
export type Telemetry = { close(): Promise<void> };

/** Starts telemetry where there is a receiver for it. Without an endpoint spans cost nothing and go nowhere. */
export const startTelemetry = async (service: string, endpoint: string | undefined): Promise<Telemetry> => {
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (endpoint === undefined) return { close: async () => {} };
  const { startTracing } = await import('./tracing.js');
  const tracing = startTracing(service, endpoint);
  return { close: () => tracing.shutdown().catch(() => {}) };
};

const tracer = () => trace.getTracer('accompany');

/** How a span begins: its kind, attributes (no personal data, no ids of persons), parent and links. */
export type SpanOptions = { kind?: SpanKind; attributes?: Attributes; parent?: Context; links?: Link[] };

/** Runs `work` in a span. An error marks it as failed by name only: texts of errors may hold values. */
export const traced = <Result>(name: string, options: SpanOptions, work: (span: Span) => Promise<Result>): Promise<Result> => {
  const { kind = SpanKind.INTERNAL, attributes = {}, links = [], parent = context.active() } = options;
  return tracer().startActiveSpan(name, { kind, attributes, links }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
};

/** The traceparent of the active span, to be kept with an event or sent along; undefined outside a sampled trace. */
export const activeTraceparent = (): string | undefined => {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
};

/** The context that a traceparent names, to be used as the parent of a span; the empty context without one. */
export const contextOf = (traceparent: string | undefined): Context =>
  traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });

/** A link to the span that a traceparent names; none without one. */
export const linksTo = (...traceparents: (string | undefined)[]): Link[] =>
  traceparents.flatMap((traceparent) => {
    const linked = trace.getSpanContext(contextOf(traceparent));
    return linked ? [{ context: linked }] : [];
  });
