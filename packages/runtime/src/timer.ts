import type { AnyUnionEvent, Timer } from '@accompany/store';

/** Declares timers of an aggregate. */
export const timer = <State, Event extends AnyUnionEvent>(definition: Timer<State, Event>): Timer<State, Event> => definition;
