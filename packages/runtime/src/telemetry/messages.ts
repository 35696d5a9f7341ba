import type { EventMeta } from '../log-event.js';
import type { Listed } from './allowed.js';

/** The attributes of work on messages of a topic. */
export const messagingAttributes = (operation: 'create' | 'send' | 'process', topic: string) =>
  ({
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': topic,
  }) as const satisfies Listed;

/** The attributes of taking in one event of the log. */
export const processAttributes = (topic: string, { type, source }: EventMeta) =>
  ({ ...messagingAttributes('process', topic), 'cloudevents.event_type': type, 'accompany.source': source }) as const satisfies Listed;
