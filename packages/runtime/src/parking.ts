import { Rejection } from '@accompany/domain';
import type { Pool, PoolClient } from 'pg';
import type { ReceivedRecord } from './case-log/case-log.js';
import type { Received } from './log-event.js';
import { FOREIGN } from './parked.js';

/** What is noted of an event that only waits. */
export const BEHIND = 'an earlier event of the case is parked';

/** The cases among these that are parked, by consumer. */
export const parkedCases = async (
  tx: PoolClient,
  consumers: readonly string[],
  received: readonly Received[],
): Promise<Map<string, Set<string>>> => {
  const cases = [...new Set(received.map(({ meta }) => meta.caseId))];
  const { rows } = await tx.query<{ consumer: string; key: string }>({
    name: 'parked-cases',
    text: 'select distinct consumer, key from parked where consumer = any ($1::text[]) and key = any ($2::text[])',
    values: [consumers, cases],
  });
  const parked = new Map(consumers.map((consumer) => [consumer, new Set<string>()]));
  for (const { consumer, key } of rows) parked.get(consumer)?.add(key);
  return parked;
};

/** Parks an event: because of an error, or because an earlier one of its case is parked. */
export const park = (tx: PoolClient, consumer: string, { meta, record }: Received, error: unknown): Promise<void> =>
  insert(tx, consumer, record.key, record, meta.source, meta.position, error === undefined ? BEHIND : nameOf(error));

/** Keeps a record that is not one of ours, under its coordinates, for a person to look at; unless somebody did. */
export const setAside = async (tx: PoolClient, record: ReceivedRecord): Promise<void> => {
  const { topic, partition, offset, value } = record;
  const { rowCount } = await tx.query(
    'select from acknowledged_records where topic = $1 and partition = $2 and "offset" = $3 and digest = sha256($4::bytea)',
    [topic, partition, offset, Buffer.from(value)],
  );
  if (rowCount === 0)
    await insert(tx, FOREIGN, `${topic}/${partition}/${offset}`, record, `${topic}@${offset}`, 0, 'not a record of this network');
};

const insert = async (
  tx: PoolClient,
  consumer: string,
  key: string,
  record: ReceivedRecord,
  source: string,
  position: number,
  error: string,
): Promise<void> => {
  const { topic, partition, offset, headers, value } = record;
  await tx.query(
    `insert into parked (consumer, key, source, topic, partition, "offset", position, headers, payload, error)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [consumer, key, source, topic, partition, offset, position, JSON.stringify(headers), Buffer.from(value), error],
  );
};

/** What an error is called, without what it says: its text may hold values. */
export const nameOf = (error: unknown): string => {
  if (error instanceof Rejection) return `refused: ${error.reason}`;
  const { name, code } = error as { name?: string; code?: unknown };
  return code === undefined ? `error: ${name ?? typeof error}` : `error: ${name ?? typeof error} ${String(code)}`;
};

/** A parked case as operators see it. */
export type ParkedCase = { consumer: string; caseId: string; source: string; position: number; error: string; waiting: number };

/** All parked cases of a service, each with the event that could not be handled. */
export const listParked = async (db: Pool): Promise<ParkedCase[]> => {
  const { rows } = await db.query<Omit<ParkedCase, 'position' | 'caseId'> & { key: string; position: string }>(
    `select distinct on (consumer, key) consumer, key, source, position, error, (count(*) over (partition by consumer, key))::int as waiting
       from parked where consumer <> $1 order by consumer, key, nr`,
    [FOREIGN],
  );
  return rows.map(({ key, position, ...rest }) => ({ ...rest, caseId: key, position: Number(position) }));
};

/** How many records of the log were set aside. */
export const countSetAside = async (db: Pool): Promise<number> => {
  const { rows } = await db.query<{ records: number }>('select count(*)::int as records from parked where consumer = $1', [FOREIGN]);
  return rows[0]?.records ?? 0;
};
