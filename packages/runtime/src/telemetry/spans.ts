import { Rejection } from '@accompany/domain';
import {
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
import { ATTR_ERROR_TYPE, ATTR_RPC_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { ClientError, ServerError, Status } from 'nice-grpc-common';
import type { Listed } from './allowed.js';

const tracer = () => trace.getTracer('accompany');

/** How a span begins: its kind, attributes, parent (without one the active span) and links. */
export type SpanOptions = { kind?: SpanKind; attributes?: Listed; parent?: Context; links?: Link[] };

/** Runs `work` in a span. An error is told by its kind only: texts of errors may hold values. */
export const traced = <Result>(name: string, options: SpanOptions, work: (span: Span) => Promise<Result>): Promise<Result> => {
  const { kind = SpanKind.INTERNAL, attributes = {}, links = [], parent = context.active() } = options;
  return tracer().startActiveSpan(name, { kind, attributes, links }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      tellFailure(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
};

/** Makes a view anew, in a trace of its own: it belongs to none of those that it reads the events of. */
export const tracedRebuild = (view: string, work: () => Promise<void>): Promise<void> =>
  traced('rebuild', { attributes: { 'accompany.view': view }, parent: ROOT_CONTEXT }, work);

/** Answers that are faults of whoever serves; other refusals are answers like any. */
const FAULTS = new Set([
  Status.UNKNOWN,
  Status.DEADLINE_EXCEEDED,
  Status.UNIMPLEMENTED,
  Status.INTERNAL,
  Status.UNAVAILABLE,
  Status.DATA_LOSS,
]);

const tellFailure = (span: Span, error: unknown): void => {
  if (error instanceof ServerError || error instanceof ClientError) {
    span.setAttribute(ATTR_RPC_STATUS_CODE, Status[error.code]);
    if (error instanceof ServerError && !FAULTS.has(error.code)) return;
  }
  span.setAttribute(ATTR_ERROR_TYPE, kindOf(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
};

const kindOf = (error: unknown): string => {
  if (error instanceof Rejection) return error.reason;
  if (error instanceof ServerError || error instanceof ClientError) return Status[error.code] as string;
  return error instanceof Error ? error.name : 'unknown';
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
