import { type AnyEvent, EVENT_CODECS } from '@accompany/contracts/events';
import type { Actor } from '@accompany/domain';

/** One event of a case, with its place in the case's log. */
export type Fact = {
  /** Place in the case's log, from 1: the order in which the network learned of things. */
  readonly sequence: number;
  readonly eventId: string;
  /** The service that recorded it. */
  readonly source: string;
  readonly stream: string;
  /** The aggregate's id: the stream name without its category. */
  readonly streamId: string;
  readonly version: number;
  readonly position: number;
  readonly type: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly actor: Actor;
  readonly event: AnyEvent;
};

/** What had happened by `asOf`, as far as it was recorded by `knownAt`, in the order in which it happened. */
export const factsAt = (facts: readonly Fact[], asOf: Date, knownAt: Date): Fact[] =>
  facts
    .filter((fact) => fact.occurredAt <= asOf && fact.recordedAt <= knownAt)
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.sequence - b.sequence);

/** A time after everything: for answers that rest on all that was recorded. */
export const EVER = new Date(8.64e15);

/** The codec of an event type, the generated wrapper of its aggregate. */
export const codecOf = (type: string) => {
  const codec = EVENT_CODECS[type];
  if (codec === undefined) throw new Error(`an event of a type that this build does not know: ${type}`);
  return codec;
};
