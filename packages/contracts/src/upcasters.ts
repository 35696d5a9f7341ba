import { type ReferralReceived, type ReferralReceivedV2 } from './accompany/referral/v1/events.js';
import { IntendedAction, Intent } from './accompany/referral/v1/types.js';

/**
 * Shapes of events that were superseded. Stores and logs hold them for ever; nobody writes them any more, and nobody but this
 * file sees them: a wrapper that has superseded cases is read through `newest`, else its aggregate does not compile. A superseded
 * case keeps its number in the wrapper, the newer one is called `<name>_v2`. This file is written by hand, all others here are generated.
 */
const UPCASTERS = {
  /** Before receivers were asked, there were only referrals, and to have seen one was to take it as one. What they would do was not asked. */
  referralReceived: ({ sender, receiver }: ReferralReceived): { $case: 'referralReceivedV2'; value: ReferralReceivedV2 } => ({
    $case: 'referralReceivedV2',
    value: {
      sender,
      receiver,
      intent: Intent.INTENT_REFERRAL,
      takenAs: Intent.INTENT_REFERRAL,
      intendedAction: IntendedAction.INTENDED_ACTION_UNSPECIFIED,
    },
  }),
} as const;

/** Names of the shapes that nobody writes any more. */
export type Superseded = keyof typeof UPCASTERS;

/** A union of events without its superseded shapes: what deciders, reactions and readers are written for. */
export type Newest<Event extends { $case: string }> = Exclude<Event, { $case: Superseded }>;

type AnyShape = { $case: string; value: object };

/** The event in its newest shape; one that is in it already is given back as it is. */
const upcast = (event: AnyShape): AnyShape => {
  const known = UPCASTERS as unknown as Readonly<Record<string, (value: object) => AnyShape>>;
  const next = Object.hasOwn(known, event.$case) ? known[event.$case] : undefined;
  return next === undefined ? event : upcast(next(event.value));
};

/** A generated wrapper message, as far as it matters here. */
export type Wrapper<Event> = {
  encode(message: { event: Event | undefined }): { finish(): Uint8Array };
  decode(bytes: Uint8Array): { event: Event | undefined };
  fromJSON(json: unknown): { event: Event | undefined };
  toJSON(message: { event: Event | undefined }): unknown;
};

/** The wrapper as everybody uses it; `stored` is the generated one, which gives superseded shapes as they lie in stores. */
export type NewestWrapper<Event extends { $case: string }> = Wrapper<Newest<Event>> & { readonly stored: Wrapper<Event> };

const made = new WeakMap<object, unknown>();

/** The codec that reads superseded shapes as the newest ones. The same wrapper gives the same codec. */
export const newest = <Event extends AnyShape>(stored: Wrapper<Event>): NewestWrapper<Event> => {
  const known = made.get(stored) as NewestWrapper<Event> | undefined;
  if (known !== undefined) return known;
  const codec = {
    ...(stored as unknown as Wrapper<Newest<Event>>),
    stored,
    decode: (bytes: Uint8Array) => {
      const { event } = stored.decode(bytes);
      return { event: event && (upcast(event) as Newest<Event>) };
    },
  };
  made.set(stored, codec);
  return codec;
};
