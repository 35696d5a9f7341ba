import { caseFacts } from '@accompany/access';
import type { Part } from '@accompany/access/parts';
import type { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { App, Call, Handlers, Mutation } from '@accompany/runtime';
import { assessmentAggregate } from './assessment.js';
import { type CarePlan, carePlanAggregate, type Event } from './careplan.js';
import { end, recordFeedback, recordOutcome, review } from './careplan-following.js';
import { own } from './careplan-guards.js';
import { readCarePlan } from './careplan-queries.js';
import { agree, agreeSafety, draft, setGoal } from './careplan-writing.js';
import { agencyOf } from './guards.js';
import { carePlanId } from './ids.js';
import { limitsOf } from './limits.js';

type CarePlanCalls =
  | 'draftCarePlan'
  | 'setGoal'
  | 'agreeCarePlan'
  | 'recordGoalOutcome'
  | 'recordChildFeedback'
  | 'agreeSafetyPlan'
  | 'reviewCarePlan'
  | 'endCarePlan'
  | 'getCarePlan';

type OnPlan = Mutation & { readonly carePlanId: string };
type Decision = (state: CarePlan, part: Part | undefined, context: DecisionContext) => Event[];

/** The calls about care plans. */
export const carePlanHandlers = (app: App): Pick<Handlers<AssessmentServiceDefinition>, CarePlanCalls> => {
  const limits = limitsOf(app.config);

  /** The plan and the caller's part in its case. */
  const find = async (id: string, call: Call): Promise<{ state: CarePlan; part: Part | undefined }> => {
    const { agency } = agencyOf(call.actor);
    const { state, key } = await app.load(carePlanAggregate, id);
    return { state, part: key === '' ? undefined : (await caseFacts(app.db, key))?.partOf(agency) };
  };

  const decideOn = async (message: OnPlan, call: Call, decide: Decision) => {
    const { part } = await find(message.carePlanId, call);
    const { etag, position } = await app.execute(carePlanAggregate, message.carePlanId, message, call, {
      decide: (state, context) => decide(state, part, context),
    });
    return { etag, position };
  };

  /** Seals what the caller writes into a plan of theirs. */
  const seal = async (message: OnPlan, call: Call, text: string): Promise<Sealed | undefined> => {
    const { state, part } = await find(message.carePlanId, call);
    const { clientId } = own(state, part, call.actor);
    return app.seal(clientId, PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE, carePlanAggregate, message.carePlanId, text);
  };

  return {
    draftCarePlan: async (message, call) => {
      const { agency } = agencyOf(call.actor);
      const { caseId, assessmentId } = message;
      for (const position of message.atLeastPositions) await app.awaitPosition(position, caseId);
      const known = await caseFacts(app.db, caseId);
      if (known === undefined) throw new Rejection('CASE_UNKNOWN');
      const restsOn = assessmentId === '' ? undefined : await app.load(assessmentAggregate, assessmentId);
      const facts = {
        clientId: known.clientId,
        caseOpen: known.open,
        part: known.partOf(agency),
        restsOnKnown: restsOn?.key === caseId && restsOn.state.status !== 'none' && restsOn.state.content !== undefined,
      };
      const id = carePlanId(caseId);
      const { etag, position } = await app.execute(carePlanAggregate, id, message, call, {
        caseId,
        decide: (state, context) => draft(state, assessmentId, facts, context),
      });
      return { carePlanId: id, etag, position };
    },

    setGoal: async (message, call) => {
      const { area, reachBy } = message;
      const goalId = app.newId(call, message, 'goal');
      const description = await seal(message, call, message.description);
      const done = await decideOn(message, call, (state, part, context) =>
        setGoal(state, { goalId, area, description, reachBy }, part, context),
      );
      return { goalId, ...done };
    },

    agreeCarePlan: (message, call) =>
      decideOn(message, call, (state, part, context) => agree(state, message, limits.review, part, context)),

    recordGoalOutcome: async (message, call) => {
      const { goalId, outcome } = message;
      const outcomeId = app.newId(call, message, 'outcome');
      const notes = await seal(message, call, message.notes);
      return decideOn(message, call, (state, part, context) => recordOutcome(state, { outcomeId, goalId, outcome, notes }, part, context));
    },

    recordChildFeedback: async (message, call) => {
      const { feeling, goalId } = message;
      const feedbackId = app.newId(call, message, 'feedback');
      const said = await seal(message, call, message.said);
      const done = await decideOn(message, call, (state, part, context) =>
        recordFeedback(state, { feedbackId, feeling, said, goalId }, part, context),
      );
      return { feedbackId, ...done };
    },

    agreeSafetyPlan: async (message, call) => {
      const safetyPlanId = app.newId(call, message, 'safety-plan');
      const steps = await seal(message, call, message.steps);
      const agreed = { safetyPlanId, agreedWith: message.agreedWith, steps };
      return { safetyPlanId, ...(await decideOn(message, call, (state, part, context) => agreeSafety(state, agreed, part, context))) };
    },

    reviewCarePlan: async (message, call) => {
      const { nextReviewAt } = message;
      const reviewId = app.newId(call, message, 'review');
      const findings = await seal(message, call, message.findings);
      return decideOn(message, call, (state, part, context) =>
        review(state, { reviewId, findings, nextReviewAt }, limits.review, part, context),
      );
    },

    endCarePlan: (message, call) => decideOn(message, call, (state, part, context) => end(state, message.reason, part, context)),
    getCarePlan: (message, call) => readCarePlan(app, message, call),
  };
};
