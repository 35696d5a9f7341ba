import { setTimeout as delay } from 'node:timers/promises';
import {
  type AnyTimer,
  createExecutor,
  createWaker,
  deriveTimers,
  type Executor,
  fireTimers,
  migrate,
  openPool,
  subscribe,
} from '@accompany/store';
import type { Pool } from 'pg';
import { type AnyActing, actionsService } from './actions.js';
import { type App, createApp } from './app.js';
import { openCaseLog } from './case-log/case-log.js';
import { type Config, readConfig } from './config.js';
import { startConsumer } from './consumer.js';
import { dependenciesOf } from './dependencies.js';
import { watchHealth } from './health.js';
import { openHints } from './hints/hints.js';
import { createLogger, type Logger } from './log.js';
import { operations } from './operations.js';
import { type Patience, reach } from './reach.js';
import type { AnyReaction, Projection } from './reaction.js';
import { reactor } from './reactor.js';
import { startRelay } from './relay.js';
import { repairs } from './repair-handlers.js';
import type { Served } from './serve.js';
import { startServer } from './server.js';
import { readStanding, type StandingParts, type ViewName } from './standing.js';
import { createStopping, endOnUnhandled } from './stopping.js';
import { noteBatch, tracedExecutor } from './telemetry/executor.js';
import type { Sources } from './telemetry/gauges.js';
import { startTelemetry } from './telemetry/start.js';
import { TOPICS } from './topics.js';
import { connectVault } from './vault.js';
import { checkpointOf, type View, viewSubscription } from './view.js';
import { awaitCopied } from './wait.js';

/** What makes one service of the network. */
export type ServiceDefinition = {
  readonly name: string;
  /** Folder of the service's own `.sql` files. */
  readonly migrations?: URL;
  readonly serve: (app: App) => readonly Served[] | Promise<readonly Served[]>;
  /** What people may do with its aggregates, for ListAllowedActions and ExplainRefusal. */
  readonly actions?: readonly AnyActing[];
  /** Where limits of the network play a part, they come from the configuration. */
  readonly reactions?: readonly AnyReaction[] | ((config: Config) => readonly AnyReaction[]);
  readonly copies?: readonly Projection[];
  readonly views?: readonly View[];
  /** Views that its copies keep themselves, in their transaction. */
  readonly viewsOfCopies?: readonly ViewName[];
  readonly timers?: readonly AnyTimer[];
  /** Gauges of its own among those that `telemetry/allowed.ts` lists; asked whenever metrics are collected. */
  readonly gauges?: (app: App) => Sources['own'];
};

const VERSION = '0.1.0';
const DRAIN_MS = 10_000;
const TIMER_MS = 1_000;
/** The subscription that derives timers. */
const TIMERS = 'timers';

/**
 * Runs a service until SIGTERM or SIGINT: schema, event store, gRPC, relay, copies, reactions, timers. A start waits a while for
 * servers that are away; one that fails ends the process with one line that says why, and so does an error that nobody handles.
 */
export const runService = async (definition: ServiceDefinition): Promise<void> => {
  let logger = createLogger(definition.name, 'info');
  try {
    const config = readConfig(process.env);
    logger = createLogger(definition.name, config.ACCOMPANY_LOG_LEVEL);
    endOnUnhandled(logger);
    await start(definition, config, logger);
  } catch (error) {
    logger.fatal({ err: error, cause: error instanceof Error ? error.message : undefined }, 'the service could not start');
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 1_000).unref();
  }
};

const start = async (definition: ServiceDefinition, config: Config, logger: Logger): Promise<void> => {
  const service = definition.name;
  const now = (): Date => new Date();
  const stopping = createStopping(logger);
  const telemetry = await startTelemetry(service, config, logger);
  stopping.onStop('telemetry', () => telemetry.close());

  const patience = { seconds: config.ACCOMPANY_START_PATIENCE_SECONDS, logger };
  await reach(config.ACCOMPANY_DATABASE_OWNER_URL, patience, () => prepareDatabase(definition, config));
  const db = openPool(config.ACCOMPANY_DATABASE_URL);
  stopping.onStop('database', () => db.end());
  const executor = tracedExecutor(createExecutor(db, noteBatch));

  const hints = await openHints(config.ACCOMPANY_NATS_URL, logger);
  stopping.onStop('hints', () => hints.close());
  const vault = config.ACCOMPANY_VAULT_ADDRESS === undefined ? undefined : await connectVault(config, config.ACCOMPANY_VAULT_ADDRESS, now);
  stopping.onStop('vault', async () => vault?.close());

  const copies = definition.copies ?? [];
  const reactions = typeof definition.reactions === 'function' ? definition.reactions(config) : (definition.reactions ?? []);
  const projections = reactions.length === 0 ? copies : [...copies, reactor(service, reactions, executor, now)];
  const log =
    config.ACCOMPANY_CASE_LOG === undefined
      ? undefined
      : await follow(service, config.ACCOMPANY_CASE_LOG, db, projections, patience, stopping);
  const health = watchHealth(dependenciesOf(db, log?.caseLog, vault), logger);

  const app = createApp({
    service,
    db,
    logger,
    now,
    config,
    hints,
    executor,
    sealer: vault?.sealer,
    awaitCopied: log === undefined ? async () => {} : awaitCopied(db, log.caseLog, projections, log.consumer),
  });
  if (log !== undefined) keep(definition, config, db, executor, log, logger, stopping, now);

  const topics = [...new Set(projections.flatMap((projection) => projection.topics.map((topic) => TOPICS[topic].name)))];
  const consuming = log === undefined ? undefined : { caseLog: log.caseLog, group: log.group, topics };
  const standing = { db, now, consuming, ...viewsOf(definition) };
  const acted = definition.actions === undefined ? [] : [actionsService(app, definition.actions)];
  const operated = operations({ service, version: VERSION, standing, dependencies: health.dependencies });
  const served = [...(await definition.serve(app)), ...acted, repairs(app, projections), operated];
  const server = await startServer(config, served, {
    domain: config.ACCOMPANY_NETWORK_DOMAIN,
    fingerprintKey: Buffer.from(config.ACCOMPANY_FINGERPRINT_KEY, 'base64'),
    logger,
    now,
  });
  stopping.onStop('server', () => server.drain(DRAIN_MS));
  health.tell(server.setServing);
  stopping.onStop('health', () => health.stop());
  telemetry.observe({
    now,
    standing: () => readStanding(standing),
    consumers: projections.map(({ name }) => name),
    serving: health.serving,
    dependencies: health.dependencies,
    own: definition.gauges?.(app) ?? {},
  });
  logger.info({ listen: config.ACCOMPANY_LISTEN }, 'serving');
};

/** What follows the service's store, timers among it, and what its copies keep. */
const viewsOf = ({ views = [], viewsOfCopies = [], timers = [] }: ServiceDefinition): Pick<StandingParts, 'views' | 'viewsOfCopies'> => ({
  views: [
    ...views.map((one) => ({ name: one.name, version: one.version, checkpoint: checkpointOf(one) })),
    ...(timers.length === 0 ? [] : [{ name: TIMERS, version: 1, checkpoint: TIMERS }]),
  ],
  viewsOfCopies,
});

const prepareDatabase = async ({ migrations }: ServiceDefinition, config: Config): Promise<void> => {
  const appRole = new URL(config.ACCOMPANY_DATABASE_URL).username;
  const runtime = { name: 'runtime', folder: new URL('../sql/', import.meta.url) };
  const own = migrations === undefined ? [] : [{ name: 'service', folder: migrations }];
  await migrate(config.ACCOMPANY_DATABASE_OWNER_URL, appRole, [runtime, ...own]);
};

type Following = Awaited<ReturnType<typeof follow>>;

/** Opens the log and starts reading it. */
const follow = async (
  service: string,
  url: string,
  db: Pool,
  projections: readonly Projection[],
  patience: Patience,
  stopping: ReturnType<typeof createStopping>,
) => {
  const { logger } = patience;
  const caseLog = await openCaseLog(url, { logger, clientId: `accompany-${service}` });
  stopping.onStop('case log', () => caseLog.close());
  await reach(url, patience, caseLog.check);
  await caseLog.ensureTopics(Object.values(TOPICS));
  const { rows } = await db.query<{ id: string }>('select id from incarnation');
  const group = `accompany.${service}.${rows[0]?.id}`;
  const consumer = startConsumer({ group, db, caseLog, projections, logger });
  stopping.onStop('consumer', () => consumer.stop());
  return { caseLog, group, consumer };
};

/** Keeps relay, views and timers going. */
const keep = (
  { name: service, views = [], timers = [] }: ServiceDefinition,
  config: Config,
  db: Pool,
  executor: Executor,
  { caseLog }: Following,
  logger: Logger,
  stopping: ReturnType<typeof createStopping>,
  now: () => Date,
): void => {
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
