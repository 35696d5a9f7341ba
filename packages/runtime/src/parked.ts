import type { Pool, PoolClient } from 'pg';
import type { ReceivedRecord } from './case-log/case-log.js';
import { type EventMeta, readMeta } from './log-event.js';

/** An event that is parked, as it came, with what stands in its way. */
export type ParkedEvent = {
  readonly nr: string;
  readonly meta: EventMeta;
  readonly record: ReceivedRecord;
  readonly error: string;
  readonly parkedAt: Date;
};

/** A case that a consumer cannot go on with: its oldest parked event, and how many wait with it. */
export type ParkedCase = { readonly consumer: string; readonly first: ParkedEvent; readonly waiting: number };

/** A record that is not ours, by where it lies. */
export type SetAside = { topic: string; partition: number; offset: string; size: number; setAsideAt: Date };

type Row = {
  nr: string;
  topic: string;
  partition: number;
  offset: string;
  key: string;
  headers: string;
  payload: Buffer;
  error: string;
  parked_at: Date;
};

const COLUMNS = 'nr, topic, partition, "offset", key, headers, payload, error, parked_at';

/** The consumer under whose name records lie that are not ours. */
export const FOREIGN = 'log';

const toParked = ({ nr, topic, partition, offset, key, headers, payload, error, parked_at: parkedAt }: Row): ParkedEvent => {
  const record = { topic, partition, offset, key, value: payload, headers: JSON.parse(headers) as Record<string, string> };
  const meta = readMeta(record);
  if (meta === undefined) throw new Error('a record is parked that is not one of ours');
  return { nr, meta, record, error, parkedAt };
};

/** At most `limit` parked cases, in the order of consumer and case, after one. */
export const listParkedCases = async (db: Pool, after: readonly [consumer: string, key: string], limit: number): Promise<ParkedCase[]> => {
  const { rows } = await db.query<Row & { consumer: string; waiting: number }>(
    `select distinct on (consumer, key) consumer, ${COLUMNS}, (count(*) over (partition by consumer, key))::int as waiting
       from parked where consumer <> $1 and (consumer, key) > ($2, $3) order by consumer, key, parked.nr limit $4`,
    [FOREIGN, ...after, limit],
  );
  return rows.map(({ consumer, waiting, ...row }) => ({ consumer, waiting, first: toParked(row) }));
};

/** The oldest parked events of a case, in order, at most `limit`. */
export const oldestParked = async (db: Pool | PoolClient, consumer: string, key: string, limit: number): Promise<ParkedEvent[]> => {
  const { rows } = await db.query<Row>(`select ${COLUMNS} from parked where consumer = $1 and key = $2 order by nr limit $3`, [
    consumer,
    key,
    limit,
  ]);
  return rows.map(toParked);
};

/** How many events of a case wait. */
export const countParked = async (db: Pool | PoolClient, consumer: string, key: string): Promise<number> => {
  const { rows } = await db.query<{ waiting: number }>('select count(*)::int as waiting from parked where consumer = $1 and key = $2', [
    consumer,
    key,
  ]);
  return rows[0]?.waiting ?? 0;
};

/** Records that are set aside, oldest first, at most `limit`. */
export const listSetAside = async (db: Pool, limit: number): Promise<SetAside[]> => {
  const { rows } = await db.query<Omit<SetAside, 'setAsideAt'> & { parked_at: Date }>(
    'select topic, partition, "offset", octet_length(payload) as size, parked_at from parked where consumer = $1 order by nr limit $2',
    [FOREIGN, limit],
  );
  return rows.map(({ parked_at: setAsideAt, ...rest }) => ({ ...rest, setAsideAt }));
};

/** Whether a record is set aside. */
export const isSetAside = async (db: Pool, topic: string, partition: number, offset: string): Promise<boolean> => {
  const where = 'consumer = $1 and topic = $2 and partition = $3 and "offset" = $4';
  const { rowCount } = await db.query(`select from parked where ${where}`, [FOREIGN, topic, partition, offset]);
  return rowCount !== 0;
};

/** Forgets a record that is set aside, and that it is not to be set aside again. */
export const leaveOut = async (db: Pool, topic: string, partition: number, offset: string): Promise<void> => {
  await db.query(
    `with gone as (delete from parked where consumer = $1 and topic = $2 and partition = $3 and "offset" = $4 returning payload)
     insert into acknowledged_records select $2, $3, $4, sha256(payload) from gone on conflict do nothing`,
    [FOREIGN, topic, partition, offset],
  );
};
