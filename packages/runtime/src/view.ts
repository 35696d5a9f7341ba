import type { EventMetadata } from '@accompany/store';
import { type StoredEvent, type SubscribeOptions, streamId } from '@accompany/store';
import type { PoolClient } from 'pg';
import { type AnyEvent, type EventMeta, readEvent } from './log-event.js';

/** Own tables made from the service's own events, for a query that somebody asks. */
export type View = {
  readonly name: string;
  /** To be raised with any change of its tables or of what `apply` puts there; the migration that changes them sets its checkpoint back to 0. */
  readonly version: number;
  readonly apply: (tx: PoolClient, event: AnyEvent, meta: EventMeta) => Promise<void>;
};

/** Declares a view. */
export const view = (definition: View): View => definition;

/** The name of a view's checkpoint. */
export const checkpointOf = ({ name }: Pick<View, 'name'>): string => `view ${name}`;

/** The subscription that keeps a view. */
export const viewSubscription = (service: string, definition: View, onError: (error: unknown) => void): SubscribeOptions => ({
  name: checkpointOf(definition),
  onError,
  handle: async (tx, events) => {
    for (const stored of events) await definition.apply(tx, readEvent(stored.type, stored.payload), metaOf(service, stored));
  },
});

const metaOf = (source: string, stored: StoredEvent): EventMeta => {
  const metadata = JSON.parse(stored.metadata) as EventMetadata;
  const { stream, version, position, type, key, occurredAt, recordedAt } = stored;
  return {
    ...metadata,
    eventId: `${stream}/${version}`,
    source,
    partition: 0,
    position,
    stream,
    streamId: streamId(stream),
    version,
    type,
    caseId: key,
    occurredAt,
    recordedAt,
  };
};
