import type { Actor } from '@accompany/domain';
import { readEvent } from '@accompany/runtime';
import { streamId } from '@accompany/store';
import type { Pool, PoolClient } from 'pg';
import type { Fact } from './fact.js';

type Db = Pool | PoolClient;

/** What is kept of an event beside its payload, as JSON. */
export type RecordMetadata = {
  readonly actor: Actor;
  readonly correlation: string;
  readonly causation?: string;
  readonly traceparent?: string;
};

/** A copied event with its key on the log. */
export type Copied = Fact & { readonly key: string; readonly metadata: string; readonly late: boolean };

type Row = [string, string, string, string, number, string, string, Buffer, string, Date, Date, boolean | null];

const COLUMNS = 'key, sequence, source, stream, version, position, type, payload, metadata, occurred_at, recorded_at';
const LATE = 'max(occurred_at) over (partition by key order by sequence rows between unbounded preceding and 1 preceding) > occurred_at';

const toCopied = (row: unknown[]): Copied => {
  const [key, sequence, source, stream, version, position, type, payload, metadata, occurredAt, recordedAt, late] = row as Row;
  const { actor } = JSON.parse(metadata) as RecordMetadata;
  return {
    key,
    sequence: Number(sequence),
    eventId: `${stream}/${version}`,
    source,
    stream,
    streamId: streamId(stream),
    version,
    position: Number(position),
    type,
    occurredAt,
    recordedAt,
    actor,
    event: readEvent(type, payload),
    metadata,
    // A reaction carries the time of its cause; only what people write down afterwards is late.
    late: late === true && actor.kind === 'agency',
  };
};

/** All events of these cases, by case, each in log order. */
export const readCases = async (db: Db, keys: readonly string[]): Promise<Map<string, Copied[]>> => {
  const { rows } = await db.query({
    name: 'read-cases',
    text: `select ${COLUMNS}, ${LATE} from records where key = any ($1::text[]) order by key, sequence`,
    values: [keys],
    rowMode: 'array',
  });
  const cases = new Map<string, Copied[]>(keys.map((key) => [key, []]));
  for (const copied of rows.map(toCopied)) cases.get(copied.key)?.push(copied);
  return cases;
};

/** All events of one case, in log order. */
export const readCase = async (db: Db, key: string): Promise<Copied[]> => (await readCases(db, [key])).get(key) ?? [];

/** At most `limit` events of a case after a sequence, in log order, that happened and were recorded by these times. */
export const readPage = async (db: Db, key: string, after: number, limit: number, asOf?: Date, knownAt?: Date): Promise<Copied[]> => {
  const { rows } = await db.query({
    name: 'read-page',
    text: `select * from (select ${COLUMNS}, ${LATE} from records where key = $1) of_case
            where sequence > $2 and occurred_at <= coalesce($4::timestamptz, 'infinity') and recorded_at <= coalesce($5::timestamptz, 'infinity')
            order by sequence limit $3`,
    values: [key, after, limit, asOf ?? null, knownAt ?? null],
    rowMode: 'array',
  });
  return rows.map(toCopied);
};

/** At most `limit` events of a stream after a version, in order. */
export const readStreamCopy = async (db: Db, stream: string, after: number, limit: number): Promise<Copied[]> => {
  const { rows } = await db.query({
    name: 'read-stream-copy',
    text: `select ${COLUMNS}, null from records where stream = $1 and version > $2 order by version limit $3`,
    values: [stream, after, limit],
    rowMode: 'array',
  });
  return rows.map(toCopied);
};

/** The sequence of the newest event of a case; 0 for an unknown case. */
export const caseSequence = async (db: Db, key: string): Promise<number> => {
  const { rows } = await db.query<{ sequence: string }>({
    name: 'case-sequence',
    text: "select sequence from cases where key = $1 and topic = 'case'",
    values: [key],
  });
  return Number(rows[0]?.sequence ?? 0);
};

/** What agencies are called; an unknown one by its id. */
export const agencyNames = async (db: Db): Promise<(agency: string) => string> => {
  const { rows } = await db.query<{ agency: string; name: string }>({
    name: 'agency-names',
    text: 'select agency, name from agencies',
  });
  const names = new Map(rows.map(({ agency, name }) => [agency, name]));
  return (agency) => names.get(agency) ?? agency;
};
