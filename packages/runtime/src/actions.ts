import {
  type Action as ActionMessage,
  ActionsServiceDefinition,
  type Obstacle,
  type ObstacleEvent,
  Verdict as VerdictCode,
} from '@accompany/contracts/common/v1/actions';
import { type Action, type Actor, type DecisionContext, Rejection, type Verdict, verdictOn } from '@accompany/domain';
import { type Aggregate, type AnyUnionEvent, decodeEvent, readStream, type StoredEvent, streamCategory, streamId } from '@accompany/store';
import type { App, Found } from './app.js';
import type { Call } from './call.js';
import { type Served, serve } from './serve.js';

/** What people may do with an aggregate, and who may ask. */
export type Acting<State, Event extends AnyUnionEvent> = {
  readonly aggregate: Aggregate<State, Event>;
  readonly actions: readonly Action<State, Event>[];
  /** Whether the actor takes part in it; to anybody else it does not exist. */
  readonly isParty: (state: State, actor: Actor) => boolean;
};

/** The actions of any aggregate. */
// biome-ignore lint/suspicious/noExplicitAny: state and event differ from aggregate to aggregate and never meet
export type AnyActing = Acting<any, any>;

/** Declares the actions of an aggregate. */
export const acting = <State, Event extends AnyUnionEvent>(definition: Acting<State, Event>): Acting<State, Event> => definition;

type Thing = { readonly acting: AnyActing; readonly found: Found<unknown>; readonly context: DecisionContext };

/** Answers what may be done and why something may not, for all these aggregates, by trying their decisions. */
export const actionsService = (app: App, actings: readonly AnyActing[]): Served => {
  const find = async ({ stream, atLeastPosition }: Asked, { actor, now }: Call): Promise<Thing> => {
    const one = actings.find(({ aggregate }) => aggregate.category === streamCategory(stream));
    if (one === undefined) throw new Rejection('THING_UNKNOWN');
    const found = await app.load(one.aggregate, streamId(stream));
    await app.awaitPosition(atLeastPosition, found.key);
    if (found.version === 0 || !one.isParty(found.state, actor)) throw new Rejection('THING_UNKNOWN');
    return { acting: one, found, context: { actor, occurredAt: now, now } };
  };

  return serve(ActionsServiceDefinition, {
    listAllowedActions: async (request, call) => {
      const { acting, found, context } = await find(request, call);
      return { actions: acting.actions.map((action) => toMessage(action, verdictOn(action, found.state, context))), etag: found.etag };
    },
    explainRefusal: async (request, call) => {
      const { acting, found, context } = await find(request, call);
      const action = acting.actions.find(({ name }) => name === request.action);
      if (action === undefined) throw new Rejection('ACTION_UNKNOWN', { known: acting.actions.map(({ name }) => name).join(', ') });
      const { verdict, obstacle } = toMessage(action, verdictOn(action, found.state, context));
      if (obstacle === undefined) return { verdict, obstacle };
      const since = refusedSince(acting, action, await readStream(app.db, request.stream), context);
      return { verdict, obstacle: { ...obstacle, since: since && toEvent(since) } };
    },
  });
};

type Asked = { readonly stream: string; readonly atLeastPosition?: Parameters<App['awaitPosition']>[0] };

/** The event since which the action is refused for the reason that it is refused for now; undefined when it always was. */
const refusedSince = (
  { aggregate }: AnyActing,
  action: AnyActing['actions'][number],
  stored: readonly StoredEvent[],
  context: DecisionContext,
): StoredEvent | undefined => {
  let since: StoredEvent | undefined;
  let state = aggregate.decider.initial;
  let reason = reasonOf(verdictOn(action, state, context));
  for (const event of stored) {
    state = aggregate.decider.evolve(state, decodeEvent(aggregate.codec, event.payload));
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

const toObstacle = ({ reason, message, facts }: Rejection): Obstacle => ({ reason, message, facts: { ...facts }, since: undefined });

const toEvent = ({ stream, version, type, occurredAt, recordedAt }: StoredEvent): ObstacleEvent => ({
  eventId: `${stream}/${version}`,
  type,
  occurredAt,
  recordedAt,
});
