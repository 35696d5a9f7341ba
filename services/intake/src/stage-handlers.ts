import { randomBytes, randomUUID } from 'node:crypto';
import { createSealer } from '@accompany/access';
import { Urgency } from '@accompany/contracts/common/v1/common';
import { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { DuplicateCheckOutcome, IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { type AnyEvent, type App, type AppParts, type Call, createApp, type LogEvent } from '@accompany/runtime';
import { createExecutor, type Executor, inTransaction, migrate, openPool } from '@accompany/store';
import type { Pool } from 'pg';
import { type Case, caseAggregate, type Event } from './case.js';
import { intakeHandlers } from './handlers.js';
import { programmeHandlers } from './programme-handlers.js';

/** The clock of a stage: it stands where a test puts it, or runs. */
export type Clock = () => Date;

/** The handlers of the service on a database of their own, for tests. */
export type Stage = {
  readonly db: Pool;
  readonly executor: Executor;
  readonly app: App;
  readonly intake: ReturnType<typeof intakeHandlers>;
  readonly programmes: ReturnType<typeof programmeHandlers>;
  /** A caller. */
  readonly as: (agency: string, person?: string) => Call;
  /** What every command carries: a moment ago, a new id, no etag. */
  readonly mutation: () => { requestId: string; occurredAt: Date; etag: string };
  readonly stop: () => Promise<void>;
};

/** A database that nobody else uses. */
export type FreshDatabase = { readonly name: string; readonly ownerUrl: string; readonly appUrl: string; drop(): Promise<void> };

/** Makes a stage on a database; `now` is the time that it takes it to be. */
export const startStage = async (database: FreshDatabase, now: Clock = () => new Date()): Promise<Stage> => {
  await migrate(database.ownerUrl, `${database.name}_app`, [{ name: 'service', folder: new URL('../migrations/', import.meta.url) }]);
  const db = openPool(database.appUrl);
  const executor = createExecutor(db);
  const key = randomBytes(32);
  const sealer = createSealer({ keys: { dataKey: async () => ({ version: 1, key }) }, now });
  const parts = { service: 'intake', db, now, config: {}, executor, sealer, awaitCopied: async () => {} };
  const app = createApp(parts as unknown as AppParts);
  return {
    ...{ db, executor, app, intake: intakeHandlers(app), programmes: programmeHandlers(app) },
    as: (agency, person = `${agency}-1`) => ({
      actor: { kind: 'agency', agency, person },
      fingerprint: 'same',
      get now() {
        return now();
      },
      signal: new AbortController().signal,
    }),
    mutation: () => ({ requestId: randomUUID(), occurredAt: new Date(now().getTime() - 1000), etag: '' }),
    stop: async () => {
      await db.end();
      await database.drop();
    },
  };
};

/** A report by an agency, with what a test adds. */
export const reportOn = ({ intake, mutation }: Stage, call: Call, more: Partial<ReceiveReportRequest> = {}) =>
  intake.receiveReport(
    ReceiveReportRequest.fromPartial({
      ...mutation(),
      source: ReportSource.REPORT_SOURCE_COMMUNITY,
      purposes: [ReportPurpose.REPORT_PURPOSE_PROTECTION],
      incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
      ...more,
    }),
    call,
  );

/** An open case that the caller's agency leads, and the report that it was opened from. */
export const openCaseOn = async (stage: Stage, call: Call, more: Partial<ReceiveReportRequest> = {}) => {
  const { intake, mutation } = stage;
  const { reportId = '', caseId = '' } = await reportOn(stage, call, more);
  await intake.screenReport({ ...mutation(), reportId, urgency: Urgency.URGENCY_LOW, risk: 0, notes: '' }, call);
  const duplicateCheck = { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH, candidateCaseIds: [], notes: '' };
  await intake.openCase({ ...mutation(), reportId, duplicateCheck }, call);
  return { reportId, caseId };
};

const system = { kind: 'service', service: 'intake' } as const;

/** Writes what others or the network made of a case, without going through them. */
export const happenedOn = ({ executor }: Stage, caseId: string, ...events: Event[]) => decideOn({ executor }, caseId, () => events);

/** Carries a reaction's decision out, as the log brings it. */
export const decideOn = ({ executor }: Pick<Stage, 'executor'>, caseId: string, decide: (state: Case) => Event[]) =>
  executor.execute(caseAggregate, caseId, {
    key: randomUUID(),
    fingerprint: '',
    occurredAt: new Date(),
    metadata: { actor: system, correlation: caseId },
    partitionKey: () => caseId,
    decide,
  });

/** Lets a copy see an event of the log. */
export const copyOn = (
  { db }: Stage,
  copy: { applyBatch: (tx: never, events: readonly LogEvent[]) => Promise<void> },
  event: AnyEvent,
  meta: object = {},
) => inTransaction(db, (tx) => copy.applyBatch(tx as never, [{ event, meta } as unknown as LogEvent]));
