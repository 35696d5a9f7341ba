/**
 * An aggregate's memory: the state before anything happened, and how each event changes it.
 * Decisions are plain functions beside it: `(state, command, context) => Event[]`.
 */
export type Decider<State, Event> = {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
};

/** Folds events over a state, oldest first. */
export const fold = <State, Event>(decider: Decider<State, Event>, events: Iterable<Event>, from: State = decider.initial): State => {
  let state = from;
  for (const event of events) state = decider.evolve(state, event);
  return state;
};

/** Who issues a command: an agency (from its certificate), or one of our services acting on an event or a timer. */
export type Actor =
  | { readonly kind: 'agency'; readonly agency: string; readonly person: string }
  | { readonly kind: 'service'; readonly service: string };

/** What a decision may know beside state and command. Clock and ids come in, never taken. */
export type DecisionContext = {
  readonly actor: Actor;
  /** When the thing happened, as the actor says; never after `now`. */
  readonly occurredAt: Date;
  /** The time of the decision. */
  readonly now: Date;
};

/** Marks a case that the compiler proves cannot happen, so that a forgotten event or state does not compile. */
export const unreachable = (value: never): never => {
  throw new Error(`unhandled case: ${String((value as { $case?: string } | undefined)?.$case ?? typeof value)}`);
};
