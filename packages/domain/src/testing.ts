import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { type Decider, fold } from './decider.js';
import { carryOut } from './outcome.js';
import type { Reason } from './reasons.js';

export { type Attempt, type Command, type Matrix, matrix, type Samples, THE_CLOCK, THE_NETWORK } from './matrix.js';
export { type Carried, carryOut, type Outcome } from './outcome.js';
export { type ClockSubject, type ClockTimer, type VirtualClock, virtualClock } from './virtual-clock.js';

/** What a decision gave, waiting to be compared. */
export type Decided<Event> = {
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
  when: (decide: (state: State) => Event[]) => Decided<Event>;
  /** The state that the history folds to. */
  state: State;
};

/** Starts a sentence: `given(referral)(sent).when((s) => accept(s, command, context)).then(accepted)`. */
export const given =
  <State, Event>(decider: Decider<State, Event>) =>
  (...history: Event[]): Given<State, Event> => {
    const state = fold(decider, history);
    return { state, when: (decide) => decided(decider, state, decide) };
  };

const decided = <State, Event>(decider: Decider<State, Event>, before: State, decide: (state: State) => Event[]): Decided<Event> => {
  const { events, refusal } = carryOut(decider, before, decide);
  return {
    then: (...expected) => deepStrictEqual(refusal ?? events, expected),
    thenNothing: () => deepStrictEqual(refusal ?? events, []),
    thenRejected: (reason) => strictEqual(refusal?.reason ?? events, reason),
  };
};
