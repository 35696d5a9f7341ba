import { randomUUID } from 'node:crypto';
import type {
  ListParkedRequest,
  ListParkedResponse,
  ResumeParkedRequest,
  ResumeParkedResponse,
  SkipParkedRequest,
  SkipParkedResponse,
} from '@accompany/contracts/operations/v1/repair_service';
import { SkipReason } from '@accompany/contracts/operations/v1/types';
import { readAfter } from '@accompany/store';
import type { Call } from './call.js';
import type { CaseLog } from './case-log/case-log.js';
import { openCaseLog } from './case-log/open.js';
import { type Consumer, startConsumer } from './consumer.js';
import { createLogger } from './log.js';
import { projection } from './reaction.js';
import { repairs } from './repair-handlers.js';
import { callBy, mutation, startTestService, type TestService } from './testing.js';
import { record } from './testing-records.js';
import { TOPICS } from './topics.js';

export const logger = createLogger('test', 'silent');
export const operator = callBy({ kind: 'service', service: 'operator' });

/** Started by `start`, stopped by `stop`: a service, and a consumer that copies what the log says of cases. */
export let service: TestService;
export let caseLog: CaseLog;
let consumer: Consumer;
/** Positions at which the copy fails, and with what. */
export const refused = new Map<number, Error>();
export let last = 0;
/** What the consumer's log says. */
export const lines: Record<string, unknown>[] = [];
const write = (line: string): void => void lines.push(JSON.parse(line));

/** A new event of a case, at the next position. */
export const next = (caseId: string, over: Parameters<typeof record>[2] = {}) => record(caseId, ++last, over);
export const more = (caseId: string, count: number) => Array.from({ length: count }, () => next(caseId));
export const positionsOf = (records: readonly ReturnType<typeof record>[]) => records.map(({ headers }) => Number(headers.position));

export const copy = projection({
  name: 'copy',
  topic: 'case',
  apply: async (tx, _event, { caseId, position }) => {
    await tx.query('insert into copies.copied (case_id, position) values ($1, $2)', [caseId, position]);
    const error = refused.get(position);
    if (error !== undefined) throw error;
  },
});

export const copied = async (caseId: string): Promise<number[]> => {
  const { rows } = await service.db.query<{ position: number }>('select position from copies.copied where case_id = $1 order by nr', [
    caseId,
  ]);
  return rows.map(({ position }) => position);
};

type Calls = {
  listParked(request: ListParkedRequest, call: Call): Promise<ListParkedResponse>;
  getParked(request: { consumer: string; caseId: string }, call: Call): Promise<{ events: unknown[] }>;
  resumeParked(request: ResumeParkedRequest, call: Call): Promise<ResumeParkedResponse>;
  skipParked(request: SkipParkedRequest, call: Call): Promise<SkipParkedResponse>;
  acknowledgeRecord(request: object, call: Call): Promise<object>;
};
export const calls = (): Calls => repairs(service.app, [copy]).handlers as unknown as Calls;

export const standing = async (caseId: string) =>
  (await calls().listParked({ pageSize: 200, pageToken: '' }, operator)).cases.find((one) => one.caseId === caseId);
/** What is parked of a case, if so many events are. */
export const parked = async (caseId: string, waiting: number) => {
  const found = await standing(caseId);
  return found?.waiting === waiting && found;
};

export const about = (caseId: string, failed: number) => ({
  ...mutation(),
  ...{ consumer: 'copy', caseId, eventId: `agency-${caseId}/${failed}`, operator: 'op-1' },
});
export const why = { reason: SkipReason.SKIP_REASON_UNREADABLE, ticket: 'OPS-1' };

/** What the service's own store tells of a case. */
export const told = async (caseId: string) =>
  (await readAfter(service.db, 0, 1_000))
    .filter(({ key }) => key === caseId)
    .map(({ type, topic }) => `${topic} ${type.split('.').at(-1)}`);

/** Before a file's tests; the log lies in the database of `logUrl`. */
export const start = async (logUrl: string): Promise<void> => {
  service = await startTestService({ service: 'referral' });
  await service.db.query('create schema copies; create table copies.copied (nr serial primary key, case_id text, position int)');
  caseLog = await openCaseLog(logUrl, { logger, clientId: 'test' });
  await caseLog.ensureTopics(Object.values(TOPICS));
  consumer = startConsumer({
    group: randomUUID(),
    db: service.db,
    caseLog,
    projections: [copy],
    logger: createLogger('referral', 'error', { write }),
  });
};

/** After a file's tests. */
export const stop = async (): Promise<void> => {
  await consumer?.stop();
  await caseLog?.close();
  await service?.stop();
};
