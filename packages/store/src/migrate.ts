import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

/** A folder of reviewed `.sql` files, run in name order, each once; `name` keeps the folders' records apart. */
export type Migrations = { readonly name: string; readonly folder: URL };

const STORE: Migrations = { name: 'store', folder: new URL('../sql/', import.meta.url) };
const GRANTS = new URL('../grants.sql', import.meta.url);

/**
 * Brings a service's database to the newest schema: the event store's tables, then the given folders; then says what
 * the service's own role may do (it may call `append`, not write events).
 * @param ownerUrl connection string of the role that owns the database
 * @param appRole name of the role that the service runs as
 */
export const migrate = async (ownerUrl: string, appRole: string, folders: readonly Migrations[]): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  // A connection that is lost is met by the statement under way or the next one; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    for (const { name, folder } of [STORE, ...folders])
      await runner({
        dbClient: client,
        dir: fileURLToPath(folder),
        direction: 'up',
        migrationsTable: `migrations_${name}`,
        log: () => {},
      });
    await client.query("select set_config('accompany.app_role', $1, false)", [appRole]);
    await client.query(await readFile(GRANTS, 'utf8'));
  } finally {
    await client.end();
  }
};
