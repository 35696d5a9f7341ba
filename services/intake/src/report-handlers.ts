import type { IntakeServiceDefinition, ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import type { App, Call, Handlers } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { awaitAll, isListed } from './copied.js';
import { areaOf, checkImported } from './received.js';
import { recordId } from './record-id.js';
import { forward, notTakeUp, receive, reportAggregate, screen } from './report.js';
import { sealReport } from './report-sealing.js';
import { reportWriting } from './report-writing.js';

type ReportHandlers = Pick<Handlers<IntakeServiceDefinition>, 'receiveReport' | 'screenReport' | 'forwardReport' | 'declineReport'>;

/** The calls that change reports and no case. */
export const reportHandlers = (app: App): ReportHandlers => {
  const { seal, decide } = reportWriting(app);
  return {
    receiveReport: async (request, call) => {
      const { externalReference, source, purposes, incident, allegedOffender, risk, assertedConsent, ambiguities } = request;
      checkImported({ externalReference, asserted: assertedConsent !== undefined, ambiguous: ambiguities.length > 0 });
      const areaCode = areaOf(request.areaCode, request.contact?.placeCode ?? '');
      const { reportId, caseId, clientId } = idsOf(app, request, call);
      const sealed = await sealReport(app, clientId, reportId, request);
      const plain = { source, purposes, incident, allegedOffender, risk, areaCode, externalReference };
      const received = { clientId, caseId, receivedUnder: request.requestId, ...plain, ...sealed };
      const { etag, position } = await app.execute(reportAggregate, reportId, request, call, {
        caseId,
        decide: (state, context) => receive(state, received, context),
      });
      return { reportId, caseId, clientId, alreadyKnown: await isKnown(app, reportId, request), etag, position };
    },

    screenReport: async (request, call) => {
      const { urgency, risk } = request;
      const notes = await seal(request.reportId, call, request.notes);
      return decide(request, call, (state, context) => screen(state, { urgency, risk, notes }, context));
    },

    forwardReport: async (request, call) => {
      const { reportId, toAgency, atLeastPositions } = request;
      const notes = await seal(reportId, call, request.notes);
      await awaitAll(app, atLeastPositions, '');
      const listed = await isListed(app, toAgency);
      return decide(request, call, (state, context) => forward(state, { toAgency, notes }, listed, context));
    },

    declineReport: async (request, call) => {
      const notes = await seal(request.reportId, call, request.notes);
      return decide(request, call, (state, context) => notTakeUp(state, { reason: request.reason, notes }, context));
    },
  };
};

/** The ids of what a report creates: from the record it was taken from, or else from the request. */
const idsOf = (app: App, request: ReceiveReportRequest, call: Call) => {
  const { agency } = callerOf(call);
  const { externalReference } = request;
  const idOf = (kind: string) =>
    externalReference === undefined ? app.newId(call, request, kind) : recordId(agency, externalReference, kind);
  return { reportId: idOf('report'), caseId: idOf('case'), clientId: idOf('client') };
};

/** Whether the record was there before this request; the same for every repeat of the request. */
const isKnown = async (app: App, reportId: string, request: ReceiveReportRequest): Promise<boolean> => {
  if (request.externalReference === undefined) return false;
  const { state } = await app.load(reportAggregate, reportId);
  return state.status !== 'none' && state.received.receivedUnder !== request.requestId;
};
