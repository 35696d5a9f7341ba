import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { caseAggregate } from './case.js';
import { readable as readableCase } from './case-guards.js';
import { openCase } from './case-reading.js';
import { caseOf, readable as readableReport, reportAggregate } from './report.js';
import { openReport } from './report-reading.js';

type ReadHandlers = Pick<Handlers<IntakeServiceDefinition>, 'getReport' | 'getCase'>;

/** The calls that read a report or a case, folded from its stream: always as new as the last write. */
export const readHandlers = (app: App): ReadHandlers => ({
  getReport: async ({ reportId, atLeastPosition }, call) => {
    await app.awaitPosition(atLeastPosition);
    const { state, etag } = await app.load(reportAggregate, reportId);
    const report = readableReport(state, callerOf(call).agency, await leadOf(app, caseOf(state)));
    return { reportId, etag, ...(await openReport(app, reportId, report)) };
  },

  getCase: async ({ caseId, atLeastPosition }, call) => {
    await app.awaitPosition(atLeastPosition, caseId);
    const { state, etag } = await app.load(caseAggregate, caseId);
    const { agency } = callerOf(call);
    const found = readableCase(state, agency);
    return { caseId, etag, ...(await openCase(app, caseId, found, agency)) };
  },
});

/** Who leads a case; empty where there is none. */
const leadOf = async (app: App, caseId: string): Promise<string> => {
  if (caseId === '') return '';
  const { state } = await app.load(caseAggregate, caseId);
  return state.status === 'none' ? '' : state.lead;
};
