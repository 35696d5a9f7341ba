import { fold, Rejection, tryOut } from '@accompany/domain';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { type Aggregate, type AnyUnionEvent, decodeEvent, encodeEvent, eventType, streamName } from './aggregate.js';
import { type Append, type Committed, createAppender } from './append.js';
import type { EventMetadata } from './event.js';
import { readCommand, readStream } from './read.js';

/** A command to carry out on one aggregate. */
export type Command<State, Event> = {
  /** Id of the command, unique per actor; a repeat returns the first outcome. */
  readonly key: string;
  /** Keyed hash of its payload. */
  readonly fingerprint: string;
  readonly occurredAt: Date;
  readonly metadata: EventMetadata;
  /** Version that the caller has seen; undefined = decide on whatever is there. */
  readonly seenVersion?: number;
  /** Partition key on the log, given the state decided on. */
  readonly partitionKey: (state: State) => string;
  readonly decide: (state: State) => Event[];
};

/** An aggregate as loaded: its folded state, its version (0 = does not exist) and its last position. */
export type Loaded<State> = { readonly state: State; readonly version: number; readonly position: number; readonly key: string };

/** What a command led to. */
export type Executed<State, Event> = Loaded<State> & { readonly events: readonly Event[]; readonly repeated: boolean };

/** The way in: load, decide, append. */
export type Executor = {
  load<State, Event extends AnyUnionEvent>(aggregate: Aggregate<State, Event>, id: string): Promise<Loaded<State>>;
  execute<State, Event extends AnyUnionEvent>(
    aggregate: Aggregate<State, Event>,
    id: string,
    command: Command<State, Event>,
  ): Promise<Executed<State, Event>>;
};

const MAX_ATTEMPTS = 5;
const CACHED_STREAMS = 10_000;

/**
 * Creates the executor of a store. Folded state is cached by stream and trusted only because the append checks the
 * version: what was decided on a stale state conflicts, and a rejection on cached state is decided again on fresh state.
 * @param onCommitted told of each batch of appends
 * @throws Rejection from the decision; STALE_ETAG when the caller's version is not the current one; REQUEST_ID_REUSED
 *   when the command's id was used with another payload; TOO_MUCH_CONTENTION after five conflicts.
 */
export const createExecutor = (pool: Pool, onCommitted?: (committed: Committed) => void): Executor => {
  const append = createAppender(pool, onCommitted);
  const cache = new LRUCache<string, Loaded<unknown>>({ max: CACHED_STREAMS });
  const turns = new Map<string, Promise<unknown>>();
  const cached = <State>(stream: string) => cache.get(stream) as Loaded<State> | undefined;

  async function load<State, Event extends AnyUnionEvent>(aggregate: Aggregate<State, Event>, id: string): Promise<Loaded<State>> {
    const stream = streamName(aggregate.category, id);
    const known = cached<State>(stream) ?? { state: aggregate.decider.initial, version: 0, position: 0, key: '' };
    const stored = await readStream(pool, stream, known.version);
    const last = stored.at(-1);
    if (last === undefined) return known;
    const events = stored.map((event) => decodeEvent(aggregate.codec, event.payload));
    const { version, position, key } = last;
    const loaded = { state: fold(aggregate.decider, events, known.state), version, position, key };
    cache.set(stream, loaded);
    return loaded;
  }

  async function execute<State, Event extends AnyUnionEvent>(
    aggregate: Aggregate<State, Event>,
    id: string,
    command: Command<State, Event>,
  ): Promise<Executed<State, Event>> {
    const stream = streamName(aggregate.category, id);
    let base = cached<State>(stream);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const fresh = base === undefined;
      base ??= await load(aggregate, id);
      const decided = decideOn(base, command);
      if (decided instanceof Rejection) {
        if (fresh) return { ...base, ...(await firstOutcome(stream, command, decided)), events: [], repeated: true };
        base = undefined;
        continue;
      }
      const key = base.version > 0 ? base.key : command.partitionKey(base.state);
      const { outcome, version, position } = await append(toAppend(aggregate, stream, base.version, key, command, decided));
      switch (outcome) {
        case 'reused':
          throw new Rejection('REQUEST_ID_REUSED');
        case 'duplicate':
          return { ...base, version, position, events: [], repeated: true };
        case 'conflict':
          cache.delete(stream);
          base = undefined;
          continue;
        case 'appended': {
          const after = { state: fold(aggregate.decider, decided, base.state), version, position, key };
          if (version > 0) cache.set(stream, after);
          return { ...after, events: decided, repeated: false };
        }
      }
    }
    throw new Rejection('TOO_MUCH_CONTENTION');
  }

  /** Commands of this process on one stream take turns, so that only other processes can cause conflicts. */
  const inTurn = <Result>(stream: string, work: () => Promise<Result>): Promise<Result> => {
    const turn = (turns.get(stream) ?? Promise.resolve()).then(work, work);
    turns.set(stream, turn);
    const leave = () => {
      if (turns.get(stream) === turn) turns.delete(stream);
    };
    turn.then(leave, leave);
    return turn;
  };

  /** A command that is refused now may be the repeat of one that was carried out: then it gets its first outcome. */
  const firstOutcome = async (stream: string, command: { key: string; fingerprint: string }, rejection: Rejection) => {
    const done = await readCommand(pool, command.key);
    if (done === undefined) throw rejection;
    if (done.fingerprint !== command.fingerprint || done.stream !== stream) throw new Rejection('REQUEST_ID_REUSED');
    return { version: done.version, position: done.position };
  };

  return { load, execute: (aggregate, id, command) => inTurn(streamName(aggregate.category, id), () => execute(aggregate, id, command)) };
};

const decideOn = <State, Event>(base: Loaded<State>, command: Command<State, Event>): Event[] | Rejection => {
  if (command.seenVersion !== undefined && command.seenVersion !== base.version) return new Rejection('STALE_ETAG');
  return tryOut(() => command.decide(base.state));
};

const toAppend = <State, Event extends AnyUnionEvent>(
  aggregate: Aggregate<State, Event>,
  stream: string,
  expectedVersion: number,
  key: string,
  command: Command<State, Event>,
  decided: Event[],
): Append => ({
  commandKey: command.key,
  fingerprint: command.fingerprint,
  stream,
  expectedVersion,
  topic: aggregate.topic,
  key,
  metadata: JSON.stringify(command.metadata),
  occurredAt: command.occurredAt,
  events: decided.map((event) => ({ type: eventType(aggregate.type, event), payload: encodeEvent(aggregate.codec, event) })),
});
