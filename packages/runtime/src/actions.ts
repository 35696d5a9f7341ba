import {
  type Action as ActionMessage,
  ActionsServiceDefinition,
  type Obstacle,
  type ObstacleEvent,
  Verdict as VerdictCode,
} from '@accompany/contracts/common/v1/actions';
import type { Position } from '@accompany/contracts/common/v1/common';
import { type Action, type Actor, ANY_ID, type DecisionContext, type Facts, Rejection, type Verdict, verdictOn } from '@accompany/domain';
import { type Aggregate, type AnyUnionEvent, decodeEvent, readStream, type StoredEvent, streamCategory, streamId } from '@accompany/store';
import type { App, Found } from './app.js';
import type { Call } from './call.js';
import { readAtLeast } from './reading.js';
import { type Served, serve } from './serve.js';

/** What people may do with an aggregate, and who may ask. */
export type Acting<State, Event extends AnyUnionEvent> = {
  readonly aggregate: Aggregate<State, Event>;
  /** Where decisions look at more of this service's own data than the state, that is looked up first. */
  readonly actions: Actions<State, Event> | ((app: App, found: Found<State>, call: Call) => Promise<Actions<State, Event>>);
  /** Whether the actor takes part in it; to anybody else it does not exist. */
  readonly isParty: (state: State, actor: Actor) => boolean;
};

type Actions<State, Event> = readonly Action<State, Event>[];

/** The actions of any aggregate. */
// biome-ignore lint/suspicious/noExplicitAny: state and event differ from aggregate to aggregate and never meet
export type AnyActing = Acting<any, any>;

/** Declares the actions of an aggregate. */
export const acting = <State, Event extends AnyUnionEvent>(definition: Acting<State, Event>): Acting<State, Event> => definition;

type Thing = {
  readonly aggregate: AnyActing['aggregate'];
  readonly actions: Actions<unknown, unknown>;
  readonly found: Found<unknown>;
  readonly context: DecisionContext;
};

/** Answers what may be done and why something may not, for all these aggregates, by trying their decisions. */
export const actionsService = (app: App, actings: readonly AnyActing[]): Served => {
  /** The thing, for who takes part in it; to a stranger it is as if it were not there, whether it is or not. */
  const find = async ({ stream, atLeastPosition }: Asked, call: Call): Promise<Thing> => {
    const acting = actings.find(({ aggregate }) => aggregate.category === streamCategory(stream));
    if (acting === undefined) throw new Rejection('THING_UNKNOWN');
    const { aggregate, actions, isParty } = acting;
    const { found } = await readAtLeast(app, aggregate, { id: streamId(stream), atLeastPosition }, ({ version, state }) => {
      if (version === 0 || !isParty(state, call.actor)) throw new Rejection('THING_UNKNOWN');
    });
    const context = { actor: call.actor, occurredAt: call.now, now: call.now };
    return { aggregate, actions: typeof actions === 'function' ? await actions(app, found, call) : actions, found, context };
  };

  return serve(ActionsServiceDefinition, {
    listAllowedActions: async (request, call) => {
      const { actions, found, context } = await find(request, call);
      return { actions: actions.map((action) => toMessage(action, verdictOn(action, found.state, context))), etag: found.etag };
    },
    explainRefusal: async (request, call) => {
      const { aggregate, actions, found, context } = await find(request, call);
      const action = actions.find(({ name }) => name === request.action);
      if (action === undefined) throw new Rejection('ACTION_UNKNOWN', { known: actions.map(({ name }) => name).join(', ') });
      const { verdict, obstacle } = toMessage(action, verdictOn(action, found.state, context));
      if (obstacle === undefined) return { verdict, obstacle };
      const seen = (await readStream(app.db, request.stream)).slice(0, found.version);
      const since = refusedSince(aggregate, action, seen, context);
      return { verdict, obstacle: { ...obstacle, since: since && toEvent(since) } };
    },
  });
};

type Asked = { readonly stream: string; readonly atLeastPosition: Position | undefined };

/** The event since which the action is refused for the reason that it is refused for now; undefined when it always was. */
const refusedSince = (
  { codec, decider }: AnyActing['aggregate'],
  action: Action<unknown, unknown>,
  stored: readonly StoredEvent[],
  context: DecisionContext,
): StoredEvent | undefined => {
  let since: StoredEvent | undefined;
  let state: unknown = decider.initial;
  let reason = reasonOf(verdictOn(action, state, context));
  for (const event of stored) {
    state = decider.evolve(state, decodeEvent(codec, event.payload));
    const next = reasonOf(verdictOn(action, state, context));
    if (next !== reason) since = event;
    reason = next;
  }
  return since;
};

const reasonOf = (verdict: Verdict<unknown>): string | undefined => (verdict.kind === 'refused' ? verdict.rejection.reason : undefined);

const CODES = {
  allowed: VerdictCode.VERDICT_ALLOWED,
  done: VerdictCode.VERDICT_DONE,
  refused: VerdictCode.VERDICT_REFUSED,
} as const;

const toMessage = ({ name }: { readonly name: string }, verdict: Verdict<unknown>): ActionMessage => ({
  action: name,
  verdict: CODES[verdict.kind],
  obstacle: verdict.kind === 'refused' ? toObstacle(verdict.rejection) : undefined,
});

const toObstacle = ({ reason, message, facts }: Rejection): Obstacle => ({ reason, message, facts: told(facts), since: undefined });

/** The facts without those that only the example brought. */
const told = (facts: Facts): Record<string, string> => Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== ANY_ID));

const toEvent = ({ stream, version, type, occurredAt, recordedAt }: StoredEvent): ObstacleEvent => ({
  eventId: `${stream}/${version}`,
  type,
  occurredAt,
  recordedAt,
});
