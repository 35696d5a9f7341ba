import { type LogEvent, type Projection, TOPICS } from '@accompany/runtime';
import { viewExists } from '@accompany/store';
import type { PoolClient } from 'pg';
import { caseSummary, SUMMARY, writeLines } from './case-summary.js';
import type { Moves } from './moves.js';
import { type Numbered, recentCases } from './recent-copies.js';
import type { RecordMetadata } from './records.js';

/** Name of the consumer whose checkpoints say how far the copy is. */
export const COPY = 'timeline';

/** Copies the log by case, and keeps the views, in the consumer's transaction. */
export const copyOfTheLog = (moves: Moves): Projection => {
  // Before the first build there is no view to keep; the build then finds what was copied until it switches.
  let built = false;
  const recent = recentCases();
  return {
    name: COPY,
    topics: ['case', 'network'],
    concernedBy: () => true,
    applyBatch: async (tx, events) => {
      const numbered = await number(tx, events);
      await insertRecords(tx, numbered);
      await nameAgencies(tx, events);
      built ||= await viewExists(tx, caseSummary);
      const ofCases = numbered.filter(isOfCase);
      if (built && ofCases.length > 0) await writeLines(tx, SUMMARY, await recent(tx, ofCases));
    },
    committed: (events) => {
      for (const caseId of casesOf(events)) moves.tell(caseId);
    },
  };
};

const isOfCase = ({ record }: LogEvent): boolean => record.topic === TOPICS.case.name;

const casesOf = (events: readonly LogEvent[]): string[] => [...new Set(events.filter(isOfCase).map(({ meta }) => meta.caseId))];

/** Gives each event its place among those of its key. */
const number = async (tx: PoolClient, events: readonly LogEvent[]): Promise<Numbered[]> => {
  const byKey = new Map<string, LogEvent[]>();
  for (const event of events) byKey.set(event.meta.caseId, [...(byKey.get(event.meta.caseId) ?? []), event]);
  const keys = [...byKey.keys()].sort();
  const { rows } = await tx.query<{ key: string; sequence: string }>({
    name: 'copy-number',
    text: `insert into cases as c (key, topic, sequence) select * from unnest($1::text[], $2::text[], $3::bigint[])
           on conflict (key) do update set sequence = c.sequence + excluded.sequence returning key, sequence`,
    values: [
      keys,
      keys.map((key) => (byKey.get(key)?.every(isOfCase) ? 'case' : 'network')),
      keys.map((key) => byKey.get(key)?.length ?? 0),
    ],
  });
  return rows.flatMap(({ key, sequence }) => {
    const ofKey = byKey.get(key) ?? [];
    return ofKey.map((event, index) => ({ ...event, sequence: Number(sequence) - ofKey.length + index + 1 }));
  });
};

const insertRecords = async (tx: PoolClient, numbered: readonly Numbered[]): Promise<void> => {
  await tx.query({
    name: 'copy-insert',
    text: `insert into records (key, sequence, source, stream, version, position, type, payload, metadata, occurred_at, recorded_at)
           select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::int[], $6::bigint[], $7::text[], $8::bytea[], $9::text[],
             $10::timestamptz[], $11::timestamptz[])`,
    values: [
      numbered.map(({ meta }) => meta.caseId),
      numbered.map(({ sequence }) => sequence),
      numbered.map(({ meta }) => meta.source),
      numbered.map(({ meta }) => meta.stream),
      numbered.map(({ meta }) => meta.version),
      numbered.map(({ meta }) => meta.position),
      numbered.map(({ meta }) => meta.type),
      numbered.map(({ record }) => Buffer.from(record.value)),
      numbered.map(({ meta: { actor, correlation, causation, traceparent } }) =>
        JSON.stringify({ actor, correlation, causation, traceparent } satisfies RecordMetadata),
      ),
      numbered.map(({ meta }) => meta.occurredAt),
      numbered.map(({ meta }) => meta.recordedAt),
    ],
  });
};

const nameAgencies = async (tx: PoolClient, events: readonly LogEvent[]): Promise<void> => {
  for (const { event } of events)
    if (event.$case === 'agencyRegistered')
      await tx.query('insert into agencies (agency, name) values ($1, $2) on conflict (agency) do update set name = excluded.name', [
        event.value.agencyId,
        event.value.name,
      ]);
};
