import type { CaseTrace } from '@accompany/contracts/timeline/v1/service';
import type { Pool } from 'pg';

/** A trace of a case, and the sequence of its first event there. */
export type Traced = CaseTrace & { readonly firstSequence: number };

type Row = { trace_id: string; first_sequence: string; began_at: Date; event_types: string[] };

/** At most `limit` traces of a case whose first event lies before a sequence, newest first. */
export const readCaseTraces = async (db: Pool, key: string, before: number | undefined, limit: number): Promise<Traced[]> => {
  const { rows } = await db.query<Row>({
    name: 'read-case-traces',
    text: `with traced as (
             select split_part(metadata::json ->> 'traceparent', '-', 2) as trace_id, sequence, recorded_at, type
               from records where key = $1 and metadata::json ->> 'traceparent' is not null)
           select trace_id, min(sequence) as first_sequence, min(recorded_at) as began_at, array_agg(type order by sequence) as event_types
             from traced group by trace_id having min(sequence) < coalesce($2, 9223372036854775807)
            order by first_sequence desc limit $3`,
    values: [key, before, limit],
  });
  return rows.map((row) => ({
    traceId: row.trace_id,
    beganAt: row.began_at,
    eventTypes: row.event_types,
    firstSequence: Number(row.first_sequence),
  }));
};

/** How many events of a case were recorded outside of any trace. */
export const countUntraced = async (db: Pool, key: string): Promise<number> => {
  const { rows } = await db.query<{ untraced: string }>({
    name: 'count-untraced',
    text: "select count(*) as untraced from records where key = $1 and metadata::json ->> 'traceparent' is null",
    values: [key],
  });
  return Number(rows[0]?.untraced);
};
