import type { AnyUnionEvent, Timer } from '@accompany/store';
import type { Config } from './config.js';

/** Timers as a service declares them, with what the domain's documentation says of them. */
export type Timed<State, Event extends AnyUnionEvent> = Timer<State, Event> & {
  /** What happens when one fires. */
  readonly does: string;
  /** When it fires. */
  readonly after: string;
  /** The settings that say how long that is; none where a person names the day. */
  readonly limits?: readonly (keyof Config)[];
};

/** Timers of any aggregate. */
// biome-ignore lint/suspicious/noExplicitAny: state and event differ from timer to timer and never meet
export type AnyTimed = Timed<any, any>;

/** Declares timers of an aggregate. */
export const timer = <State, Event extends AnyUnionEvent>(definition: Timed<State, Event>): Timed<State, Event> => definition;
