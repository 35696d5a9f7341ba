import { caseFacts } from '@accompany/access';
import type { Part } from '@accompany/access/parts';
import type { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { AssessmentKind } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import type { App, Call, Handlers } from '@accompany/runtime';
import { type Assessment, assessmentAggregate } from './assessment.js';
import { carePlanHandlers } from './careplan-handlers.js';
import { agencyOf, own } from './guards.js';
import { initialAssessmentId } from './ids.js';
import { checkScores } from './instruments.js';
import { limitsOf } from './limits.js';
import { identifyNeed, meetNeed } from './needs.js';
import { readAssessment, summariesOf } from './read-queries.js';
import { request } from './requesting.js';
import { sealContent } from './sealing.js';
import { approve, cancel, sendBack, start, submit } from './working.js';

const NARRATIVE = PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE;
const NONE: Assessment = { status: 'none' };

/** The calls of the assessment service. */
export const assessmentHandlers = (app: App): Handlers<AssessmentServiceDefinition> => {
  const limits = limitsOf(app.config);

  /** The assessment and the caller's part in its case. */
  const find = async (id: string, call: Call): Promise<{ state: Assessment; part: Part | undefined }> => {
    const { agency } = agencyOf(call.actor);
    const { state, key } = await app.load(assessmentAggregate, id);
    return { state, part: key === '' ? undefined : (await caseFacts(app.db, key))?.partOf(agency) };
  };

  return {
    requestAssessment: async (message, call) => {
      const { agency: caller } = agencyOf(call.actor);
      const { caseId, kind, dueAt, supersedes } = message;
      for (const position of message.atLeastPositions) await app.awaitPosition(position, caseId);
      const known = await caseFacts(app.db, caseId);
      if (known === undefined) throw new Rejection('CASE_UNKNOWN');
      const agency = message.agency === '' ? caller : message.agency;
      const initialId = initialAssessmentId(caseId);
      const older = supersedes === '' ? undefined : await app.load(assessmentAggregate, supersedes);
      const facts = {
        clientId: known.clientId,
        caseOpen: known.open,
        callerPart: known.partOf(caller),
        assessorPart: known.partOf(agency),
        initial: (await app.load(assessmentAggregate, initialId)).state,
        superseded: older?.key === caseId ? older.state : NONE,
      };
      const assessmentId = kind === AssessmentKind.ASSESSMENT_KIND_INITIAL ? initialId : app.newId(call, message, 'assessment');
      const { etag, position } = await app.execute(assessmentAggregate, assessmentId, message, call, {
        caseId,
        decide: (state, context) => request(state, { kind, agency, dueAt, supersedes }, facts, context),
      });
      return { assessmentId, etag, position };
    },

    startAssessment: async (message, call) => {
      const { part } = await find(message.assessmentId, call);
      const { etag, position } = await app.execute(assessmentAggregate, message.assessmentId, message, call, {
        decide: (state, context) => start(state, part, context),
      });
      return { etag, position };
    },

    submitAssessment: async (message, call) => {
      checkScores(message.scores);
      const { state: found, part } = await find(message.assessmentId, call);
      const content = await sealContent(app, message, own(found, part, call.actor).clientId);
      const { etag, position } = await app.execute(assessmentAggregate, message.assessmentId, message, call, {
        decide: (state, context) => submit(state, content, part, context),
      });
      return { etag, position };
    },

    approveAssessment: async (message, call) => {
      const { part } = await find(message.assessmentId, call);
      const { etag, position } = await app.execute(assessmentAggregate, message.assessmentId, message, call, {
        decide: (state, context) => approve(state, part, context),
      });
      return { etag, position };
    },

    returnAssessment: async (message, call) => {
      const { state: found, part } = await find(message.assessmentId, call);
      const { clientId } = own(found, part, call.actor);
      const comment = await app.seal(clientId, NARRATIVE, assessmentAggregate, message.assessmentId, message.comment);
      const { etag, position } = await app.execute(assessmentAggregate, message.assessmentId, message, call, {
        decide: (state, context) => sendBack(state, comment, limits.returned, part, context),
      });
      return { etag, position };
    },

    voidAssessment: async (message, call) => {
      const { part } = await find(message.assessmentId, call);
      const { etag, position } = await app.execute(assessmentAggregate, message.assessmentId, message, call, {
        decide: (state, context) => cancel(state, message.reason, part, context),
      });
      return { etag, position };
    },

    identifyNeed: async (message, call) => {
      const { assessmentId, category, urgency } = message;
      const { state: found, part } = await find(assessmentId, call);
      const { clientId } = own(found, part, call.actor);
      const needId = app.newId(call, message, 'need');
      const description = await app.seal(clientId, NARRATIVE, assessmentAggregate, assessmentId, message.description);
      const { etag, position } = await app.execute(assessmentAggregate, assessmentId, message, call, {
        decide: (state, context) => identifyNeed(state, { needId, category, urgency, description }, part, context),
      });
      return { needId, etag, position };
    },

    recordNeedMet: async (message, call) => {
      const { part } = await find(message.assessmentId, call);
      const { etag, position } = await app.execute(assessmentAggregate, message.assessmentId, message, call, {
        decide: (state, context) => meetNeed(state, message.needId, part, context),
      });
      return { etag, position };
    },

    ...carePlanHandlers(app),
    getAssessment: (message, call) => readAssessment(app, message, call),
    listAssessments: (message, call) => summariesOf(app, message, call),
  };
};
