import { randomBytes, randomUUID } from 'node:crypto';
import { createSealer } from '@accompany/access';
import { type Actor, Rejection } from '@accompany/domain';
import { freshDatabase } from '@accompany/local';
import { createExecutor, type Executor, migrate, openPool } from '@accompany/store';
import type { Pool } from 'pg';
import { type App, type AppParts, createApp } from './app.js';
import type { Call } from './call.js';
import { readConfig } from './config.js';
import { openHints } from './hints/open.js';
import { createLogger } from './log.js';

export { createTestLog, type TestLog, type TestLogParts } from './testing-log.js';

/** A service as its handlers' tests have it: on a database of its own, with keys of its own, and without a log. */
export type TestService = {
  readonly app: App;
  readonly db: Pool;
  readonly executor: Executor;
  /** The same service in a second process, as far as its handlers know. */
  readonly twin: () => App;
  /** Ends its connections and drops its database. */
  readonly stop: () => Promise<void>;
};

/** A database of one test. */
export type TestDatabase = { readonly name: string; readonly ownerUrl: string; readonly appUrl: string; drop(): Promise<void> };

/** How a service under test differs from one that runs. */
export type TestServiceOptions = {
  readonly service: string;
  /** Folder of the service's own `.sql` files. */
  readonly migrations?: URL;
  /** Settings that are not to be the usual ones, as the environment names them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A database that nobody else uses; without it one is made. */
  readonly database?: TestDatabase;
  /** What time it is for the service; without it the time that it is. */
  readonly now?: () => Date;
  /** What waits for the copies to see a position; without it nothing is waited for. */
  readonly awaitCopied?: AppParts['awaitCopied'];
};

const RUNTIME = { name: 'runtime', folder: new URL('../sql/', import.meta.url) };

const wallClock = (): Date => new Date();

/** Starts a service for the tests of its handlers; to be stopped after them. */
export const startTestService = async (options: TestServiceOptions): Promise<TestService> => {
  const { service, migrations, settings = {}, now = wallClock, awaitCopied = async () => {} } = options;
  const database = options.database ?? (await freshDatabase(service.replaceAll('-', '_')));
  const own = migrations === undefined ? [] : [{ name: 'service', folder: migrations }];
  await migrate(database.ownerUrl, `${database.name}_app`, [RUNTIME, ...own]);
  const db = openPool(database.appUrl);
  const executor = createExecutor(db);
  const key = randomBytes(32);
  const logger = createLogger(service, 'silent');
  const parts: AppParts = {
    ...{ service, db, logger, now, executor, awaitCopied },
    config: readConfig({
      ACCOMPANY_DATABASE_URL: database.appUrl,
      ACCOMPANY_DATABASE_OWNER_URL: database.ownerUrl,
      ACCOMPANY_LISTEN: '127.0.0.1:0',
      ACCOMPANY_TLS_CA: 'unused',
      ACCOMPANY_TLS_CERT: 'unused',
      ACCOMPANY_TLS_KEY: 'unused',
      ACCOMPANY_FINGERPRINT_KEY: randomBytes(32).toString('base64'),
      ...settings,
    }),
    hints: await openHints(undefined, logger),
    sealer: createSealer({ keys: { dataKey: async () => ({ version: 1, key }) }, now }),
  };
  return {
    ...{ app: createApp(parts), db, executor },
    twin: () => createApp({ ...parts, executor: createExecutor(db) }),
    stop: async () => {
      await db.end();
      await database.drop();
    },
  };
};

/** A call by somebody. It comes in when it is looked at, so that a busy machine does not put it into the past. */
export const callBy = (actor: Actor, now = wallClock): Call => ({
  actor,
  fingerprint: 'same',
  get now() {
    return now();
  },
  signal: new AbortController().signal,
});

/** A call by a person of an agency. */
export const as = (agency: string, person = 'p-1'): Call => callBy({ kind: 'agency', agency, person });

/** What every command carries: an id of its own, and that it happened a moment ago. */
export const mutation = (now = wallClock): { requestId: string; occurredAt: Date; etag: string } => ({
  requestId: randomUUID(),
  occurredAt: new Date(now().getTime() - 1000),
  etag: '',
});

/** Why a call was refused; `accepted` when it was not. Any other failure is thrown. */
export const reasonOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof Rejection) return error.reason;
      throw error;
    },
  );
