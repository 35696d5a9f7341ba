import type { Pool } from 'pg';
import type { CaseLog, ConsumerLag } from './case-log/case-log.js';
import { countSetAside, listParked, type ParkedCase } from './parking.js';
import { isLogReplaced } from './republishing.js';
import { within } from './within.js';

/** A view by its name, as it is built by this process. */
export type ViewName = { readonly name: string; readonly version: number };

/** What the standing of a service is read from. */
export type StandingParts = {
  readonly db: Pool;
  readonly now: () => Date;
  readonly consuming: { readonly caseLog: CaseLog; readonly group: string; readonly topics: readonly string[] } | undefined;
  /** Views of the service's own store, each with the name of its checkpoint. */
  readonly views: readonly (ViewName & { readonly checkpoint: string })[];
  /** Views that are kept in the transaction of a copy of the log: they are as far as the copy is. */
  readonly viewsOfCopies: readonly ViewName[];
};

/** How far a view is behind what it is made from: its service's own store, or the log for a view of a copy. */
export type ViewStanding = ViewName & {
  /** Up to where in its own store it has come; 0 for a view of a copy, which follows many stores. */
  readonly position: number;
  /** Events still to come. */
  readonly events: number;
  /** When the oldest of them was recorded; undefined when there is none. */
  readonly oldestAt?: Date | undefined;
};

/** How a service stands: what it has not sent, not read and not done yet, and what waits for a person. */
export type Standing = {
  /** Position of the newest event of the store, and of the newest that was sent; 0 without events. */
  readonly headPosition: number;
  readonly relayedPosition: number;
  /** Events not sent yet, and when the oldest of them was recorded. */
  readonly pending: number;
  readonly oldestUnsentAt?: Date | undefined;
  /** Whether the log is another one than events were sent to: nothing is sent to it until an operator orders it. */
  readonly logReplaced: boolean;
  /** What is still to be read, by partition; nothing when `logAnswered` is false, which does not mean that there is none. */
  readonly lags: readonly ConsumerLag[];
  readonly logAnswered: boolean;
  readonly views: readonly ViewStanding[];
  /** Timers whose time has come, the time of the one that waits longest, and timers whose time is still to come. */
  readonly timersOverdue: number;
  readonly oldestTimerAt?: Date | undefined;
  readonly timersWaiting: number;
  readonly parked: readonly ParkedCase[];
  /** Records of the log that are not ours. */
  readonly setAside: number;
};

/** How long the log may take to answer, in milliseconds; without it the rest is told all the same. */
const LOG_PATIENCE_MS = 2_000;

/**
 * Reads how a service stands from its database and the log; the one source of the status that operators ask for and of the
 * metrics. Cheap enough to be asked every few seconds: some short queries, two requests to the log, some more where a consumer is behind.
 * @throws what the database throws when it is away; a log that is away is told in `logAnswered`
 */
export const readStanding = async (parts: StandingParts): Promise<Standing> => {
  const { db, now } = parts;
  const [subscriptions, logReplaced, timers, parked, setAside, lags] = await Promise.all([
    readSubscriptions(db, ['relay', ...parts.views.map(({ checkpoint }) => checkpoint)]),
    isLogReplaced(db),
    readTimers(db, now()),
    listParked(db),
    countSetAside(db),
    readLags(parts.consuming),
  ]);
  const [relay, ...followed] = subscriptions;
  const head = relay?.head ?? 0;
  const views = parts.views.map(({ name, version }, index) => {
    const { position = 0, oldestAt } = followed[index] ?? {};
    return { name, version, position, events: head - position, oldestAt };
  });
  return {
    headPosition: head,
    relayedPosition: relay?.position ?? 0,
    pending: head - (relay?.position ?? 0),
    oldestUnsentAt: relay?.oldestAt,
    logReplaced,
    lags: lags ?? [],
    logAnswered: lags !== undefined,
    views: [...views, ...parts.viewsOfCopies.map((view) => ({ ...view, ...ofCopy(lags ?? []) }))],
    ...timers,
    parked,
    setAside,
  };
};

/** Where subscriptions on the store are, beside the store's newest position. */
const readSubscriptions = async (db: Pool, names: string[]): Promise<{ head: number; position: number; oldestAt: Date | undefined }[]> => {
  const { rows } = await db.query<{ head: string; position: string; oldest: Date | null }>({
    name: 'standing-subscriptions',
    text: `with at as (select place, coalesce(position, 0) as position
                         from unnest($1::text[]) with ordinality as wanted (name, place) left join checkpoints using (name))
           select (select coalesce(max(position), 0) from events) as head, at.position,
                  (select recorded_at from events e where e.position > at.position order by e.position limit 1) as oldest
             from at order by place`,
    values: [names],
  });
  return rows.map(({ head, position, oldest }) => ({ head: Number(head), position: Number(position), oldestAt: oldest ?? undefined }));
};

const readTimers = async (db: Pool, now: Date): Promise<Pick<Standing, 'timersOverdue' | 'oldestTimerAt' | 'timersWaiting'>> => {
  const { rows } = await db.query<{ overdue: number; oldest: Date | null; waiting: number }>({
    name: 'standing-timers',
    text: `select count(*) filter (where due_at <= $1)::int as overdue, min(due_at) filter (where due_at <= $1) as oldest,
                  count(*) filter (where due_at > $1)::int as waiting from timers`,
    values: [now],
  });
  const { overdue = 0, oldest, waiting = 0 } = rows[0] ?? {};
  return { timersOverdue: overdue, oldestTimerAt: oldest ?? undefined, timersWaiting: waiting };
};

/** @returns undefined when the log does not answer */
const readLags = async (consuming: StandingParts['consuming']): Promise<ConsumerLag[] | undefined> => {
  if (consuming === undefined || consuming.topics.length === 0) return [];
  const { caseLog, group, topics } = consuming;
  return within(LOG_PATIENCE_MS, caseLog.lag(group, [...topics]), 'the log did not answer').catch(() => undefined);
};

const ofCopy = (lags: readonly ConsumerLag[]): Pick<ViewStanding, 'position' | 'events' | 'oldestAt'> => {
  const times = lags.flatMap(({ oldestAt }) => (oldestAt === undefined ? [] : [oldestAt.getTime()]));
  return {
    position: 0,
    events: lags.reduce((sum, { events }) => sum + events, 0),
    oldestAt: times.length === 0 ? undefined : new Date(Math.min(...times)),
  };
};
