import pg, { type Pool } from 'pg';
import { inTransaction } from './pool.js';
import { type View, viewSchema } from './views.js';

/** A number of rows and a hash over them, to compare a view that was rebuilt with the live one. */
export type ViewHash = { readonly rows: number; readonly hash: string };

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
