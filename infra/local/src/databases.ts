import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { variableOf } from './provide.js';

/** One database with its two roles: the owner changes tables, the app role does what the owner lets it. */
export type Database = { name: string; ownerUrl: string; appUrl: string; superUrl: string };

const asSuper = async <T>(superUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const urlFor = (superUrl: string, database: string, role?: { name: string; password: string }): string => {
  const url = new URL(superUrl);
  url.pathname = `/${database}`;
  if (role !== undefined) Object.assign(url, { username: role.name, password: role.password });
  return url.href;
};

/**
 * Creates the database `name` with the roles `<name>_owner` and `<name>_app`, each with a new password.
 * When they exist already their data stays, and only the passwords are new.
 */
export const createDatabase = (superUrl: string, name: string): Promise<Database> =>
  asSuper(superUrl, async (client) => {
    const role = async (kind: 'owner' | 'app') => {
      const made = { name: `${name}_${kind}`, password: randomBytes(18).toString('base64url') };
      const known = await client.query('select from pg_roles where rolname = $1', [made.name]);
      const verb = known.rowCount === 0 ? 'create' : 'alter';
      await client.query(`${verb} role ${client.escapeIdentifier(made.name)} login password ${client.escapeLiteral(made.password)}`);
      return made;
    };
    const [owner, app] = [await role('owner'), await role('app')];
    const known = await client.query('select from pg_database where datname = $1', [name]);
    const [database, ownerName, appName] = [name, owner.name, app.name].map((id) => client.escapeIdentifier(id));
    if (known.rowCount === 0) {
      await client.query(`create database ${database} owner ${ownerName}`);
      await client.query(`revoke all on database ${database} from public`);
      await client.query(`grant connect on database ${database} to ${appName}`);
    }
    return { name, ownerUrl: urlFor(superUrl, name, owner), appUrl: urlFor(superUrl, name, app), superUrl: urlFor(superUrl, name) };
  });

/** Drops the database, with force against those still connected, and its two roles. */
export const dropDatabase = (superUrl: string, name: string): Promise<void> =>
  asSuper(superUrl, async (client) => {
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
    for (const kind of ['owner', 'app']) await client.query(`drop role if exists ${client.escapeIdentifier(`${name}_${kind}`)}`);
  });

/**
 * A database for one test, on the server in ACCOMPANY_POSTGRES (the test setup sets it), with a name of its own.
 * `await using database = await freshDatabase()` drops it at the end of the block; else call `drop()`.
 */
export const freshDatabase = async (
  prefix = 'test',
  superUrl = process.env[variableOf('postgres')],
): Promise<Database & { drop(): Promise<void>; [Symbol.asyncDispose](): Promise<void> }> => {
  if (superUrl === undefined) throw new Error('ACCOMPANY_POSTGRES is not set: the test setup starts a server and sets it');
  const database = await createDatabase(superUrl, `${prefix}_${randomBytes(6).toString('hex')}`);
  const drop = () => dropDatabase(superUrl, database.name);
  return { ...database, drop, [Symbol.asyncDispose]: drop };
};
