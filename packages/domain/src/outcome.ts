import { type Decider, fold } from './decider.js';
import type { Reason } from './reasons.js';
import { Rejection } from './rejection.js';
import { tryOut } from './trying.js';

/** What became of a decision: it changed something, there was nothing to do, or the reason why it is refused. */
export type Outcome = 'changed' | 'unchanged' | Reason;

/** A decision that was carried out. A refusal leaves the state as it was. */
export type Carried<State, Event> = {
  readonly outcome: Outcome;
  readonly events: readonly Event[];
  readonly state: State;
  readonly refusal: Rejection | undefined;
};

/**
 * Decides on a state, folds what was decided, and decides again on the result: a decision that is repeated must change nothing.
 * @throws Error when the decision given twice does something twice, or is refused the second time
 */
export const carryOut = <State, Event>(
  decider: Decider<State, Event>,
  before: State,
  decide: (state: State) => Event[],
): Carried<State, Event> => {
  const events = tryOut(() => decide(before));
  if (events instanceof Rejection) return { outcome: events.reason, events: [], state: before, refusal: events };
  const state = fold(decider, events, before);
  const again = tryOut(() => decide(state));
  if (again instanceof Rejection) throw new Error(`decided a second time, it was refused: ${again.reason}`);
  if (again.length > 0) throw new Error(`decided a second time, it must change nothing: ${JSON.stringify(again)}`);
  return { outcome: events.length === 0 ? 'unchanged' : 'changed', events, state, refusal: undefined };
};
