import { randomUUID } from 'node:crypto';
import { Urgency } from '@accompany/contracts/common/v1/common';
import { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { DuplicateCheckOutcome, IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import type { AnyEvent, App, Call, LogEvent } from '@accompany/runtime';
import { callBy, mutation, startTestService, type TestDatabase } from '@accompany/runtime/testing';
import { type Executor, inTransaction } from '@accompany/store';
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
  /** The same service in a second process. */
  readonly twin: () => App;
  readonly intake: ReturnType<typeof intakeHandlers>;
  readonly programmes: ReturnType<typeof programmeHandlers>;
  /** A caller. */
  readonly as: (agency: string, person?: string) => Call;
  /** What every command carries: a moment ago, a new id, no etag. */
  readonly mutation: () => { requestId: string; occurredAt: Date; etag: string };
  readonly stop: () => Promise<void>;
};

/** Makes a stage on a database; `now` is the time that it takes it to be. */
export const startStage = async (database: TestDatabase, now: Clock = () => new Date()): Promise<Stage> => {
  const { app, db, executor, twin, stop } = await startTestService({
    ...{ service: 'intake', migrations: new URL('../migrations/', import.meta.url), database, now },
  });
  return {
    ...{ db, executor, app, twin, stop, intake: intakeHandlers(app), programmes: programmeHandlers(app) },
    as: (agency, person = `${agency}-1`) => callBy({ kind: 'agency', agency, person }, now),
    mutation: () => mutation(now),
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
