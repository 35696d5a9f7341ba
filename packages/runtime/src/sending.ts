import type { StoredEvent } from '@accompany/store';
import { SpanKind } from '@opentelemetry/api';
import type { LogProducer, LogRecord } from './case-log/case-log.js';
import { toRecord } from './log-event.js';
import { messagingAttributes } from './telemetry/messages.js';
import { contextOf, linksTo, traced } from './telemetry/spans.js';
import { TOPICS } from './topics.js';

/** Sends events of a service's store to their topics, in order; each is told in the trace of the command that made it. Throws what the producer throws. */
export const sendEvents = async (service: string, producer: LogProducer, events: StoredEvent[]): Promise<void> => {
  const records = events.map((event) => ({ topic: event.topic, record: toRecord(service, event) }));
  for (const topic of ['case', 'network'] as const) {
    const batch = records.filter((one) => one.topic === topic).map((one) => one.record);
    if (batch.length === 0) continue;
    const { name } = TOPICS[topic];
    await Promise.all(batch.map((record) => createSpan(name, record)));
    const links = linksTo(...batch.map(({ headers }) => headers.traceparent));
    const attributes = { ...messagingAttributes('send', name), 'messaging.batch.message_count': batch.length };
    await traced(`send ${name}`, { kind: SpanKind.CLIENT, attributes, links, parent: contextOf(undefined) }, () =>
      producer.send(name, batch),
    );
  }
};

/** The span that stands for one message in the trace of the command that made it. */
const createSpan = async (topic: string, record: LogRecord): Promise<void> => {
  const { traceparent } = record.headers;
  if (traceparent === undefined) return;
  const attributes = { ...messagingAttributes('create', topic), 'cloudevents.event_type': record.headers.ce_type ?? '' };
  await traced('create', { kind: SpanKind.PRODUCER, attributes, parent: contextOf(traceparent) }, async () => {});
};
