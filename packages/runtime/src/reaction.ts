import type { DecisionContext, Reason } from '@accompany/domain';
import { type Aggregate, type AnyUnionEvent, wantsTransaction } from '@accompany/store';
import type { PoolClient } from 'pg';
import type { Config } from './config.js';
import type { AnyEvent, EventMeta, LogEvent } from './log-event.js';

/** A decision that an event asks for, on one aggregate of the reacting service. */
export type Ordered<State, Event> = {
  readonly id: string;
  /** The case that a new stream belongs to, where the event is not one of that case; for facts of the network the agency. */
  readonly caseId?: string;
  readonly decide: (state: State, context: DecisionContext) => Event[];
};

/** Reads from the service's own tables which decisions an event asks for; it changes nothing. */
export type LookUp<State, Event> = (tx: PoolClient) => Promise<readonly Ordered<State, Event>[]>;

/** What one service does of itself when something happened: pure, run once per event, never on replay. */
export type Reaction<State, Event extends AnyUnionEvent> = {
  readonly name: string;
  /** What it does, in the words of the domain: shown by its documentation. */
  readonly does: string;
  /** The settings that say by when what it asks for is due. */
  readonly limits?: readonly (keyof Config)[];
  readonly aggregate: Aggregate<State, Event>;
  /** Where the events are that it reacts to; in cases unless it says so. */
  readonly topic?: 'case' | 'network';
  readonly on: (event: AnyEvent, meta: EventMeta) => readonly Ordered<State, Event>[];
  /**
   * For an event that concerns whoever stands in the service's copies or views: how to find them, after the copies have seen it;
   * undefined for an event that concerns nobody.
   */
  readonly among?: (event: AnyEvent, meta: EventMeta) => LookUp<State, Event> | undefined;
  /** Reasons that mean there is nothing to do here; any other refusal parks the case. */
  readonly ignore?: readonly Reason[];
};

/** A reaction of any aggregate. */
// biome-ignore lint/suspicious/noExplicitAny: state and event differ from reaction to reaction and never meet
export type AnyReaction = Reaction<any, any>;

/** Declares a reaction. */
export const reaction = <State, Event extends AnyUnionEvent>(definition: Reaction<State, Event>): Reaction<State, Event> => definition;

/**
 * A copy of others' facts in own tables, made from the log in the consumer's transaction, each event once.
 * It must be a deterministic function of the log. `applyBatch` may be given where many rows go in at once.
 */
export type Projection = {
  readonly name: string;
  readonly topics: readonly ('case' | 'network')[];
  readonly applyBatch: (tx: PoolClient, events: readonly LogEvent[]) => Promise<void>;
  /** Whether the event has any effect here; what has none needs no transaction. */
  readonly concernedBy: (event: LogEvent) => boolean | Promise<boolean>;
  /** It opens the span of each event itself. */
  readonly ownSpans?: boolean;
  /** Called after the commit with what was applied: to wake those who wait. */
  readonly committed?: (events: readonly LogEvent[]) => void;
};

/** Declares a copy that takes one event at a time. */
export const projection = (definition: {
  readonly name: string;
  readonly topic: 'case' | 'network' | 'both';
  readonly apply: (tx: PoolClient, event: AnyEvent, meta: EventMeta) => Promise<void>;
}): Projection => ({
  name: definition.name,
  topics: definition.topic === 'both' ? ['case', 'network'] : [definition.topic],
  applyBatch: async (tx, events) => {
    for (const { event, meta } of events) await definition.apply(tx, event, meta);
  },
  concernedBy: ({ event, meta }) => wantsTransaction((tx) => definition.apply(tx, event, meta)),
});
