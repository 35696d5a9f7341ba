import type { Actor, Decider, DecisionContext } from './decider.js';
import { Rejection } from './rejection.js';

type Change = { readonly set: string; readonly at: Date } | { readonly clear: string };
type Moment = { readonly occurredAt: Date; readonly recordedAt: Date };
type Decide<State, Event> = (state: State, context: DecisionContext) => Event[];

/** Timers as a service declares them. */
export type ClockTimer<State, Event> = {
  readonly derive: (event: Event, moment: Moment) => readonly Change[];
  readonly fire: (name: string, dueAt: Date) => Decide<State, Event>;
};

/** What is tested: one stream, its timers, and what the service decides at once on the stream's own events. */
export type ClockSubject<State, Event> = {
  readonly decider: Decider<State, Event>;
  readonly timers: readonly ClockTimer<State, Event>[];
  readonly reactions?: readonly ((event: Event) => Decide<State, Event> | undefined)[];
};

/** Time that passes only when it is told to: what happens to one stream, and exactly when. */
export type VirtualClock<State, Event> = {
  readonly state: () => State;
  /** Lets time pass, firing what becomes due on the way, and writes down what was decided then; a refusal is an error. */
  readonly at: (time: Date, decide: Decide<State, Event>, occurredAt?: Date) => void;
  /** Lets time pass. */
  readonly until: (time: Date) => void;
  /** The names of what is still to become due. */
  readonly pending: () => readonly string[];
  /** All that happened, with when it was recorded. */
  readonly history: () => readonly { readonly at: Date; readonly event: Event }[];
};

const actor: Actor = { kind: 'service', service: 'test' };

/** Starts a stream under a virtual clock. */
export const virtualClock = <State, Event>({ decider, timers, reactions = [] }: ClockSubject<State, Event>): VirtualClock<State, Event> => {
  let state = decider.initial;
  const history: { at: Date; event: Event }[] = [];
  const due = new Map<string, { timer: ClockTimer<State, Event>; name: string; at: Date }>();

  const record = (events: readonly Event[], { occurredAt, recordedAt }: Moment): void => {
    for (const event of events) {
      state = decider.evolve(state, event);
      history.push({ at: recordedAt, event });
      for (const [nr, timer] of timers.entries())
        for (const change of timer.derive(event, { occurredAt, recordedAt }))
          if ('set' in change) due.set(`${nr}/${change.set}`, { timer, name: change.set, at: change.at });
          else due.delete(`${nr}/${change.clear}`);
    }
    for (const event of events) for (const reaction of reactions) run(reaction(event), { occurredAt, recordedAt });
  };
  const run = (decide: Decide<State, Event> | undefined, { occurredAt, recordedAt }: Moment): void => {
    if (decide !== undefined) record(decide(state, { actor, occurredAt, now: recordedAt }), { occurredAt, recordedAt });
  };
  const next = (time: Date) => [...due].filter(([, { at }]) => at <= time).sort(([, a], [, b]) => a.at.getTime() - b.at.getTime())[0];

  let now = new Date(-8.64e15);
  const until = (time: Date): void => {
    for (let found = next(time); found !== undefined; found = next(time)) {
      const [key, { timer, name, at }] = found;
      due.delete(key);
      now = at > now ? at : now;
      run(timer.fire(name, at), { occurredAt: at, recordedAt: now });
    }
    now = time;
  };
  return {
    state: () => state,
    history: () => history,
    pending: () => [...due.values()].map(({ name }) => name),
    until,
    at: (time, decide, occurredAt = time) => {
      until(time);
      try {
        run(decide, { occurredAt, recordedAt: time });
      } catch (error) {
        throw error instanceof Rejection ? new Error(`refused: ${error.reason}`) : error;
      }
    },
  };
};
