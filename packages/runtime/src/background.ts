import { setTimeout as delay } from 'node:timers/promises';
import { createWaker, deriveTimers, type Executor, fireTimers, subscribe } from '@accompany/store';
import type { Pool } from 'pg';
import type { CaseLog } from './case-log/case-log.js';
import { openCaseLog } from './case-log/open.js';
import type { Config } from './config.js';
import { type Consumer, startConsumer } from './consumer.js';
import type { ServiceDefinition } from './definition.js';
import type { Logger } from './log.js';
import { reach } from './reach.js';
import type { Projection } from './reaction.js';
import { startRelay } from './relay.js';
import type { Stopping } from './stopping.js';
import { TOPICS } from './topics.js';
import { viewSubscription } from './view.js';

/** The subscription that derives timers. */
export const TIMERS = 'timers';

const TIMER_MS = 1_000;

/** A service whose store is ready. */
export type Running = {
  readonly definition: ServiceDefinition;
  readonly config: Config;
  readonly db: Pool;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly stopping: Stopping;
};

/** The log that a service reads, and as which group. */
export type Following = { readonly caseLog: CaseLog; readonly group: string; readonly consumer: Consumer };

/** Opens the log, once its server answers, and starts reading it. */
export const follow = async (
  { definition: { name: service }, config, db, logger, stopping }: Running,
  url: string,
  projections: readonly Projection[],
): Promise<Following> => {
  const caseLog = await openCaseLog(url, { logger, clientId: `accompany-${service}` });
  stopping.onStop('case log', () => caseLog.close());
  await reach(url, { seconds: config.ACCOMPANY_START_PATIENCE_SECONDS, logger }, caseLog.check);
  await caseLog.ensureTopics(Object.values(TOPICS));
  const { rows } = await db.query<{ id: string }>('select id from incarnation');
  const group = `accompany.${service}.${rows[0]?.id}`;
  const consumer = startConsumer({ group, db, caseLog, projections, logger });
  stopping.onStop('consumer', () => consumer.stop());
  return { caseLog, group, consumer };
};

/** Keeps relay, views and timers going. */
export const keep = ({ definition, config, db, logger, now, stopping }: Running, executor: Executor, caseLog: CaseLog): void => {
  const { name: service, views = [], timers = [] } = definition;
  const waker = createWaker(config.ACCOMPANY_DATABASE_URL, 'appended');
  stopping.onStop('waker', () => waker.close());
  const relay = startRelay({ service, db, databaseUrl: config.ACCOMPANY_DATABASE_URL, caseLog, waker, logger });
  stopping.onStop('relay', () => relay.stop());
  const onError = (error: unknown) => logger.error({ err: error }, 'a subscription on the store failed; it tries again');
  const subscriptions = views.map((one) => viewSubscription(service, one, onError));
  if (timers.length > 0) subscriptions.push({ name: TIMERS, onError, handle: (tx, events) => deriveTimers(tx, timers, events) });
  for (const options of subscriptions) {
    const subscription = subscribe(db, waker, options);
    stopping.onStop(options.name, () => subscription.stop());
  }
  if (timers.length > 0) {
    const ticking = new AbortController();
    const done = tick(async () => (await fireTimers(db, executor, timers, service, now())) > 0, ticking.signal, onError);
    stopping.onStop('timers', async () => {
      ticking.abort();
      await done;
    });
  }
};

/** Repeats work, at once while there is more of it, else every second, until aborted. */
const tick = async (work: () => Promise<boolean>, signal: AbortSignal, onError: (error: unknown) => void): Promise<void> => {
  while (!signal.aborted) {
    const more = await work().catch((error: unknown) => {
      onError(error);
      return false;
    });
    if (!more) await delay(TIMER_MS, undefined, { signal }).catch(() => {});
  }
};
