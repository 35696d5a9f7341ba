import type { CarePlanEvent } from '@accompany/contracts/assessment/v1/careplan_events';
import { CarePlanEnd, CarePlanStatus } from '@accompany/contracts/assessment/v1/careplan_types';
import type { CaseCarePlan, CaseGoal } from '@accompany/contracts/timeline/v1/types';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { advance, ensure } from './state.js';

const newGoal = (goalId: string): CaseGoal => ({ goalId, area: 0, reachBy: undefined, outcome: 0, outcomeSince: undefined });

/**
 * The care plan after its facts, in the order in which they happened; undefined when there are none, or when it should never
 * have been begun. A plan that ended may be drafted
 * anew: what was recorded before the newest draft then belongs to the plan before it.
 */
export const carePlanOf = (facts: readonly Fact[]): CaseCarePlan | undefined => {
  const [first] = facts;
  if (first === undefined) return undefined;
  const drafts = facts.filter(({ event }) => event.$case === 'carePlanDrafted');
  const newest = Math.max(0, ...drafts.map(({ version }) => version));
  const goals = new Map<string, CaseGoal>();
  const plan: CaseCarePlan = {
    carePlanId: first.streamId,
    agency: '',
    status: CarePlanStatus.CARE_PLAN_STATUS_UNSPECIFIED,
    goals: [],
    hasChildFeedback: false,
    hasSafetyPlan: false,
    nextReviewAt: undefined,
    reviewDue: false,
  };
  const counted = facts.filter(({ version }) => version >= newest);
  if (counted.some(wasError)) return undefined;
  for (const fact of counted) evolve(plan, goals, fact);
  const followed = plan.status === CarePlanStatus.CARE_PLAN_STATUS_ACTIVE;
  return { ...plan, goals: [...goals.values()], ...(followed ? {} : { nextReviewAt: undefined, reviewDue: false }) };
};

const wasError = ({ event }: Fact): boolean =>
  event.$case === 'carePlanEnded' && event.value.reason === CarePlanEnd.CARE_PLAN_END_ENTERED_IN_ERROR;

const evolve = (plan: CaseCarePlan, goals: Map<string, CaseGoal>, fact: Fact): void => {
  const event = fact.event as NonNullable<CarePlanEvent['event']>;
  switch (event.$case) {
    case 'carePlanDrafted':
      plan.agency ||= event.value.agency;
      reach(plan, CarePlanStatus.CARE_PLAN_STATUS_DRAFTED);
      break;
    case 'goalSet': {
      const { goalId, area, reachBy } = event.value;
      Object.assign(goalOf(goals, goalId), { area, reachBy });
      break;
    }
    case 'goalOutcomeRecorded': {
      const { goalId, area, outcome } = event.value;
      const goal = goalOf(goals, goalId);
      goal.area ||= area;
      Object.assign(goal, { outcome, outcomeSince: fact.occurredAt });
      break;
    }
    case 'childFeedbackRecorded':
      plan.hasChildFeedback = true;
      break;
    case 'safetyPlanAgreed':
      plan.hasSafetyPlan = true;
      break;
    case 'carePlanAgreed':
    case 'carePlanReviewed':
      Object.assign(plan, { nextReviewAt: event.value.nextReviewAt, reviewDue: false });
      reach(plan, CarePlanStatus.CARE_PLAN_STATUS_ACTIVE);
      break;
    case 'carePlanReviewDue':
      plan.reviewDue = true;
      break;
    case 'carePlanPassedOn':
      plan.agency = event.value.toAgency;
      break;
    case 'carePlanEnded':
      reach(plan, CarePlanStatus.CARE_PLAN_STATUS_ENDED);
      break;
    default:
      unreachable(event);
  }
};

const goalOf = (goals: Map<string, CaseGoal>, goalId: string): CaseGoal => ensure(goals, goalId, () => newGoal(goalId));

const reach = (plan: CaseCarePlan, status: CarePlanStatus): void => {
  plan.status = advance((stage) => stage, plan.status, status);
};
