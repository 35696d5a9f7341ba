import type { Pool, PoolClient } from 'pg';
import type { Received } from './log-event.js';
import { partitionNumber } from './topics.js';

type Row = { consumer: string; source: string; partition: number; position: string };

/** A partition as checkpoints know it, of what one service sent, and the last position of some records that lie there. */
export type Place = { readonly source: string; readonly partition: number; position: number };

/** How far consumers have come in each place. */
export type Checkpoints = {
  /** @returns the position up to which a consumer has seen what lies where this record lies; 0 when nothing */
  seenBy(consumer: string, received: Received): number;
};

/** The places where these records lie. */
export const placesOf = (received: readonly Received[]): Place[] => {
  const places = new Map<string, Place>();
  for (const { meta, record } of received) {
    const partition = partitionNumber(record.topic, record.partition);
    const place = places.get(placeName(meta.source, partition));
    if (place === undefined) places.set(placeName(meta.source, partition), { source: meta.source, partition, position: meta.position });
    else place.position = Math.max(place.position, meta.position);
  }
  return [...places.values()];
};

const placeName = (source: string, partition: number): string => `${source} ${partition}`;

/**
 * Locks how far consumers have come in these places. The lock fences a member that lost its partition and does not know
 * it yet; what is read after it sees all that member wrote.
 * @returns undefined when one of the checkpoints is not there; then none may be relied on, see `createCheckpoints`
 */
export const lockCheckpoints = async (
  tx: PoolClient,
  consumers: readonly string[],
  places: readonly Place[],
): Promise<Checkpoints | undefined> => {
  const { rows } = await tx.query<Row>({
    name: 'log-checkpoints-lock',
    text: `select consumer, source, partition, position from log_checkpoints
            where consumer = any ($1::text[]) and (source, partition) in (select * from unnest($2::text[], $3::int[]))
            order by consumer, source, partition for update`,
    values: [consumers, ...columnsOf(places).slice(0, 2)],
  });
  if (rows.length < consumers.length * places.length) return undefined;
  const positions = new Map(
    rows.map(({ consumer, source, partition, position }) => [`${consumer} ${placeName(source, partition)}`, Number(position)]),
  );
  return {
    seenBy: (consumer, { meta, record }) =>
      positions.get(`${consumer} ${placeName(meta.source, partitionNumber(record.topic, record.partition))}`) ?? 0,
  };
};

/** Makes the checkpoints, where they are missing, of consumers that have seen nothing yet in these places. */
export const createCheckpoints = async (tx: PoolClient, consumers: readonly string[], places: readonly Place[]): Promise<void> => {
  await tx.query(
    `insert into log_checkpoints (consumer, source, partition)
     select consumer, source, partition from unnest($1::text[]) consumer, unnest($2::text[], $3::int[]) as p (source, partition)
      order by 1, 2, 3 on conflict do nothing`,
    [consumers, ...columnsOf(places).slice(0, 2)],
  );
};

/** Notes that what lies in these places up to their positions was dealt with by all these consumers. */
export const advance = async (tx: PoolClient, consumers: readonly string[], places: readonly Place[]): Promise<void> => {
  await tx.query({
    name: 'log-checkpoints-set',
    text: `update log_checkpoints c set position = f.position from unnest($2::text[], $3::int[], $4::bigint[]) as f (source, partition, position)
            where c.consumer = any ($1::text[]) and c.source = f.source and c.partition = f.partition and c.position < f.position`,
    values: [consumers, ...columnsOf(places)],
  });
};

const columnsOf = (places: readonly Place[]): [sources: string[], partitions: number[], positions: number[]] => [
  places.map(({ source }) => source),
  places.map(({ partition }) => partition),
  places.map(({ position }) => position),
];

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
