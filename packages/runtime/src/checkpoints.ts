import type { Pool, PoolClient } from 'pg';
import type { Received } from './log-event.js';

/**
 * Locks how far a consumer has come on one partition in what each of these records' services sent. The lock fences a
 * member that lost its partition and does not know it yet.
 */
export const lockCheckpoints = async (
  tx: PoolClient,
  consumer: string,
  partition: number,
  received: readonly Received[],
): Promise<Map<string, number>> => {
  const sources = [...new Set(received.map(({ meta }) => meta.source))].sort();
  if (sources.length === 0) return new Map();
  await tx.query({
    name: 'log-checkpoints-make',
    text: 'insert into log_checkpoints (consumer, source, partition) select $1, unnest($2::text[]), $3 on conflict do nothing',
    values: [consumer, sources, partition],
  });
  const { rows } = await tx.query<{ source: string; position: string }>({
    name: 'log-checkpoints-lock',
    text: 'select source, position from log_checkpoints where consumer = $1 and source = any ($2::text[]) and partition = $3 order by source for update',
    values: [consumer, sources, partition],
  });
  return new Map(rows.map(({ source, position }) => [source, Number(position)]));
};

/** Notes that these records were dealt with. */
export const advance = async (tx: PoolClient, consumer: string, partition: number, received: readonly Received[]): Promise<void> => {
  const furthest = new Map<string, number>();
  for (const { meta } of received) furthest.set(meta.source, Math.max(meta.position, furthest.get(meta.source) ?? 0));
  if (furthest.size === 0) return;
  await tx.query({
    name: 'log-checkpoints-set',
    text: `update log_checkpoints c set position = f.position from unnest($2::text[], $3::bigint[]) as f (source, position)
            where c.consumer = $1 and c.source = f.source and c.partition = $4`,
    values: [consumer, [...furthest.keys()], [...furthest.values()], partition],
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
