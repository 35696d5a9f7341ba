import type { RecordCorrectionRequest } from '@accompany/contracts/intake/v1/case_requests';
import type { CorrectionRecorded } from '@accompany/contracts/intake/v1/events';
import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { caseWriting } from './case-writing.js';
import { awaitAll, isOfficeOf } from './copied.js';
import { recordCorrection } from './corrections.js';
import { waiveMatter } from './duties.js';
import { recordedFact } from './facts-queries.js';
import { assignOffice } from './offices.js';
import { releaseCaseworker } from './participants.js';
import { enterInError, reopen } from './reopening.js';

type StandingHandlers = Pick<
  Handlers<IntakeServiceDefinition>,
  'waiveMatter' | 'recordCorrection' | 'reopenCase' | 'enterCaseInError' | 'releaseCaseworker' | 'assignOffice'
>;

/** The calls about where a case stands: what keeps it open, reopening it, and what was wrong about it. */
export const standingHandlers = (app: App): StandingHandlers => {
  const { seal, decide } = caseWriting(app);
  return {
    waiveMatter: async (request, call) => {
      const { caseId, matterId } = request;
      const reason = await seal(caseId, call, request.reason);
      return decide(request, call, (state, context) => waiveMatter(state, { matterId, reason }, context));
    },

    recordCorrection: async (request, call) => {
      const { caseId, eventId, atLeastPositions } = request;
      const reason = await seal(caseId, call, request.reason);
      await awaitAll(app, atLeastPositions, caseId);
      const fact = await recordedFact(app, eventId);
      const correction = correctionIn(request);
      return decide(request, call, (state, context) => recordCorrection(state, { caseId, eventId, correction, reason }, fact, context));
    },

    reopenCase: async (request, call) => {
      const reopeningId = app.newId(call, request, 'reopening');
      const reason = await seal(request.caseId, call, request.reason);
      return decide(request, call, (state, context) => reopen(state, { reopeningId, reason }, context));
    },

    enterCaseInError: async (request, call) => {
      const { caseId, reason } = request;
      const notes = await seal(caseId, call, request.notes);
      return decide(request, call, (state, context) => enterInError(state, { reason, notes }, context));
    },

    releaseCaseworker: (request, call) => {
      const { person, reason } = request;
      return decide(request, call, (state, context) => releaseCaseworker(state, { person, reason }, context));
    },

    assignOffice: async (request, call) => {
      const { caseId, officeId, atLeastPositions } = request;
      await awaitAll(app, atLeastPositions, caseId);
      const listed = await isOfficeOf(app, officeId, callerOf(call).agency);
      return decide(request, call, (state, context) => assignOffice(state, officeId, listed, context));
    },
  };
};

const correctionIn = ({ correction }: RecordCorrectionRequest): CorrectionRecorded['correction'] =>
  correction?.$case === 'happenedAt' ? { $case: 'occurredAt', value: correction.value } : correction;
