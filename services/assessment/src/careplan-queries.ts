import { caseFacts } from '@accompany/access';
import type { GetCarePlanRequest, GetCarePlanResponse } from '@accompany/contracts/assessment/v1/careplan';
import { CarePlanEnd, CarePlanStatus } from '@accompany/contracts/assessment/v1/careplan_types';
import type { Sealed } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import type { App, Call } from '@accompany/runtime';
import { type BegunCarePlan, carePlanAggregate } from './careplan.js';
import { agencyOf } from './guards.js';
import { carePlanId } from './ids.js';

const STATUS: Readonly<Record<BegunCarePlan['status'], CarePlanStatus>> = {
  drafted: CarePlanStatus.CARE_PLAN_STATUS_DRAFTED,
  active: CarePlanStatus.CARE_PLAN_STATUS_ACTIVE,
  ended: CarePlanStatus.CARE_PLAN_STATUS_ENDED,
};

/** The care plan of a case, as far as the caller may read it. */
export const readCarePlan = async (app: App, message: GetCarePlanRequest, call: Call): Promise<GetCarePlanResponse> => {
  const { agency } = agencyOf(call.actor);
  const { caseId } = message;
  await app.awaitPosition(message.atLeastPosition, caseId);
  const id = carePlanId(caseId);
  const { state, etag } = await app.load(carePlanAggregate, id);
  const mine = state.status !== 'none' && state.agency === agency;
  if (!mine && (await caseFacts(app.db, caseId))?.partOf(agency) === undefined) throw new Rejection('CASE_UNKNOWN');
  if (state.status === 'none') throw new Rejection('CARE_PLAN_UNKNOWN');
  const open = async (sealed: Sealed | undefined) => (mine ? app.open(sealed, carePlanAggregate, id) : '');
  const goals = await Promise.all(
    state.goals.map(async ({ id: goalId, area, outcome, reachBy, description, notes }) => ({
      goalId,
      area,
      outcome,
      reachBy,
      description: await open(description),
      notes: await open(notes),
    })),
  );
  return {
    carePlanId: id,
    caseId,
    agency: state.agency,
    status: STATUS[state.status],
    goals,
    hasSafetyPlan: state.safetyPlan !== undefined,
    safetyPlan: await open(state.safetyPlan?.steps),
    feedback: mine ? await Promise.all(state.feedback.map(async (one) => ({ ...one, said: await open(one.said) }))) : [],
    nextReviewAt: state.status === 'active' ? state.nextReviewAt : undefined,
    reviewDue: state.status === 'active' && state.reviewDue,
    reviews: state.reviews.length,
    lastFindings: await open(state.reviews.at(-1)?.findings),
    assessmentId: state.assessmentId,
    endReason: state.status === 'ended' ? state.reason : CarePlanEnd.CARE_PLAN_END_UNSPECIFIED,
    etag,
  };
};
