import type { Pool, PoolClient } from 'pg';
import pg from 'pg';
import { inTransaction } from './pool.js';

/**
 * A view: tables of its own that are a function of what was recorded, written key by key (a case, an agency), so that
 * they can be written anew beside the live ones. A change of its tables or of what `write` puts there is a new version.
 */
export type View = {
  readonly name: string;
  readonly version: number;
  /** Statements that create its tables, in the schema that is current when they run. */
  readonly create: string;
  /** Replaces the rows of these keys in a schema by what the source says now; the same source always gives the same rows. */
  readonly write: (tx: PoolClient, schema: string, keys: readonly string[]) => Promise<void>;
  /** The keys after `after`, in order, whose rows in a schema are missing or older than the source. */
  readonly stale: (tx: PoolClient, schema: string, after: string, limit: number) => Promise<string[]>;
};

/** How far a rebuild is. `total` grows when new keys come in meanwhile. */
export type RebuildProgress = { readonly phase: 'building' | 'catching up' | 'switching'; readonly completed: number };

/** What a rebuild needs beside the view. */
export type RebuildOptions = {
  /** Keeps the live writers out until the transaction ends: locks what they lock before they write. */
  readonly hold: (tx: PoolClient) => Promise<void>;
  readonly onProgress?: (progress: RebuildProgress) => void | Promise<void>;
  readonly signal?: AbortSignal;
  /** Keys a transaction, default 100. */
  readonly pageSize?: number;
};

/** A number of rows and a hash over them, to compare a view that was rebuilt with the live one. */
export type ViewHash = { readonly rows: number; readonly hash: string };

const CATCH_UP_ROUNDS = 20;

/** The schema that holds the tables of a view and its version; queries name it, so that versions never mix. */
export const viewSchema = (view: Pick<View, 'name' | 'version'>): string => `${view.name}_v${view.version}`;

/** Whether the view's tables are there. */
export const viewExists = async (db: Pool | PoolClient, view: View): Promise<boolean> => {
  const { rows } = await db.query<{ exists: boolean }>('select to_regnamespace($1) is not null as exists', [viewSchema(view)]);
  return rows[0]?.exists === true;
};

/**
 * Makes sure that the view of this version is there, built from the source when it is not, and drops other versions.
 * To be called before anything reads or writes it.
 */
export const ensureView = async (db: Pool, view: View, options: RebuildOptions): Promise<void> => {
  if (!(await viewExists(db, view))) await build(db, view, { ...options, onlyIfMissing: true });
  const { rows } = await db.query<{ nspname: string }>("select nspname from pg_namespace where nspname ~ ('^' || $1 || '_v[0-9]+$')", [
    view.name,
  ]);
  for (const { nspname } of rows) if (nspname !== viewSchema(view)) await drop(db, nspname);
};

/**
 * Builds a view anew beside the live one, which goes on serving and being written, lets it catch up, then switches in one
 * transaction that keeps the writers out, and drops the old tables once their last reader is done. Reads never fail
 * meanwhile: names are resolved to the old tables or to the new, never to none. One build of a view runs at a time.
 * @throws the signal's reason when it aborts; the live view is then untouched
 */
export const rebuildView = (db: Pool, view: View, options: RebuildOptions): Promise<void> => build(db, view, options);

const build = async (db: Pool, view: View, options: RebuildOptions & { onlyIfMissing?: boolean }): Promise<void> => {
  const guard = await db.connect();
  const lock = ['select pg_advisory_lock(hashtextextended($1, 0))', [`view ${view.name}`]] as const;
  let broken: Error | undefined;
  try {
    await guard.query(lock[0], [...lock[1]]);
    if (options.onlyIfMissing && (await viewExists(db, view))) return;
    const next = `${viewSchema(view)}_next`;
    await drop(db, next);
    await inTransaction(db, async (tx) => {
      await tx.query(`create schema ${pg.escapeIdentifier(next)}`);
      await tx.query("select set_config('search_path', $1, true)", [pg.escapeIdentifier(next)]);
      await tx.query(view.create);
    });
    const report = async (phase: RebuildProgress['phase'], completed: number): Promise<void> => {
      await options.onProgress?.({ phase, completed });
    };
    let completed = await writeStale(db, view, next, options, (done) => report('building', done));
    for (let round = 0, written = completed; written > 0 && round < CATCH_UP_ROUNDS; round++) {
      written = await writeStale(db, view, next, options, (done) => report('catching up', completed + done));
      completed += written;
    }
    await report('switching', completed);
    await switchOver(db, view, next, options);
    await drop(db, `${viewSchema(view)}_old`);
  } finally {
    await guard.query('select pg_advisory_unlock_all()').catch((error: Error) => {
      broken = error;
    });
    guard.release(broken);
  }
};

/** Goes once through the stale keys, a page in each transaction. @returns how many were written */
const writeStale = async (
  db: Pool,
  view: View,
  schema: string,
  { signal, pageSize = 100 }: RebuildOptions,
  onPage: (done: number) => Promise<void>,
): Promise<number> => {
  let done = 0;
  for (let after = ''; ; ) {
    signal?.throwIfAborted();
    const keys = await inTransaction(db, (tx) => writePage(tx, view, schema, after, pageSize));
    done += keys.length;
    await onPage(done);
    const last = keys.at(-1);
    if (last === undefined || keys.length < pageSize) return done;
    after = last;
  }
};

const writePage = async (tx: PoolClient, view: View, schema: string, after: string, limit: number): Promise<string[]> => {
  const keys = await view.stale(tx, schema, after, limit);
  if (keys.length > 0) await view.write(tx, schema, keys);
  return keys;
};

const switchOver = (db: Pool, view: View, next: string, { hold, signal, pageSize = 100 }: RebuildOptions): Promise<void> =>
  inTransaction(db, async (tx) => {
    signal?.throwIfAborted();
    await hold(tx);
    for (let after = ''; ; ) {
      const keys = await writePage(tx, view, next, after, pageSize);
      const last = keys.at(-1);
      if (last === undefined || keys.length < pageSize) break;
      after = last;
    }
    const live = pg.escapeIdentifier(viewSchema(view));
    const old = `${viewSchema(view)}_old`;
    await tx.query(`drop schema if exists ${pg.escapeIdentifier(old)} cascade`);
    if (await viewExists(tx, view)) await tx.query(`alter schema ${live} rename to ${pg.escapeIdentifier(old)}`);
    await tx.query(`alter schema ${pg.escapeIdentifier(next)} rename to ${live}`);
  });

const drop = async (db: Pool, schema: string): Promise<void> => {
  await db.query(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`);
};

/**
 * Counts and hashes all rows of all tables of a view, whatever order they were written in.
 * @param schema the tables to hash; default: the live ones
 */
export const viewHash = (db: Pool, view: View, schema: string = viewSchema(view)): Promise<ViewHash> =>
  inTransaction(db, async (tx) => {
    await tx.query("set transaction isolation level repeatable read; set local timezone = 'UTC'");
    const tables = await tx.query<{ tablename: string }>('select tablename from pg_tables where schemaname = $1 order by tablename', [
      schema,
    ]);
    let rows = 0;
    const hashes: string[] = [];
    for (const { tablename } of tables.rows) {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(tablename)}`;
      const counted = await tx.query<{ rows: string; hash: string }>(
        `select count(*) as rows, encode(sha256(coalesce(string_agg(sha256(convert_to(t::text, 'UTF8')), '' order by t::text), '')), 'hex') as hash from ${table} t`,
      );
      rows += Number(counted.rows[0]?.rows ?? 0);
      hashes.push(`${tablename} ${counted.rows[0]?.hash}`);
    }
    const all = await tx.query<{ hash: string }>("select encode(sha256(convert_to($1, 'UTF8')), 'hex') as hash", [hashes.join('\n')]);
    return { rows, hash: all.rows[0]?.hash ?? '' };
  });
