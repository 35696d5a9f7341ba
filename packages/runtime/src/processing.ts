import { type Context, context, createContextKey, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import type { LogEvent } from './log-event.js';
import { processAttributes } from './telemetry/messages.js';
import { activeTraceparent, contextOf, linksTo, traced } from './telemetry/spans.js';

const REPLAYING = createContextKey('accompany replaying');

/** Whether an event is being handled again, in a trace of its own. */
export const isReplaying = (): boolean => context.active().getValue(REPLAYING) === true;

/** What the processing of an event is part of: the trace that made the event, or the one in which it is handled again. */
export const processingContext = (traceparent: string | undefined): Context => (isReplaying() ? context.active() : contextOf(traceparent));

/** Handles an event again in a trace of its own, linked to the one that made it and to the call that asked for it. */
export const replaying = <Result>(consumer: string, { meta, record }: LogEvent, work: () => Promise<Result>): Promise<Result> => {
  const attributes = { ...processAttributes(record.topic, meta), 'accompany.consumer': consumer };
  const links = linksTo(meta.traceparent, activeTraceparent());
  return traced('process', { kind: SpanKind.CONSUMER, attributes, links, parent: ROOT_CONTEXT.setValue(REPLAYING, true) }, work);
};
