import type { Actor } from '@accompany/domain';
import {
  type AnyTimer,
  deriveTimers,
  type Executor,
  fireTimers,
  inTransaction,
  readAfter,
  type StoredEvent,
  type SubscribeOptions,
  step,
} from '@accompany/store';
import type { Pool } from 'pg';
import type { ReceivedRecord } from './case-log/case-log.js';
import { type AnyEvent, type EventMeta, type LogEvent, readEvent, readMeta, toRecord } from './log-event.js';
import type { AnyReaction, Projection } from './reaction.js';
import { reactor } from './reactor.js';
import { type View, viewSubscription } from './view.js';

/** What a service makes of the log, and the store that it does it on. */
export type TestLogParts = {
  readonly service: string;
  readonly db: Pool;
  readonly executor: Executor;
  readonly copies?: readonly Projection[];
  readonly reactions?: readonly AnyReaction[];
  readonly views?: readonly View[];
  readonly timers?: readonly AnyTimer[];
};

/** A log that is only as long as a test, read by one service. */
export type TestLog = {
  /** An event of another service: the copies see it, then the reactions decide. */
  learn(event: AnyEvent, caseId: string, told?: Partial<EventMeta>): Promise<void>;
  /** The views and timers follow our own events, which come back on the log, until nothing follows any more. */
  settle(): Promise<void>;
  /** Our views alone follow our own events. */
  view(): Promise<void>;
  /** Our own events come back on the log that have not yet; the views may be behind. */
  comeBack(): Promise<number>;
  /** What is due at a time happens, and what follows from it. */
  turnTo(time: Date): Promise<void>;
};

const NOBODY: Actor = { kind: 'agency', agency: 'nobody', person: 'p-1' };

/** Makes a log for one service. What fails is thrown and can be tried again: nothing counts as seen before it took effect. */
export const createTestLog = ({ service, db, executor, copies = [], reactions = [], views = [], timers = [] }: TestLogParts): TestLog => {
  const projections = [...copies, reactor(service, reactions, executor, () => new Date())];
  const follow = subscriptions(service, views, timers);
  let told = 0;
  let seen = 0;

  const take = (event: LogEvent): Promise<void> =>
    inTransaction(db, async (tx) => {
      for (const projection of projections) await projection.applyBatch(tx, [event]);
    });

  const view = async (): Promise<void> => {
    for (const one of follow) while ((await step(db, one)).handled > 0);
  };

  const comeBack = async (): Promise<number> => {
    const fresh = await readAfter(db, seen, 200);
    for (const stored of fresh) {
      await take(asLogged(service, stored));
      seen = stored.position;
    }
    return fresh.length;
  };

  const settle = async (): Promise<void> => {
    do await view();
    while ((await comeBack()) > 0);
  };

  return {
    learn: async (event, caseId, meta = {}) => {
      const position = ++told;
      const now = new Date();
      const usual: EventMeta = {
        ...{ eventId: `told-${position}/1`, source: 'elsewhere', partition: 0, position, stream: `told-${position}` },
        ...{ streamId: '', version: 1, type: event.$case, caseId, occurredAt: now, recordedAt: now, actor: NOBODY, correlation: 'told' },
      };
      await take({ event, meta: { ...usual, ...meta }, record: NO_RECORD });
    },
    settle,
    view,
    comeBack,
    turnTo: async (time) => {
      await settle();
      while ((await fireTimers(db, executor, [...timers], service, time)) > 0);
      await settle();
    },
  };
};

const NO_RECORD: ReceivedRecord = { topic: '', partition: 0, offset: '0', key: '', value: new Uint8Array(), headers: {} };

const asLogged = (service: string, stored: StoredEvent): LogEvent => {
  const record = { ...toRecord(service, stored), topic: '', partition: 0, offset: String(stored.position) };
  const meta = readMeta(record);
  if (meta === undefined) throw new Error('an event of ours that the log would not take for one');
  return { event: readEvent(stored.type, stored.payload), meta, record };
};

const subscriptions = (service: string, views: readonly View[], timers: readonly AnyTimer[]): SubscribeOptions[] => {
  const onError = (): void => {};
  const derive: SubscribeOptions = { name: 'timers', onError, handle: (tx, events) => deriveTimers(tx, [...timers], events) };
  return [...views.map((one) => viewSubscription(service, one, onError)), ...(timers.length === 0 ? [] : [derive])];
};
