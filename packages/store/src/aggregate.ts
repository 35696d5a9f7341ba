import type { Decider } from '@accompany/domain';

/** Any event of ours as the generated unions give it. */
export type AnyUnionEvent = { $case: string; value: object };

/** The generated wrapper message of an aggregate's events: one `oneof` named `event`. */
export type EventCodec<Event> = {
  encode(message: { event: Event | undefined }): { finish(): Uint8Array };
  decode(bytes: Uint8Array): { event: Event | undefined };
};

/** On which topic an aggregate's events go: `case` keyed by case id, `network` for facts about agencies. */
export type Topic = 'case' | 'network';

/** What the store needs to know of an aggregate. */
export type Aggregate<State, Event extends AnyUnionEvent> = {
  /** First part of the stream name, for example `referral`. */
  readonly category: string;
  /** Proto package of its events, for example `accompany.referral.v1`. */
  readonly type: string;
  readonly topic: Topic;
  readonly decider: Decider<State, Event>;
  readonly codec: EventCodec<Event>;
};

/** Declares an aggregate; the types of state and event follow from the decider. */
export const aggregate = <State, Event extends AnyUnionEvent>(definition: Aggregate<State, Event>): Aggregate<State, Event> => definition;

/** Name of the stream that holds one aggregate: category and id. */
export const streamName = (category: string, id: string): string => `${category}-${id}`;

/** The id of an aggregate from its stream name: what follows the first hyphen after the category. */
export const streamId = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** The category of a stream: what stands before its first hyphen. */
export const streamCategory = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** Wire type of an event: proto package and message name, for example `accompany.referral.v1.ReferralSent`. */
export const eventType = (type: string, event: AnyUnionEvent): string =>
  `${type}.${event.$case.charAt(0).toUpperCase()}${event.$case.slice(1)}`;

/** The payload bytes of an event, the same in the store and on the log. */
export const encodeEvent = <Event>(codec: EventCodec<Event>, event: Event): Uint8Array => codec.encode({ event }).finish();

/**
 * The event in these payload bytes.
 * @throws Error when the bytes hold no event that this build knows: an unknown event is never passed over.
 */
export const decodeEvent = <Event>(codec: EventCodec<Event>, payload: Uint8Array): Event => {
  const { event } = codec.decode(payload);
  if (event === undefined) throw new Error('the payload holds no event that this build knows');
  return event;
};
