import type { IntakeServiceDefinition, ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import type { App, Call, Handlers } from '@accompany/runtime';
import { activityAggregate } from './activity.js';
import { callerOf } from './caller.js';
import { caseAggregate } from './case.js';
import { readable as readableCase } from './case-guards.js';
import { awaitAll, isListed, unknownPlaceOf } from './copied.js';
import { atKnownHome } from './places.js';
import { areaOf, checkImported } from './received.js';
import { recordId } from './record-id.js';
import { forward, notifyAuthority, notTakeUp, receive, reportAggregate, screen } from './report.js';
import { type Bearer, checkBearer } from './report-bearer.js';
import { sealReport } from './report-sealing.js';
import { reportWriting } from './report-writing.js';
import { volunteerAggregate } from './volunteer.js';

type ReportHandlers = Pick<
  Handlers<IntakeServiceDefinition>,
  'receiveReport' | 'screenReport' | 'forwardReport' | 'declineReport' | 'notifyAuthority'
>;

/** The calls that change reports and no case. */
export const reportHandlers = (app: App): ReportHandlers => {
  const { seal, decide } = reportWriting(app);
  return {
    receiveReport: async (request, call) => {
      const { externalReference, source, purposes, incident, allegedOffender, risk, assertedConsent, ambiguities } = request;
      checkImported({ externalReference, asserted: assertedConsent !== undefined, ambiguous: ambiguities.length > 0 });
      const areaCode = areaOf(request.areaCode, request.contact?.placeCode ?? '');
      const { reportId, caseId, clientId } = idsOf(app, request, call);
      const { sourceCaseId, activityId, volunteerId } = request;
      if (sourceCaseId !== '') readableCase((await app.load(caseAggregate, sourceCaseId)).state, callerOf(call).agency);
      const bearer = await bearerOf(app, request);
      const unknown = await unknownPlaceOf(app, request.contact?.placeCode || areaCode);
      const sealed = await sealReport(app, clientId, reportId, request);
      const plain = { source, purposes, incident, allegedOffender, risk, areaCode, externalReference };
      const received = { clientId, caseId, receivedUnder: request.requestId, ...plain, ...sealed, sourceCaseId, activityId, volunteerId };
      const { etag, position } = await app.execute(reportAggregate, reportId, request, call, {
        caseId,
        decide: (state, context) => {
          checkBearer(source, bearer, context);
          const events = receive(state, received, context);
          // A record that is known keeps its place: what comes of its sending again is a higher risk, which no place holds up.
          return state.status === 'none' ? atKnownHome(unknown, events) : events;
        },
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

    notifyAuthority: async (request, call) => {
      const { reportId, authority, legalBasis } = request;
      const disclosureId = app.newId(call, request, 'disclosure');
      const told = await seal(reportId, call, request.told);
      const notified = { noticeId: disclosureId, authority, legalBasis, told };
      const standing = await decide(request, call, (state, context) => notifyAuthority(state, notified, context));
      return { disclosureId, ...standing };
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

/** The activity and the volunteer that the request names. */
const bearerOf = async (app: App, { activityId, volunteerId }: ReceiveReportRequest): Promise<Bearer> => ({
  activity: activityId === '' ? undefined : (await app.load(activityAggregate, activityId)).state,
  volunteer: volunteerId === '' ? undefined : (await app.load(volunteerAggregate, volunteerId)).state,
});
