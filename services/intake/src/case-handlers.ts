import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { caseWriting } from './case-writing.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { approvedAssessment, awaitAll, isListed, latestApproved } from './copied.js';
import { addMonitor, assignCaseworker, removeMonitor } from './participants.js';
import { lowerRisk, raiseRisk } from './risk.js';
import { reportThreat, resolveThreat } from './threats.js';

type CaseHandlers = Pick<
  Handlers<IntakeServiceDefinition>,
  | 'raiseRisk'
  | 'lowerRisk'
  | 'reportThreat'
  | 'resolveThreat'
  | 'assignCaseworker'
  | 'addMonitor'
  | 'removeMonitor'
  | 'proposeClosure'
  | 'approveClosure'
  | 'refuseClosure'
>;

/** The calls that change a case, but for consent. */
export const caseHandlers = (app: App): CaseHandlers => {
  const { seal, decide } = caseWriting(app);
  return {
    raiseRisk: async (request, call) => {
      const { caseId, to } = request;
      const reason = await seal(caseId, call, request.reason);
      return decide(request, call, (state, context) => raiseRisk(state, { to, reason }, context));
    },

    lowerRisk: async (request, call) => {
      const { caseId, to, assessmentId, atLeastPositions } = request;
      const reason = await seal(caseId, call, request.reason);
      await awaitAll(app, atLeastPositions, caseId);
      const assessment = await approvedAssessment(app, caseId, assessmentId);
      return decide(request, call, (state, context) => lowerRisk(state, { to, assessmentId, reason }, assessment, context));
    },

    reportThreat: async (request, call) => {
      const { caseId, kind, by } = request;
      const threatId = app.newId(call, request, 'threat');
      const description = await seal(caseId, call, request.description);
      const standing = await decide(request, call, (state, context) => reportThreat(state, { threatId, kind, by, description }, context));
      return { threatId, ...standing };
    },

    resolveThreat: async (request, call) => {
      const { caseId, threatId, resolution } = request;
      const notes = await seal(caseId, call, request.notes);
      return decide(request, call, (state, context) => resolveThreat(state, { threatId, resolution, notes }, context));
    },

    assignCaseworker: (request, call) => decide(request, call, (state, context) => assignCaseworker(state, request.person, context)),

    addMonitor: async (request, call) => {
      const { caseId, agency, atLeastPositions } = request;
      await awaitAll(app, atLeastPositions, caseId);
      const listed = await isListed(app, agency);
      return decide(request, call, (state, context) => addMonitor(state, agency, listed, context));
    },

    removeMonitor: (request, call) => decide(request, call, (state, context) => removeMonitor(state, request.agency, context)),

    proposeClosure: async (request, call) => {
      const { caseId, criterion, work, atLeastPositions } = request;
      const evidence = await seal(caseId, call, request.evidence);
      await awaitAll(app, atLeastPositions, caseId);
      const assessmentId = request.assessmentId || (await latestApproved(app, caseId));
      const assessment = assessmentId === '' ? undefined : await approvedAssessment(app, caseId, assessmentId);
      return decide(request, call, (state, context) =>
        proposeClosure(state, { criterion, evidence, assessmentId, work }, assessment, context),
      );
    },

    approveClosure: (request, call) => decide(request, call, approveClosure),

    refuseClosure: async (request, call) => {
      const reason = await seal(request.caseId, call, request.reason);
      return decide(request, call, (state, context) => refuseClosure(state, { reason }, context));
    },
  };
};
