import { type Decider, fold, type Reason, Rejection } from '@accompany/domain';
import type { Command } from 'fast-check';

/** What became of a decision: something, nothing, or the reason why not. */
export type Outcome = 'changed' | 'nothing' | Reason;

/** What was decided, and the state after it; a refusal leaves the state as it was. */
export type Carried<State, Event> = { readonly outcome: Outcome; readonly events: readonly Event[]; readonly state: State };

/**
 * Decides, remembers, and decides again, for the tests that compare an aggregate with a model.
 * @throws Error the decision given twice does something twice
 */
export const carryOut = <State, Event>(
  decider: Decider<State, Event>,
  state: State,
  decide: (state: State) => Event[],
): Carried<State, Event> => {
  const events = attempt(() => decide(state));
  if (typeof events === 'string') return { outcome: events, events: [], state };
  const after = fold(decider, events, state);
  const again = attempt(() => decide(after));
  if (again.length > 0) throw new Error(`given twice, a decision is not what it was: ${JSON.stringify(again)}`);
  return { outcome: events.length === 0 ? 'nothing' : 'changed', events, state: after };
};

const attempt = <Event>(decide: () => Event[]): Event[] | Reason => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Rejection) return error.reason;
    throw error;
  }
};

/** A step that may always be tried. */
export const step = <Model extends object, Real>(name: string, run: (model: Model, real: Real) => void): Command<Model, Real> => ({
  check: () => true,
  run,
  toString: () => name,
});
