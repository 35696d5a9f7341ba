import type { DecisionContext } from './decider.js';
import { Rejection } from './rejection.js';
import { tryOut } from './trying.js';

/**
 * Something that people do with an aggregate: the decision itself, with what else the command would bring filled in by an example.
 * What is allowed, what stands in the way and the table of transitions all come from trying it, so that they cannot differ from it.
 */
export type Action<State, Event> = {
  /** Name of the RPC, for example `AcceptReferral`. */
  readonly name: string;
  readonly attempt: (state: State, context: DecisionContext) => readonly Event[];
};

/** Stands for an id that a command would bring, where it matters not which, or where the state has none to name. No fact of a refusal. */
export const ANY_ID = '00000000-0000-4000-8000-000000000000';

/** What an action would lead to: it is carried out, it is so already, or it is refused. */
export type Verdict<Event> =
  | { readonly kind: 'allowed'; readonly events: readonly Event[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rejection: Rejection };

/** Tries an action; nothing happens. Errors other than rejections pass through. */
export const verdictOn = <State, Event>(
  { attempt }: Pick<Action<State, Event>, 'attempt'>,
  state: State,
  context: DecisionContext,
): Verdict<Event> => {
  const events = tryOut(() => attempt(state, context));
  if (events instanceof Rejection) return { kind: 'refused', rejection: events };
  return events.length === 0 ? { kind: 'done' } : { kind: 'allowed', events };
};
