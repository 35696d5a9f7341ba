import fc from 'fast-check';
import { type Action, type Verdict, verdictOn } from './action.js';
import { type Actor, type DecisionContext, fold } from './decider.js';
import type { Samples } from './matrix.js';

/** One way of giving a command: the decision, with all that a request brings. */
export type Way<State, Event> = (state: State, context: DecisionContext) => readonly Event[];

/** What people are told that they may do with an aggregate, and its commands as the matrix tries them. */
export type Comparison<State, Event> = {
  readonly samples: Samples<State, Event>;
  readonly actions: readonly Action<State, Event>[];
  /** By name of the action: its commands among the samples, and further ways where it depends on what a command names. */
  readonly ways: Readonly<Record<string, readonly (string | ((state: State) => readonly Way<State, Event>[]))[]>>;
  /** Who is told anything, where what others are refused for depends on more than the state; else everybody is compared. */
  readonly isParty?: (state: State, actor: Actor) => boolean;
};

/**
 * The property that what is said is what is decided, whatever happened before: goes on with the histories of the samples at random and
 * compares what everybody is told of every action with what its decision does. What is allowed is accepted in one way at least; what is
 * done already or refused is accepted in no way, and one of the ways says the same.
 * @throws when they differ, with each difference in words
 */
export const compareActions = <State, Event>(comparison: Comparison<State, Event>): void =>
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 12 }), (steps) => {
      const differences = differencesAfter(comparison, steps);
      if (differences.length > 0) throw new Error(differences.join('\n'));
    }),
    { numRuns: RUNS },
  );

/** The first number chooses the history, each other one a command and who gives it. */
const differencesAfter = <State, Event>(comparison: Comparison<State, Event>, steps: readonly number[]): string[] => {
  const { samples, actions, ways, isParty = () => true } = comparison;
  const state = goOn(comparison, steps);
  const unsaid = Object.keys(ways).filter((name) => !actions.some((action) => action.name === name));
  const differences = actions.flatMap((action) =>
    Object.entries(samples.roles).flatMap(([role, context]) => {
      if (!isParty(state, context.actor)) return [];
      const said = wordOf(verdictOn(action, state, context));
      const decided = waysOf(comparison, action.name, state).map((attempt) => wordOf(verdictOn({ attempt }, state, context)));
      return agree(said, decided) ? [] : [`${action.name} by ${role}: said ${said}, decided ${decided.join(' or ') || 'nowhere'}`];
    }),
  );
  return [...unsaid.map((name) => `${name}: is no action`), ...differences];
};

/** Enough to meet what only follows from several commands, in a few seconds. */
const RUNS = 200;

const ACCEPTED = 'allowed';

const agree = (said: string, decided: readonly string[]): boolean =>
  decided.includes(said) && (said === ACCEPTED || !decided.includes(ACCEPTED));

const wordOf = (verdict: Verdict<unknown>): string => (verdict.kind === 'refused' ? verdict.rejection.reason : verdict.kind);

const waysOf = <State, Event>({ samples, ways }: Comparison<State, Event>, name: string, state: State): Way<State, Event>[] =>
  (ways[name] ?? []).flatMap((way) => {
    if (typeof way === 'function') return way(state);
    const command = samples.commands[way];
    if (command === undefined) throw new Error(`there is no command "${way}"`);
    return [command.give];
  });

/** Each step is a command and the role that gives it; when that one may not, the next one tries. */
const goOn = <State, Event>(comparison: Comparison<State, Event>, [first = 0, ...steps]: readonly number[]): State => {
  const { samples, ways } = comparison;
  const histories = Object.values(samples.states);
  const callers = Object.values(samples.roles);
  const commands = Object.values(samples.commands).map(({ give }) => give);
  let state = fold(samples.decider, histories[first % histories.length] ?? []);
  for (const step of steps) {
    const all: Way<State, Event>[] = [...commands, ...Object.keys(ways).flatMap((name) => waysOf(comparison, name, state))];
    const way = all[step % all.length];
    if (way === undefined) continue;
    const start = Math.floor(step / all.length) % callers.length;
    const verdicts = [...callers.slice(start), ...callers.slice(0, start)].map((caller) => verdictOn({ attempt: way }, state, caller));
    state = fold(samples.decider, verdicts.find((verdict) => verdict.kind === ACCEPTED)?.events ?? [], state);
  }
  return state;
};
