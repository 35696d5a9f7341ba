import type { ReceivedRecord } from './case-log/case-log.js';
import { readEvent, readMeta } from './log-event.js';
import type { Projection } from './reaction.js';

/**
 * Whether any of these projections has anything to do with any of these records. Most events concern few services; the others
 * need no transaction for them. What does not read is a concern.
 */
export const concerns = async (projections: readonly Projection[], records: readonly ReceivedRecord[]): Promise<boolean> => {
  for (const record of records) {
    const meta = readMeta(record);
    if (meta === undefined) return true;
    try {
      const event = { meta, record, event: readEvent(meta.type, record.value) };
      for (const projection of projections) if (await projection.concernedBy(event)) return true;
    } catch {
      return true;
    }
  }
  return false;
};
