import type { ServiceName } from '@accompany/local';
import { eventually } from './eventually.js';
import type { Harness } from './harness.js';

/** The services that write about cases; legal-aid's events lie on the same log. */
export const CASE_SERVICES = ['intake', 'assessment', 'referral', 'legal-aid'] as const satisfies readonly ServiceName[];

/** An event as both its store and the timeline's copy know it. */
export type Line = { source: string; stream: string; version: number; position: number; key: string };

const asLine = (row: Record<string, unknown>): Line => ({
  source: String(row.source),
  stream: String(row.stream),
  version: Number(row.version),
  position: Number(row.position),
  key: String(row.key),
});

/** What a service's store holds, in its order. */
export const storedIn = async (harness: Harness, service: ServiceName): Promise<Line[]> => {
  const { rows } = await harness
    .db(service)
    .query('select $1::text as source, stream, version, position, key from events order by position', [service]);
  return rows.map(asLine);
};

/** What the timeline copied of a service, in the order of its positions. */
export const copiedFrom = async (harness: Harness, service: ServiceName): Promise<Line[]> => {
  const { rows } = await harness
    .db('timeline')
    .query('select source, stream, version, position, key from records where source = $1 order by position, sequence', [service]);
  return rows.map(asLine);
};

const countOf = async (harness: Harness, service: ServiceName, text: string): Promise<number> =>
  Number((await harness.db(service).query(text)).rows[0].count);

const lagOf = async (harness: Harness): Promise<string[]> => {
  const behind: string[] = [];
  for (const service of [...CASE_SERVICES, 'directory'] as const) {
    const stored = await countOf(harness, service, 'select count(*) from events');
    const copied = await countOf(harness, 'timeline', `select count(*) from records where source = '${service}'`);
    if (stored !== copied) behind.push(`${service}: ${copied} of ${stored}`);
  }
  return behind;
};

/**
 * Waits until nothing is under way: the timeline holds every event, and no service wrote another one while the others
 * took in what there was. Throws when it does not come to rest within the deadline, with what is behind.
 */
export const settled = async (harness: Harness, withinMs = 60_000): Promise<void> => {
  let calm = 0;
  let behind: string[] = [];
  let last = -1;
  await eventually(
    'the timeline holds every event',
    async () => {
      behind = await lagOf(harness);
      const now = await countOf(harness, 'timeline', 'select coalesce(sum(position), 0) as count from log_checkpoints');
      const reached = await consumed(harness);
      calm = behind.length === 0 && reached && now === last ? calm + 1 : 0;
      last = now;
      return calm >= 3;
    },
    withinMs,
  ).catch((error: Error) => {
    throw new Error(`${error.message}; behind: ${behind.join(', ') || 'a reaction'}`);
  });
};

/** The first number of a partition that holds facts of the network; cases come before. */
const OF_THE_NETWORK = 8;

/** Whether intake reacted, in each partition of cases, to all that the timeline has there. */
const consumed = async (harness: Harness): Promise<boolean> => {
  const checkpoints = 'select source, partition, position from log_checkpoints where consumer = $1';
  const { rows: ahead } = await harness.db('timeline').query(`${checkpoints} and partition < ${OF_THE_NETWORK}`, ['timeline']);
  const places = new Map(ahead.map((row) => [`${row.source}/${row.partition}`, Number(row.position)]));
  const { rows } = await harness.db('intake').query(checkpoints, ['reactions']);
  const seen = new Map(rows.map((row) => [`${row.source}/${row.partition}`, Number(row.position)]));
  return [...places].every(([place, position]) => (seen.get(place) ?? 0) >= position);
};

/** What is parked anywhere, as text; empty when nothing is. */
export const parkedAnywhere = async (harness: Harness): Promise<string[]> => {
  const found: string[] = [];
  for (const service of [...CASE_SERVICES, 'directory', 'timeline'] as const) {
    const { rows } = await harness.db(service).query('select consumer, source, position, error from parked order by nr');
    found.push(...rows.map((row) => `${service}: ${row.consumer} at ${row.source} ${row.position}: ${row.error}`));
  }
  return found;
};
