import pMap from 'p-map';
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
  readonly stale: (db: Pool | PoolClient, schema: string, after: string, limit: number) => Promise<string[]>;
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

const CATCH_UP_ROUNDS = 20;
/** Keys a transaction. */
const PAGE = 100;
/** Pages under way at a time, each on a connection of its own: this process reads and folds one while Postgres writes the other. */
const AT_ONCE = 2;

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

/** Goes once through the stale keys, a page in each transaction: while one is written, the next is read. @returns how many were written */
const writeStale = async (
  db: Pool,
  view: View,
  schema: string,
  { signal, pageSize = PAGE }: RebuildOptions,
  onPage: (done: number) => Promise<void>,
): Promise<number> => {
  let done = 0;
  const write = async (keys: readonly string[]): Promise<void> => {
    signal?.throwIfAborted();
    await inTransaction(db, (tx) => writePage(tx, view, schema, keys));
    done += keys.length;
    await onPage(done);
  };
  await pMap(stalePages(db, view, schema, pageSize), write, { concurrency: AT_ONCE });
  return done;
};

async function* stalePages(db: Pool | PoolClient, view: View, schema: string, pageSize: number): AsyncGenerator<readonly string[]> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const keys = await view.stale(db, schema, after, pageSize);
    if (keys.length > 0) yield keys;
    after = keys.length < pageSize ? undefined : keys.at(-1);
  }
}

const writePage = async (tx: PoolClient, view: View, schema: string, keys: readonly string[]): Promise<void> => {
  // Nothing is known yet of tables that were just made, and plans for them read them from end to end for each page.
  await Promise.all([tx.query('set local enable_seqscan = off'), view.write(tx, schema, keys)]);
};

const switchOver = (db: Pool, view: View, next: string, { hold, signal, pageSize = PAGE }: RebuildOptions): Promise<void> =>
  inTransaction(db, async (tx) => {
    signal?.throwIfAborted();
    await hold(tx);
    for await (const keys of stalePages(tx, view, next, pageSize)) await writePage(tx, view, next, keys);
    const live = pg.escapeIdentifier(viewSchema(view));
    const old = `${viewSchema(view)}_old`;
    await tx.query(`drop schema if exists ${pg.escapeIdentifier(old)} cascade`);
    if (await viewExists(tx, view)) await tx.query(`alter schema ${live} rename to ${pg.escapeIdentifier(old)}`);
    await tx.query(`alter schema ${pg.escapeIdentifier(next)} rename to ${live}`);
  });

const drop = async (db: Pool, schema: string): Promise<void> => {
  await db.query(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`);
};
