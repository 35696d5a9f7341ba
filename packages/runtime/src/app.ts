import type { Sealer } from '@accompany/access';
import type { PersonalDataCategory, Position, Sealed } from '@accompany/contracts/common/v1/common';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { type Aggregate, type AnyUnionEvent, type Executor, streamName } from '@accompany/store';
import type { Pool } from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { actorKey, type Call, happenedAt, type Mutation } from './call.js';
import type { Config } from './config.js';
import type { Hints } from './hints/hints.js';
import type { Logger } from './log.js';

/** What a decision made in a handler needs beside the aggregate. */
export type Decide<State, Event> = {
  /** The case that a new stream belongs to, for facts of the network the agency; an existing stream keeps its own. */
  readonly caseId?: string | ((state: State) => string);
  readonly decide: (state: State, context: DecisionContext) => Event[];
};

/** Where a thing stands now, as responses say it. */
export type Standing = { readonly etag: string; readonly position: Position };

/** An aggregate as a handler sees it; `key` is the case it belongs to. */
export type Found<State> = Standing & { readonly state: State; readonly version: number; readonly key: string };

/** What a command led to; `repeated` when its request id was carried out before. */
export type Done<State, Event> = Found<State> & { readonly events: readonly Event[]; readonly repeated: boolean };

/** What a service's handlers work with. */
export type App = {
  readonly service: string;
  readonly db: Pool;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly config: Config;
  readonly hints: Hints;
  /** Loads an aggregate; an unknown one is its initial state with etag `0`. */
  load<State, Event extends AnyUnionEvent>(aggregate: Aggregate<State, Event>, id: string): Promise<Found<State>>;
  /** Load, decide, append. The response to a repeated request is the first one's. */
  execute<State, Event extends AnyUnionEvent>(
    aggregate: Aggregate<State, Event>,
    id: string,
    mutation: Mutation,
    call: Call,
    decide: Decide<State, Event>,
  ): Promise<Done<State, Event>>;
  /** An id for what this request creates: the same request always gives the same id. */
  newId(call: Call, mutation: Mutation, kind: string): string;
  /** Seals a text for one stream; undefined for an empty text. */
  seal<State, Event extends AnyUnionEvent>(
    subjectId: string,
    category: PersonalDataCategory,
    aggregate: Aggregate<State, Event>,
    id: string,
    text: string,
  ): Promise<Sealed | undefined>;
  /** Opens what was sealed for a stream; the empty text for undefined. */
  open<State, Event extends AnyUnionEvent>(sealed: Sealed | undefined, aggregate: Aggregate<State, Event>, id: string): Promise<string>;
  /**
   * Waits, at most 2 seconds, until this service has seen a position of another service's store: its copies show it, and what its
   * reactions decide on it stands in its own store.
   * @param key the case id, or nothing for facts of the network
   * @throws Rejection POSITION_NOT_REACHED
   */
  awaitPosition(position: Position | undefined, key?: string): Promise<void>;
};

/** The parts an App is made of. */
export type AppParts = Pick<App, 'service' | 'db' | 'logger' | 'now' | 'config' | 'hints'> & {
  readonly executor: Executor;
  readonly sealer: Sealer | undefined;
  readonly awaitCopied: (position: Position, key: string | undefined) => Promise<void>;
};

const CREATED = '0c1d7b5e-0f0a-5b58-8b6e-5f7f2a3d9e01';

/** Makes the App of a service. */
export const createApp = ({ service, db, logger, now, config, hints, executor, sealer, awaitCopied }: AppParts): App => {
  const standing = (version: number, position: number): Standing => ({ etag: String(version), position: { service, value: position } });
  const needSealer = (): Sealer => {
    if (sealer === undefined) throw new Error('this service was started without a vault');
    return sealer;
  };
  return {
    service,
    db,
    logger,
    now,
    config,
    hints,
    load: async (aggregate, id) => {
      const loaded = await executor.load(aggregate, id);
      return { ...loaded, ...standing(loaded.version, loaded.position) };
    },
    execute: async (aggregate, id, mutation, call, { caseId, decide }) => {
      if (call.signal.aborted) throw new Rejection('DEADLINE_EXCEEDED');
      const context: DecisionContext = { actor: call.actor, occurredAt: happenedAt(mutation.occurredAt, call.now), now: call.now };
      const done = await executor.execute(aggregate, id, {
        key: `${actorKey(call.actor)}/${mutation.requestId}`,
        fingerprint: call.fingerprint,
        occurredAt: context.occurredAt,
        metadata: { actor: call.actor, correlation: mutation.requestId },
        seenVersion: seenVersion(mutation.etag),
        partitionKey: (state) => (aggregate.topic === 'network' && caseId === undefined ? id : partitionKey(caseId, state)),
        decide: (state) => decide(state, context),
      });
      return { ...done, ...standing(done.version, done.position) };
    },
    newId: (call, mutation, kind) => uuidv5(`${actorKey(call.actor)}/${mutation.requestId}/${kind}`, CREATED),
    seal: async (subjectId, category, aggregate, id, text) =>
      text === '' ? undefined : needSealer().seal(subjectId, category, streamName(aggregate.category, id), text),
    open: async (sealed, aggregate, id) => (sealed === undefined ? '' : needSealer().open(sealed, streamName(aggregate.category, id))),
    awaitPosition: async (position, key) => {
      if (position !== undefined && position.service !== service && position.value > 0) await awaitCopied(position, key);
    },
  };
};

const seenVersion = (etag: string | undefined): number | undefined => {
  if (etag === undefined || etag === '') return undefined;
  if (!/^\d{1,9}$/.test(etag)) throw new Rejection('STALE_ETAG');
  return Number(etag);
};

const partitionKey = <State>(caseId: Decide<State, never>['caseId'], state: State): string => {
  const key = typeof caseId === 'function' ? caseId(state) : caseId;
  if (key === undefined || key === '') throw new Error('a new stream about a case needs its case id');
  return key;
};
