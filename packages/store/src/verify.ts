import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { StoredEvent } from './event.js';
import { EVENT_COLUMNS, toStoredEvent } from './event.js';

/**
 * Recomputes the hash chain over the stored bytes, in order, without the database's help.
 * @returns undefined when it holds, else the first position whose row is not what was appended
 */
export const verifyChain = async (db: Pool): Promise<number | undefined> => {
  let hash: Buffer = Buffer.alloc(0);
  for (let after = 0; ; ) {
    const { rows } = await db.query({
      text: `select ${EVENT_COLUMNS}, hash from events where position > $1 order by position limit 1000`,
      values: [after],
      rowMode: 'array',
    });
    if (rows.length === 0) return undefined;
    for (const row of rows) {
      const event = toStoredEvent(row);
      if (event.position !== after + 1) return after + 1;
      hash = createHash('sha256').update(hash).update(chainContent(event)).digest();
      if (!hash.equals(row[10] as Buffer)) return event.position;
      after = event.position;
    }
  }
};

/** The bytes of an event that the chain covers; the counterpart of `chain_content` in 005_chain.sql. */
const chainContent = (event: StoredEvent): Buffer => {
  const { position, stream, version, type, key, occurredAt, recordedAt, metadata, payload } = event;
  const head = [position, stream, version, type, key, occurredAt.getTime(), recordedAt.getTime(), Buffer.byteLength(metadata), metadata];
  return Buffer.concat([Buffer.from(head.join('|')), payload]);
};
