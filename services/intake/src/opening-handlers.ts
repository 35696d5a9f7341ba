import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Call, Handlers, Mutation, Standing } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { caseAggregate } from './case.js';
import { acceptedReferrals } from './copied.js';
import { mayTakeReport, open, takeReport } from './opening.js';
import { joinAsProvider } from './participants.js';
import { becomeCase, link, readable, reportAggregate } from './report.js';
import { reportWriting } from './report-writing.js';

/**
 * The calls that join a report to a case. Each decides on the report, then lets the case follow. Where a process dies in
 * between, the reaction of the same decision makes the case follow, and a repeat of the call finds it done.
 */
export const openingHandlers = (app: App): Pick<Handlers<IntakeServiceDefinition>, 'openCase' | 'linkReport'> => {
  const { seal, decide } = reportWriting(app);

  const reportOf = async (reportId: string, call: Call) =>
    readable((await app.load(reportAggregate, reportId)).state, callerOf(call).agency);

  return {
    openCase: async (request, call) => {
      const { reportId, duplicateCheck: check } = request;
      const { outcome = 0, candidateCaseIds = [], notes = '' } = check ?? {};
      const duplicateCheck = { outcome, candidateCaseIds, notes: await seal(reportId, call, notes) };
      await decide(request, call, (state, context) => becomeCase(state, duplicateCheck, context));
      const report = await reportOf(reportId, call);
      if (report.status !== 'case_opened') throw new Error('the report was decided but shows no case');
      const { became } = report;
      const { caseId } = became;
      let done: Standing = await app.execute(caseAggregate, caseId, followUp(app, request, call, 'opening'), call, {
        caseId,
        decide: (state, context) => open(state, reportId, became, context),
      });
      // Read after the opening: whoever accepts from now on joins by the reaction.
      for (const provision of await acceptedReferrals(app, caseId))
        done = await app.execute(caseAggregate, caseId, followUp(app, request, call, provision.referralId), call, {
          decide: (state) => joinAsProvider(state, provision),
        });
      return { caseId, etag: done.etag, position: done.position };
    },

    linkReport: async (request, call) => {
      const { reportId, caseId } = request;
      const target = await app.load(caseAggregate, caseId);
      const checkCase = () => mayTakeReport(target.state, callerOf(call).agency);
      const standing = await decide(request, call, (state, context) => link(state, caseId, checkCase, context));
      const { received, risk } = await reportOf(reportId, call);
      await app.execute(caseAggregate, caseId, followUp(app, request, call, caseId), call, {
        decide: (state, context) => takeReport(state, { reportId, clientId: received.clientId, risk }, context),
      });
      return standing;
    },
  };
};

/** The case's part of a decision on a report: a command of its own, that follows from the request. */
const followUp = (app: App, request: Mutation, call: Call, what: string): Mutation => ({
  requestId: app.newId(call, request, `follow-up/${what}`),
  occurredAt: request.occurredAt,
});
