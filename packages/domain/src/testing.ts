import { deepStrictEqual, fail, strictEqual } from 'node:assert/strict';
import { type Decider, fold } from './decider.js';
import type { Reason } from './reasons.js';
import { Rejection } from './rejection.js';

export { type Attempt, type Command, type Matrix, matrix, type Samples, THE_CLOCK, THE_NETWORK } from './matrix.js';
export { type ClockSubject, type ClockTimer, type VirtualClock, virtualClock } from './virtual-clock.js';

/** What a decision gave, waiting to be compared. */
export type Outcome<Event> = {
  /** The decision gave exactly these events. */
  then: (...expected: Event[]) => void;
  /** The decision had nothing to do. */
  thenNothing: () => void;
  /** The decision was refused for this reason. */
  thenRejected: (reason: Reason) => void;
};

/** A history to decide on. */
export type Given<State, Event> = {
  /** Decides, and decides a second time on the result: a decision that is repeated must change nothing. */
  when: (decide: (state: State) => Event[]) => Outcome<Event>;
  /** The state that the history folds to. */
  state: State;
};

/** Starts a sentence: `given(referral)(sent).when((s) => accept(s, command, context)).then(accepted)`. */
export const given =
  <State, Event>(decider: Decider<State, Event>) =>
  (...history: Event[]): Given<State, Event> => {
    const state = fold(decider, history);
    return { state, when: (decide) => outcome(decider, state, decide) };
  };

const outcome = <State, Event>(decider: Decider<State, Event>, state: State, decide: (state: State) => Event[]): Outcome<Event> => {
  const first = attempt(() => decide(state));
  if (!(first instanceof Rejection)) {
    const again = attempt(() => decide(fold(decider, first, state)));
    if (!(again instanceof Rejection)) deepStrictEqual(again, [], 'decided a second time, it must change nothing');
    else fail(`decided a second time, it was refused: ${again.reason}`);
  }
  return {
    then: (...expected) => deepStrictEqual(first, expected),
    thenNothing: () => deepStrictEqual(first, []),
    thenRejected: (reason) => strictEqual(first instanceof Rejection ? first.reason : first, reason),
  };
};

const attempt = <Event>(decide: () => Event[]): Event[] | Rejection => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
};
