import type { Pool, PoolClient } from 'pg';
import type { Received } from './log-event.js';

type Row = { consumer: string; source: string; position: string };

/**
 * Locks how far consumers have come on one partition in what each of these records' services sent. The lock fences a
 * member that lost its partition and does not know it yet; what is read after it sees all that member wrote.
 * @returns the position by source, by consumer
 */
export const lockCheckpoints = async (
  tx: PoolClient,
  consumers: readonly string[],
  partition: number,
  received: readonly Received[],
): Promise<Map<string, Map<string, number>>> => {
  const sources = [...new Set(received.map(({ meta }) => meta.source))].sort();
  let rows = await lock(tx, consumers, partition, sources);
  if (rows.length < consumers.length * sources.length) {
    await tx.query(
      `insert into log_checkpoints (consumer, source, partition)
       select consumer, source, $3 from unnest($1::text[]) consumer, unnest($2::text[]) source on conflict do nothing`,
      [consumers, sources, partition],
    );
    rows = await lock(tx, consumers, partition, sources);
  }
  const checkpoints = new Map(consumers.map((consumer) => [consumer, new Map<string, number>()]));
  for (const { consumer, source, position } of rows) checkpoints.get(consumer)?.set(source, Number(position));
  return checkpoints;
};

const lock = async (tx: PoolClient, consumers: readonly string[], partition: number, sources: readonly string[]): Promise<Row[]> => {
  const { rows } = await tx.query<Row>({
    name: 'log-checkpoints-lock',
    text: `select consumer, source, position from log_checkpoints
            where consumer = any ($1::text[]) and source = any ($2::text[]) and partition = $3 order by consumer, source for update`,
    values: [consumers, sources, partition],
  });
  return rows;
};

/**
 * Notes that these records were dealt with by all these consumers.
 * @param lasting whether the commit has to wait for the disk: a crash that loses only checkpoints loses nothing
 */
export const advance = async (
  tx: PoolClient,
  consumers: readonly string[],
  partition: number,
  received: readonly Received[],
  lasting: boolean,
): Promise<void> => {
  const furthest = new Map<string, number>();
  for (const { meta } of received) furthest.set(meta.source, Math.max(meta.position, furthest.get(meta.source) ?? 0));
  await tx.query({
    name: 'log-checkpoints-set',
    text: `with moved as (
             update log_checkpoints c set position = f.position from unnest($2::text[], $3::bigint[]) as f (source, position)
              where c.consumer = any ($1::text[]) and c.source = f.source and c.partition = $4 and c.position < f.position)
           select set_config('synchronous_commit', $5, true)`,
    values: [consumers, [...furthest.keys()], [...furthest.values()], partition, lasting ? 'on' : 'off'],
  });
};

/** How many of these consumers have seen a position. */
export const countReached = async (
  db: Pool,
  consumers: readonly string[],
  source: string,
  partition: number,
  position: number,
): Promise<number> => {
  const { rows } = await db.query<{ reached: string }>({
    name: 'log-checkpoints-reached',
    text: 'select count(*) as reached from log_checkpoints where consumer = any ($1) and source = $2 and partition = $3 and position >= $4',
    values: [consumers, source, partition, position],
  });
  return Number(rows[0]?.reached ?? 0);
};
