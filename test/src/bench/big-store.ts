import pg, { type Pool } from 'pg';
import { loadCases, longCase, openTimeline } from './world.js';

export const PER_CASE = 20;

export type BigStore = { readonly db: Pool; readonly cases: number };

const opened = new Map<number, Promise<BigStore>>();

/** A timeline's copy of so many events, 20 a case; filled once in a run, because that takes longer than most that is measured in it. */
export const bigStore = (postgres: string, events: number): Promise<BigStore> => {
  const known = opened.get(events) ?? fill(postgres, events);
  opened.set(events, known);
  return known;
};

const fill = async (postgres: string, events: number): Promise<BigStore> => {
  const cases = Math.ceil(events / PER_CASE);
  const name = `accompany_bench_store_${events}`;
  const db = await openTimeline(postgres, name);
  await loadCases(db, cases, (nr, caseId, now) => longCase(nr, caseId, now, PER_CASE));
  await settle(postgres, name);
  return { db, cases };
};

/** As a database is that grew over years: its rows looked through and counted by the server, which else would do so while others measure. */
const settle = async (postgres: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: Object.assign(new URL(postgres), { pathname: `/${name}` }).href });
  await client.connect();
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  await client.end();
};

/** Ends the connections of all of them. */
export const closeStores = async (): Promise<void> => {
  for (const store of opened.values()) await (await store).db.end();
  opened.clear();
};
