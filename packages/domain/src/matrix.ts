import { type Decider, type DecisionContext, fold } from './decider.js';
import type { Reason } from './reasons.js';
import { Rejection } from './rejection.js';
import { tryOut } from './trying.js';

/** Gives a command that no person gives: a reaction, and a timer. */
export const THE_NETWORK = 'the network';
export const THE_CLOCK = 'the clock';

/** A command as it is tried: whose it is, and the decision. The first of several roles is the one that tries it. */
export type Command<State, Event> = {
  readonly by: string | readonly string[];
  readonly give: (state: State, context: DecisionContext) => Event[];
};

/** An aggregate by sample: its states by histories that lead there, who there is, and every command. */
export type Samples<State, Event> = {
  readonly title: string;
  /** Where it is decided. */
  readonly source: string;
  readonly decider: Decider<State, Event>;
  /** What the diagram shows of a state, where that is not its `status`. */
  readonly statusOf?: (state: State) => string;
  /** The first is that of which there is nothing yet. */
  readonly states: Readonly<Record<string, readonly Event[]>>;
  readonly roles: Readonly<Record<string, DecisionContext>>;
  readonly commands: Readonly<Record<string, Command<State, Event>>>;
};

/** What became of a command that was tried. */
export type Attempt =
  | { readonly is: 'done'; readonly status: string; readonly events: readonly string[]; readonly again: Attempt['is'] }
  | { readonly is: 'nothing' }
  | { readonly is: 'refused'; readonly reason: Reason };

/** Every command of an aggregate from every state, by every role, whatever its types are. */
export type Matrix = {
  readonly title: string;
  readonly source: string;
  readonly states: readonly { readonly name: string; readonly status: string }[];
  readonly roles: readonly string[];
  readonly commands: readonly { readonly name: string; readonly by: readonly string[] }[];
  /** Tries a command from a state: as its owner, or as another role. An error that is no refusal is thrown: it is undecided. */
  readonly attempt: (state: string, command: string, role?: string) => Attempt;
};

/** Makes the matrix of an aggregate, to be tried by tests and shown by the documentation. */
export const matrix = <State extends object, Event extends { readonly $case: string }>(
  samples: Samples<State, Event>,
): Matrix & { readonly samples: Samples<State, Event> } => {
  const { title, source, decider, statusOf = statusIn, roles } = samples;
  const states = new Map(Object.entries(samples.states).map(([name, history]) => [name, fold(decider, history)]));
  const commands = new Map(Object.entries(samples.commands));
  const attempt = (from: State, give: (state: State) => Event[], again: boolean): Attempt => {
    const events = tryOut(() => give(from));
    if (events instanceof Rejection) return { is: 'refused', reason: events.reason };
    if (events.length === 0) return { is: 'nothing' };
    const after = fold(decider, events, from);
    const second = again ? attempt(after, give, false).is : 'nothing';
    return { is: 'done', status: statusOf(after), events: events.map(({ $case }) => $case), again: second };
  };
  return {
    samples,
    title,
    source,
    states: [...states].map(([name, state]) => ({ name, status: statusOf(state) })),
    roles: Object.keys(roles),
    commands: [...commands].map(([name, { by }]) => ({ name, by: typeof by === 'string' ? [by] : by })),
    attempt: (name, command, role) => {
      const [state, { by, give }] = [named(states, name), named(commands, command)];
      const as = role ?? (typeof by === 'string' ? by : by[0]) ?? '';
      const context = as === THE_NETWORK || as === THE_CLOCK ? NOBODY : named(new Map(Object.entries(roles)), as);
      return attempt(state, (known) => give(known, context), true);
    },
  };
};

const statusIn = (state: object): string => ('status' in state ? String(state.status) : 'unnamed');

const named = <Thing>(things: ReadonlyMap<string, Thing>, name: string): Thing => {
  const found = things.get(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

const then = new Date(Date.UTC(2022, 1, 28, 8));
const NOBODY: DecisionContext = { actor: { kind: 'service', service: 'network' }, occurredAt: then, now: then };
