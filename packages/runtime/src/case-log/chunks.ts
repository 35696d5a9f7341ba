import type { LogRecord } from './case-log.js';

/**
 * The largest batch a consumer is given, in records. One that has much to catch up on takes so many in a transaction; beyond it
 * a transaction would outlast the heartbeats between batches.
 */
export const BATCH = 500;

const RECORDS = 500;
// Half of the megabyte that a Kafka broker takes in one batch, which leaves room for keys and headers.
const BYTES = 512 * 1024;

/** Cuts a long send into pieces that a server takes in one request, in order. */
export function* chunksOf(records: LogRecord[]): Generator<LogRecord[]> {
  let chunk: LogRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (chunk.length === RECORDS || (chunk.length > 0 && bytes + record.value.length > BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(record);
    bytes += record.value.length;
  }
  if (chunk.length > 0) yield chunk;
}
