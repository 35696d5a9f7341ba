import { AgencyEvent } from '@accompany/contracts/directory/v1/events';
import type { CaseLog, LogRecord } from './case-log/case-log.js';
import { toRecord } from './log-event.js';
import { TOPICS } from './topics.js';

/** What a record may say that is not as usual. */
export type Over = { readonly type?: string; readonly payload?: Buffer; readonly traceparent?: string };

/** A record of an event of a case, at a position of the service `test`. */
export const record = (caseId: string, position: number, { type, payload, traceparent }: Over = {}): LogRecord =>
  toRecord('test', {
    position,
    stream: `agency-${caseId}`,
    version: position,
    type: type ?? 'accompany.directory.v1.AgencyResumed',
    topic: 'case',
    key: caseId,
    payload:
      payload ?? Buffer.from(AgencyEvent.encode({ event: { $case: 'agencyResumed', value: { agencyId: 'aple', reason: '' } } }).finish()),
    metadata: JSON.stringify({ actor: { kind: 'service', service: 'test' }, correlation: 'c', traceparent }),
    occurredAt: new Date('2022-02-01'),
    recordedAt: new Date('2022-02-02'),
  });

/** Sends records about cases, in order. */
export const send = async (caseLog: CaseLog, ...records: LogRecord[]): Promise<void> => {
  const producer = await caseLog.producer();
  await producer.send(TOPICS.case.name, records);
  await producer.close();
};
