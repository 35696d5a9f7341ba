import type { DecisionContext } from '@accompany/domain';
import type { Pool, PoolClient } from 'pg';
import { v5 as uuidv5 } from 'uuid';
import { type Aggregate, type AnyUnionEvent, decodeEvent, streamCategory, streamId } from './aggregate.js';
import type { StoredEvent } from './event.js';
import type { Executor } from './execute.js';
import { inTransaction } from './pool.js';

/** What an event does to the timers of its stream. */
export type TimerChange = { readonly set: string; readonly at: Date } | { readonly clear: string };

/** When an event was and was learned. */
export type TimerMoment = { readonly occurredAt: Date; readonly recordedAt: Date };

/** Timers of one aggregate: derived from its events, decided again by the aggregate when they fire. */
export type Timer<State, Event extends AnyUnionEvent> = {
  readonly name: string;
  readonly aggregate: Aggregate<State, Event>;
  readonly derive: (event: Event, moment: TimerMoment) => readonly TimerChange[];
  /** The decision that a due timer asks for; it gives nothing when the timer no longer applies. */
  readonly fire: (timer: string, dueAt: Date) => (state: State, context: DecisionContext) => Event[];
};

/** A timer of any aggregate. */
// biome-ignore lint/suspicious/noExplicitAny: state and event differ from timer to timer and never meet
export type AnyTimer = Timer<any, any>;

const NAMESPACE = '6f1d3c0a-5a4c-5d0e-9d6a-0a4a3a1f7c11';

/** Writes what these events change in the timers; part of a subscription on the store. */
export const deriveTimers = async (tx: PoolClient, timers: readonly AnyTimer[], events: readonly StoredEvent[]): Promise<void> => {
  for (const stored of events)
    for (const timer of timers) {
      if (streamCategory(stored.stream) !== timer.aggregate.category) continue;
      for (const change of timer.derive(decodeEvent(timer.aggregate.codec, stored.payload) as AnyUnionEvent, stored))
        if ('set' in change)
          await tx.query(
            `insert into timers (timer, stream, name, key, due_at) values ($1, $2, $3, $4, $5)
             on conflict (timer, stream, name) do update set due_at = excluded.due_at`,
            [timer.name, stored.stream, change.set, stored.key, change.at],
          );
        else await tx.query('delete from timers where timer = $1 and stream = $2 and name = $3', [timer.name, stored.stream, change.clear]);
    }
};

type Due = { timer: string; stream: string; name: string; key: string; due_at: Date };

/**
 * Fires what is due at `now`, oldest first, at most 50: each is decided by its aggregate under a command id of its own,
 * so that a crash between decision and deletion changes nothing. Several processes share the work (`skip locked`).
 * @returns how many fired
 */
export const fireTimers = async (
  db: Pool,
  executor: Executor,
  timers: readonly AnyTimer[],
  service: string,
  now: Date,
): Promise<number> => {
  const { rows: due } = await db.query({ name: 'timers-due', text: 'select from timers where due_at <= $1 limit 1', values: [now] });
  return due.length === 0 ? 0 : fireDue(db, executor, timers, service, now);
};

const fireDue = (db: Pool, executor: Executor, timers: readonly AnyTimer[], service: string, now: Date): Promise<number> =>
  inTransaction(db, async (tx) => {
    const { rows } = await tx.query<Due>(
      'select timer, stream, name, key, due_at from timers where due_at <= $1 order by due_at, stream, name limit 50 for update skip locked',
      [now],
    );
    const actor = { kind: 'service', service } as const;
    for (const due of rows) {
      const timer = timers.find((candidate) => candidate.name === due.timer);
      if (timer === undefined) continue;
      const decide = timer.fire(due.name, due.due_at);
      const id = uuidv5(`${due.timer}|${due.stream}|${due.name}|${due.due_at.toISOString()}`, NAMESPACE);
      await executor.execute(timer.aggregate, streamId(due.stream), {
        key: `timer/${id}`,
        fingerprint: id,
        occurredAt: due.due_at,
        metadata: { actor, correlation: id },
        partitionKey: () => due.key,
        decide: (state) => decide(state, { actor, occurredAt: due.due_at, now }),
      });
      await tx.query('delete from timers where timer = $1 and stream = $2 and name = $3 and due_at = $4', [
        due.timer,
        due.stream,
        due.name,
        due.due_at,
      ]);
    }
    return rows.length;
  });
