import type { Pool } from 'pg';
import type { ReceivedRecord } from './case-log/case-log.js';
import { readMeta } from './log-event.js';
import { partitionNumber } from './topics.js';

/** Moves checkpoints over events that concern nobody here. */
export type Passing = {
  /** Notes that these records were passed over by all these consumers; written down soon. */
  note(consumers: readonly string[], records: readonly ReceivedRecord[]): void;
  /** Writes down at once what is noted. */
  flush(): Promise<void>;
};

const WRITE_MS = 100;

/**
 * Checkpoints over events without effect are written together, a tenth of a second later, in one statement that need not
 * wait for the disk: a crash that loses them loses nothing. They only ever move forward.
 * @param onWritten called after each write
 * @param onError called with a failed write; what it held is written with the next
 */
export const createPassing = (db: Pool, onWritten: () => void, onError: (error: unknown) => void): Passing => {
  const noted = new Map<string, { consumer: string; source: string; partition: number; position: number }>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const rows = [...noted.values()];
    if (rows.length === 0) return;
    try {
      await db.query({
        name: 'log-checkpoints-pass',
        text: `insert into log_checkpoints as c (consumer, source, partition, position)
               select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[]) order by 1, 2, 3
               on conflict (consumer, source, partition) do update set position = excluded.position where c.position < excluded.position`,
        values: [
          rows.map((row) => row.consumer),
          rows.map((row) => row.source),
          rows.map((row) => row.partition),
          rows.map((row) => row.position),
        ],
      });
      for (const row of rows) if (noted.get(keyOf(row))?.position === row.position) noted.delete(keyOf(row));
      onWritten();
    } catch (error) {
      onError(error);
      timer ??= setTimeout(() => void flush(), WRITE_MS * 10);
    }
  };

  return {
    note: (consumers, records) => {
      for (const record of records) {
        const meta = readMeta(record);
        if (meta === undefined) continue;
        const partition = partitionNumber(record.topic, record.partition);
        for (const consumer of consumers) {
          const row = { consumer, source: meta.source, partition, position: meta.position };
          if ((noted.get(keyOf(row))?.position ?? 0) < row.position) noted.set(keyOf(row), row);
        }
      }
      timer ??= setTimeout(() => void flush(), WRITE_MS);
    },
    flush,
  };
};

const keyOf = ({ consumer, source, partition }: { consumer: string; source: string; partition: number }): string =>
  `${consumer}|${source}|${partition}`;
