import { type AnyEvent, EVENT_CODECS } from '@accompany/contracts/events';
import type { Actor } from '@accompany/domain';
import { decodeEvent, type EventMetadata, eventId, type StoredEvent, streamId } from '@accompany/store';
import type { LogRecord, ReceivedRecord } from './case-log/case-log.js';

export type { AnyEvent } from '@accompany/contracts/events';

/** What is known of an event beside its content. */
export type EventMeta = {
  readonly eventId: string;
  /** The service whose store it lies in. */
  readonly source: string;
  readonly partition: number;
  readonly position: number;
  readonly stream: string;
  /** The aggregate's id: the stream name without its category. */
  readonly streamId: string;
  readonly version: number;
  /** Wire type, for example `accompany.referral.v1.ReferralSent`. */
  readonly type: string;
  /** The case it belongs to; the agency id for facts of the network. */
  readonly caseId: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly actor: Actor;
  readonly correlation: string;
  readonly causation?: string;
  readonly traceparent?: string;
};

/** A record of the log before its content is read. */
export type Received = { readonly meta: EventMeta; readonly record: ReceivedRecord };

/** An event of the log, read. */
export type LogEvent = Received & { readonly event: AnyEvent };

/** A stored event as a record of the log: CloudEvents' Kafka binding, binary mode, with our extension attributes. */
export const toRecord = (source: string, stored: StoredEvent): LogRecord => {
  const metadata = JSON.parse(stored.metadata) as EventMetadata;
  return {
    key: stored.key,
    value: stored.payload,
    headers: {
      ce_specversion: '1.0',
      ce_id: eventId(stored.stream, stored.version),
      ce_source: `/accompany/${source}`,
      ce_type: stored.type,
      ce_time: stored.recordedAt.toISOString(),
      ce_subject: stored.key,
      'content-type': 'application/protobuf',
      stream: stored.stream,
      version: String(stored.version),
      position: String(stored.position),
      occurredat: stored.occurredAt.toISOString(),
      actor: JSON.stringify(metadata.actor),
      correlation: metadata.correlation,
      ...(metadata.causation === undefined ? {} : { causation: metadata.causation }),
      ...(metadata.traceparent === undefined ? {} : { traceparent: metadata.traceparent }),
    },
  };
};

/**
 * Reads the headers of a record.
 * @returns undefined when it is not one of ours: a header is missing or is not what we write
 */
export const readMeta = (record: ReceivedRecord): EventMeta | undefined => {
  const { headers, key } = record;
  const { stream, version, position, occurredat, actor, correlation, ce_id, ce_source, ce_type, ce_time } = headers;
  if (!stream || !version || !position || !occurredat || !actor || !correlation || !ce_id || !ce_source || !ce_type || !ce_time)
    return undefined;
  const by = readActor(actor);
  if (by === undefined || !ce_source.startsWith(SOURCE) || !areNumbers(version, position) || !areTimes(occurredat, ce_time))
    return undefined;
  if (key === '' || Math.max(key.length, stream.length) > LONGEST) return undefined;
  if (key.includes(NUL) || Object.values(headers).some((header) => header.includes(NUL))) return undefined;
  return {
    eventId: ce_id,
    source: ce_source.slice(SOURCE.length),
    partition: record.partition,
    position: Number(position),
    stream,
    streamId: streamId(stream),
    version: Number(version),
    type: ce_type,
    caseId: key,
    occurredAt: new Date(occurredat),
    recordedAt: new Date(ce_time),
    actor: by,
    correlation,
    causation: headers.causation,
    traceparent: headers.traceparent,
  };
};

const SOURCE = '/accompany/';
/** Postgres takes it in no text: a record with one would hold up all that follow in its partition. */
const NUL = '\u0000';

/** Longest name, in characters: an index of Postgres takes no text of some thousand, and would hold them up as well. */
const LONGEST = 500;

const areNumbers = (...texts: string[]): boolean => texts.every((text) => /^[1-9]\d{0,14}$/.test(text));
const areTimes = (...texts: string[]): boolean => texts.every((text) => !Number.isNaN(Date.parse(text)));

const readActor = (json: string): Actor | undefined => {
  try {
    const actor = JSON.parse(json) as Partial<Actor> | null;
    return actor?.kind === 'agency' || actor?.kind === 'service' ? (actor as Actor) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The content of a record.
 * @throws Error when this build does not know the type or the bytes do not decode
 */
export const readEvent = (type: string, payload: Uint8Array): AnyEvent => {
  const codec = EVENT_CODECS[type];
  if (codec === undefined) throw new Error('an event of a type that this build does not know');
  return decodeEvent(codec, payload) as AnyEvent;
};
