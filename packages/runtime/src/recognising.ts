import { context } from '@opentelemetry/api';
import type { PoolClient } from 'pg';
import type { ReceivedRecord } from './case-log/case-log.js';
import type { Logger } from './log.js';
import { type EventMeta, type LogEvent, type Received, readEvent, readMeta } from './log-event.js';
import { park, setAside } from './parking.js';
import { contextOf } from './telemetry/spans.js';

/** Keeps our records; what is not ours is set aside with its coordinates. */
export const recognise = async (tx: PoolClient, records: readonly ReceivedRecord[]): Promise<Received[]> => {
  const received: Received[] = [];
  for (const record of records) {
    const meta = readMeta(record);
    if (meta === undefined) await setAside(tx, record);
    else received.push({ meta, record });
  }
  return received;
};

/** A record that was sent twice counts once, also when both lie in one batch: of each partition only what lies further than all before it. */
export const unrepeated = (received: readonly Received[]): Received[] => {
  const furthest = new Map<string, number>();
  return received.filter(({ meta, record }) => {
    const place = `${meta.source} ${record.partition}`;
    if (meta.position <= (furthest.get(place) ?? 0)) return false;
    furthest.set(place, meta.position);
    return true;
  });
};

/** Reads the content; a case with an event that does not read is parked from there on. */
export const readable = async (
  tx: PoolClient,
  consumer: string,
  fresh: Received[],
  parked: Set<string>,
  logger: Logger,
): Promise<LogEvent[]> => {
  const events: LogEvent[] = [];
  for (const received of fresh) {
    const { meta, record } = received;
    if (parked.has(meta.caseId)) {
      await park(tx, consumer, received, undefined);
      continue;
    }
    try {
      events.push({ ...received, event: readEvent(meta.type, record.value) });
    } catch (error) {
      tellParked(logger, meta, { err: error }, 'an event does not read; its case is parked');
      parked.add(meta.caseId);
      await park(tx, consumer, received, error);
    }
  }
  return events;
};

/** In the trace that made the event, so that its line is found by it. */
export const tellParked = (logger: Logger, { traceparent, source, position }: EventMeta, why: object, text: string): void =>
  context.with(contextOf(traceparent), () => logger.error({ ...why, source, position }, text));
