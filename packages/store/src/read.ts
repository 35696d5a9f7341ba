import type { Pool, PoolClient } from 'pg';
import { EVENT_COLUMNS, type StoredEvent, toStoredEvent } from './event.js';

/** The events of one stream after a version, oldest first. */
export const readStream = async (db: Pool | PoolClient, stream: string, afterVersion = 0): Promise<StoredEvent[]> => {
  const { rows } = await db.query({
    name: 'read-stream',
    text: `select ${EVENT_COLUMNS} from events where stream = $1 and version > $2 order by version`,
    values: [stream, afterVersion],
    rowMode: 'array',
  });
  return rows.map(toStoredEvent);
};

/** The store's events after a position, in order, at most `limit`. A reader at N has seen everything up to N. */
export const readAfter = async (db: Pool | PoolClient, position: number, limit: number): Promise<StoredEvent[]> => {
  const { rows } = await db.query({
    name: 'read-after',
    text: `select ${EVENT_COLUMNS} from events where position > $1 order by position limit $2`,
    values: [position, limit],
    rowMode: 'array',
  });
  return rows.map(toStoredEvent);
};

/** The position of the newest event; 0 when there is none. */
export const headPosition = async (db: Pool | PoolClient): Promise<number> => {
  const { rows } = await db.query<{ position: string }>('select coalesce(max(position), 0) as position from events');
  return Number(rows[0]?.position ?? 0);
};

/** The outcome that a command had when it was first carried out; undefined when it never was. */
export const readCommand = async (
  db: Pool,
  key: string,
): Promise<{ fingerprint: string; stream: string; version: number; position: number } | undefined> => {
  const { rows } = await db.query<{ fingerprint: string; stream: string; version: number; position: string }>({
    name: 'read-command',
    text: 'select fingerprint, stream, version, position from commands where key = $1',
    values: [key],
  });
  const row = rows[0];
  return row && { ...row, position: Number(row.position) };
};
