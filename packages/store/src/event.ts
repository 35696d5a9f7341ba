import type { Actor } from '@accompany/domain';

/** What is kept beside an event's payload; no personal data. */
export type EventMetadata = {
  readonly actor: Actor;
  /** The id that ties together all that one command of an agency caused. */
  readonly correlation: string;
  /** Id of the event that made a reaction or timer decide; absent for commands of agencies. */
  readonly causation?: string;
  /** W3C trace context of the command. */
  readonly traceparent?: string;
};

/** An event as it lies in the store. */
export type StoredEvent = {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: Buffer;
  readonly metadata: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
};

/** The id of an event, from its stream and version. */
export const eventId = (stream: string, version: number): string => `${stream}/${version}`;

export const EVENT_COLUMNS = 'position, stream, version, type, topic, key, payload, metadata, occurred_at, recorded_at';

type EventRow = [string, string, number, string, string, string, Buffer, string, Date, Date];

/** Reads one row of EVENT_COLUMNS (`rowMode: 'array'`). */
export const toStoredEvent = (row: unknown[]): StoredEvent => {
  const [position, stream, version, type, topic, key, payload, metadata, occurredAt, recordedAt] = row as EventRow;
  return { position: Number(position), stream, version, type, topic, key, payload, metadata, occurredAt, recordedAt };
};
