import type { Part } from '@accompany/access/parts';
import type { GoalSet, SafetyPlanAgreed } from '@accompany/contracts/assessment/v1/careplan_events';
import type { ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { CarePlan, Event } from './careplan.js';
import { nextReview, notEnded, own, withChild } from './careplan-guards.js';
import { agencyOf } from './guards.js';

/** What has to be known of the case. */
export type DraftFacts = {
  readonly clientId: string;
  readonly caseOpen: boolean;
  readonly part: Part | undefined;
  /** Whether the assessment that the plan rests on is one of the case and was handed in. */
  readonly restsOnKnown: boolean;
};

/** The lead begins the plan, or begins it anew after it ended. Beginning again is a no-op. */
export const draft = (state: CarePlan, assessmentId: string, facts: DraftFacts, context: DecisionContext): Event[] => {
  const { agency } = agencyOf(context.actor);
  if (facts.part === undefined) throw new Rejection('CASE_UNKNOWN');
  if (facts.part !== 'lead') throw new Rejection('NOT_THE_LEAD');
  if (state.status === 'drafted' || state.status === 'active') {
    own(state, facts.part, context.actor);
    return [];
  }
  if (!facts.caseOpen) throw new Rejection('CASE_NOT_OPEN');
  if (assessmentId !== '' && !facts.restsOnKnown) throw new Rejection('CARE_PLAN_ASSESSMENT_UNKNOWN');
  return [{ $case: 'carePlanDrafted', value: { clientId: facts.clientId, agency, assessmentId } }];
};

/** A goal is set, while the plan is written and while it is followed. */
export const setGoal = (state: CarePlan, goal: GoalSet, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.goals.some(({ id }) => id === goal.goalId)) return [];
  notEnded(mine);
  if (goal.reachBy !== undefined && goal.reachBy < context.occurredAt)
    throw new Rejection('CARE_PLAN_GOAL_DATE_TOO_EARLY', {}, [{ field: 'reach_by', description: 'must not lie before occurred_at' }]);
  return [{ $case: 'goalSet', value: goal }];
};

/** What the plan is agreed with. */
export type Agreement = { readonly agreedWith: readonly ParticipantPart[]; readonly nextReviewAt: Date | undefined };

/** The plan comes into force, with at least one goal and together with the child. Agreeing again is a no-op. */
export const agree = (
  state: CarePlan,
  { agreedWith, nextReviewAt }: Agreement,
  reviewLimit: number,
  part: Part | undefined,
  context: DecisionContext,
): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.status === 'active') return [];
  notEnded(mine);
  if (mine.goals.length === 0) throw new Rejection('CARE_PLAN_WITHOUT_GOAL');
  withChild(agreedWith);
  return [
    { $case: 'carePlanAgreed', value: { agreedWith: [...agreedWith], nextReviewAt: nextReview(nextReviewAt, reviewLimit, context) } },
  ];
};

/** What to do in danger is agreed with the child; a later agreement takes the place of an earlier one. */
export const agreeSafety = (state: CarePlan, safetyPlan: SafetyPlanAgreed, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.safetyPlan?.id === safetyPlan.safetyPlanId) return [];
  notEnded(mine);
  withChild(safetyPlan.agreedWith);
  return [{ $case: 'safetyPlanAgreed', value: safetyPlan }];
};
