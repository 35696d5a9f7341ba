import { type LogEvent, TOPICS } from '@accompany/runtime';
import type { PoolClient } from 'pg';
import type { RecordMetadata } from './records.js';

/** An event with its place among those of its key. */
export type Numbered = LogEvent & { readonly sequence: number; readonly late: boolean };

type Row = [source: string, position: string, sequence: string, late: boolean];

/** Whether an event belongs to a case and not to the network. */
export const isOfCase = ({ record }: LogEvent): boolean => record.topic === TOPICS.case.name;

/** Events by the case they belong to, each in the order given. */
export const byCase = <Event extends LogEvent>(events: readonly Event[]): Map<string, Event[]> => {
  const cases = new Map<string, Event[]>();
  for (const event of events) {
    const ofCase = cases.get(event.meta.caseId);
    if (ofCase === undefined) cases.set(event.meta.caseId, [event]);
    else ofCase.push(event);
  }
  return cases;
};

/**
 * Copies events, each with its place among those of its key and whether it comes late. In one statement, because a batch
 * is small and each round trip is a good part of its time; `behind` counts the events of the same key that follow in the batch.
 * The consumer's lock keeps other writers of these keys out.
 */
export const copyRecords = async (tx: PoolClient, events: readonly LogEvent[]): Promise<Numbered[]> => {
  const { rows } = await tx.query<Row>({
    name: 'copy-records',
    text: `with news as (
             select key, topic, behind, source, stream, version, position, type, substring($13::bytea from ends - length + 1 for length) as payload,
                 metadata, occurred_at, recorded_at
               from (select *, (sum(length) over (order by nr))::int as ends from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::int[],
                 $7::bigint[], $8::text[], $9::int[], $10::text[], $11::timestamptz[], $12::timestamptz[]) with ordinality
                 as n (key, topic, behind, source, stream, version, position, type, length, metadata, occurred_at, recorded_at, nr)) as placed),
           before as (select key, last_occurred_at from cases where key = any ($1::text[])),
           moved as (
             insert into cases as c (key, topic, sequence, last_occurred_at)
             select key, min(topic), count(*), max(occurred_at) from news group by key order by key
             on conflict (key) do update set sequence = c.sequence + excluded.sequence,
               last_occurred_at = greatest(c.last_occurred_at, excluded.last_occurred_at)
             returning key, sequence)
           insert into records (key, sequence, source, stream, version, position, type, payload, metadata, occurred_at, recorded_at, late)
           select key, sequence - behind, source, stream, version, position, type, payload, metadata, occurred_at, recorded_at,
             coalesce(greatest(before.last_occurred_at, max(occurred_at) over (partition by key order by behind desc
               rows between unbounded preceding and 1 preceding)) > occurred_at, false)
             from news join moved using (key) left join before using (key)
           returning source, position, sequence, late`,
    values: columnsOf(events),
    rowMode: 'array',
  });
  const places = new Map(rows.map(([source, position, sequence, late]) => [`${source} ${position}`, { sequence: Number(sequence), late }]));
  return events.map((event) => {
    const place = places.get(`${event.meta.source} ${event.meta.position}`);
    if (place === undefined) throw new Error('an event was not copied');
    return { ...event, ...place };
  });
};

const columnsOf = (events: readonly LogEvent[]): unknown[] => {
  const metas = events.map(({ meta }) => meta);
  return [
    metas.map(({ caseId }) => caseId),
    events.map((event) => (isOfCase(event) ? 'case' : 'network')),
    behind(metas.map(({ caseId }) => caseId)),
    metas.map(({ source }) => source),
    metas.map(({ stream }) => stream),
    metas.map(({ version }) => version),
    metas.map(({ position }) => position),
    metas.map(({ type }) => type),
    events.map(({ record }) => record.value.length),
    metas.map(metadataOf),
    metas.map(({ occurredAt }) => occurredAt.toISOString()),
    metas.map(({ recordedAt }) => recordedAt.toISOString()),
    // All payloads in one piece: an array of them would travel as twice as many hexadecimal digits.
    Buffer.concat(events.map(({ record }) => record.value)),
  ];
};

/** What is kept of an event beside its payload, as JSON. */
export const metadataOf = ({ actor, correlation, causation, traceparent }: RecordMetadata): string =>
  JSON.stringify({ actor, correlation, causation, traceparent });

/** For each key, how often it comes again after this place. */
const behind = (keys: readonly string[]): number[] => {
  const seen = new Map<string, number>();
  return keys
    .toReversed()
    .map((key) => {
      const after = seen.get(key) ?? 0;
      seen.set(key, after + 1);
      return after;
    })
    .reverse();
};
