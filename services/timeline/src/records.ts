import type { Actor } from '@accompany/domain';
import { readEvent } from '@accompany/runtime';
import { streamId } from '@accompany/store';
import { LRUCache } from 'lru-cache';
import type { Pool, PoolClient } from 'pg';
import { EVER, type Fact, factsAt } from './fact.js';

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

type Row = [string, string, string, string, number, string, string, Buffer, string, number, number, boolean];

/** A time as a number: to read one from text takes as long as to decode its event. */
const milliseconds = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

const COLUMNS = `key, sequence, source, stream, version, position, type, payload, metadata, ${milliseconds('occurred_at')}, ${milliseconds('recorded_at')}, late`;

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
    occurredAt: new Date(occurredAt),
    recordedAt: new Date(recordedAt),
    actor,
    event: readEvent(type, payload),
    metadata,
    late: isLate(late, actor),
  };
};

/** A reaction carries the time of its cause; only what people write down afterwards is late. */
export const isLate = (late: boolean, actor: Actor): boolean => late && actor.kind === 'agency';

/** All events of these cases, by case, each in log order. */
export const readCases = async (db: Db, keys: readonly string[]): Promise<Map<string, Copied[]>> => {
  const { rows } = await db.query({
    name: 'read-cases',
    text: `select ${COLUMNS} from records where key = any ($1::text[]) order by key, sequence`,
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
const readPage = async (db: Db, key: string, after: number, limit: number, asOf = EVER, knownAt = EVER): Promise<Copied[]> => {
  const { rows } = await db.query({
    name: 'read-page',
    text: `select ${COLUMNS} from records
            where key = $1 and sequence > $2 and occurred_at <= coalesce($4::timestamptz, 'infinity') and recorded_at <= coalesce($5::timestamptz, 'infinity')
            order by sequence limit $3`,
    values: [key, after, limit, asOf < EVER ? asOf : null, knownAt < EVER ? knownAt : null],
    rowMode: 'array',
  });
  return rows.map(toCopied);
};

/** The same, with what corrections say of them: in a case that has any, an event counts for its corrected time. */
export const readTold = async (db: Db, key: string, after: number, limit: number, asOf = EVER, knownAt = EVER): Promise<Copied[]> => {
  const { rowCount } = await db.query({
    name: 'has-corrections',
    text: `select from records where key = $1 and type = 'accompany.intake.v1.CorrectionRecorded' limit 1`,
    values: [key],
  });
  if (rowCount === 0) return readPage(db, key, after, limit, asOf, knownAt);
  return factsAt(await readCase(db, key), asOf, knownAt)
    .filter(({ sequence }) => sequence > after)
    .sort((a, b) => a.sequence - b.sequence)
    .slice(0, limit);
};

/** At most `limit` events of a stream after a version, in order. */
export const readStreamCopy = async (db: Db, stream: string, after: number, limit: number): Promise<Copied[]> => {
  const { rows } = await db.query({
    name: 'read-stream-copy',
    text: `select ${COLUMNS} from records where stream = $1 and version > $2 order by version limit $3`,
    values: [stream, after, limit],
    rowMode: 'array',
  });
  return rows.map(toCopied);
};

/** The sequence of the newest event of each of these cases; unknown ones are left out. */
export const caseSequences = async (db: Db, keys: readonly string[]): Promise<Map<string, number>> => {
  const { rows } = await db.query<{ key: string; sequence: string }>({
    name: 'case-sequences',
    text: "select key, sequence from cases where key = any ($1::text[]) and topic = 'case'",
    values: [keys],
  });
  return new Map(rows.map(({ key, sequence }) => [key, Number(sequence)]));
};

/** The sequence of the newest event of a case; 0 for an unknown case. */
export const caseSequence = async (db: Db, key: string): Promise<number> => (await caseSequences(db, [key])).get(key) ?? 0;

/** What agencies are called; an unknown one by its id. */
export const agencyNames = async (db: Db): Promise<(agency: string) => string> => {
  const { rows } = await db.query<{ agency: string; name: string }>({
    name: 'agency-names',
    text: 'select agency, name from agencies',
  });
  const names = new Map(rows.map(({ agency, name }) => [agency, name]));
  return (agency) => names.get(agency) ?? agency;
};

const NAMES_MS = 1_000;

/** `agencyNames`, asked at most once a second: for those who show entry after entry. */
export const namesOfAgencies = (db: Pool): (() => Promise<(agency: string) => string>) => {
  const names = new LRUCache<'names', (agency: string) => string>({ max: 1, ttl: NAMES_MS, fetchMethod: () => agencyNames(db) });
  return () => names.forceFetch('names');
};
