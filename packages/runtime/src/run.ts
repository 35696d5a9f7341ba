import { createExecutor, migrate, openPool } from '@accompany/store';
import { actionsService } from './actions.js';
import { createApp } from './app.js';
import { follow, keep, TIMERS } from './background.js';
import { type Config, readConfig } from './config.js';
import type { ServiceDefinition } from './definition.js';
import { dependenciesOf } from './dependencies.js';
import { watchHealth } from './health.js';
import { openHints } from './hints/open.js';
import { createLogger, type Logger } from './log.js';
import { operations } from './operations.js';
import { reach } from './reach.js';
import { reactor } from './reactor.js';
import { repairs } from './repair-handlers.js';
import { startServer } from './server.js';
import { readStanding, type StandingParts } from './standing.js';
import { createStopping, endOnUnhandled } from './stopping.js';
import { noteBatch, tracedExecutor } from './telemetry/executor.js';
import { startTelemetry } from './telemetry/start.js';
import { TOPICS } from './topics.js';
import { connectVault } from './vault.js';
import { checkpointOf } from './view.js';
import { awaitCopied } from './wait.js';

const VERSION = '0.1.0';
const DRAIN_MS = 10_000;

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
  const running = { definition, config, db, logger, now, stopping };
  const executor = tracedExecutor(createExecutor(db, noteBatch));

  const hints = await openHints(config.ACCOMPANY_NATS_URL, logger);
  stopping.onStop('hints', () => hints.close());
  const vault = config.ACCOMPANY_VAULT_ADDRESS === undefined ? undefined : await connectVault(config, config.ACCOMPANY_VAULT_ADDRESS, now);
  stopping.onStop('vault', async () => vault?.close());

  const copies = definition.copies ?? [];
  const reactions = typeof definition.reactions === 'function' ? definition.reactions(config) : (definition.reactions ?? []);
  const projections = reactions.length === 0 ? copies : [...copies, reactor(service, reactions, executor, now)];
  const log = config.ACCOMPANY_CASE_LOG === undefined ? undefined : await follow(running, config.ACCOMPANY_CASE_LOG, projections);
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
  if (log !== undefined) keep(running, executor, log.caseLog);

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
