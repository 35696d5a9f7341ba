import type { Part } from '@accompany/access/parts';
import type { CarePlanReviewed, ChildFeedbackRecorded, GoalOutcomeRecorded } from '@accompany/contracts/assessment/v1/careplan_events';
import { CarePlanEnd, ChildFeeling } from '@accompany/contracts/assessment/v1/careplan_types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { CarePlan, Event } from './careplan.js';
import { followed, goalOf, isEnded, nextReview, notEnded, own } from './careplan-guards.js';
import { agencyOf } from './guards.js';

/** What became of a goal so far. A goal that is reached or was given up takes no other outcome. */
export const recordOutcome = (
  state: CarePlan,
  outcome: Omit<GoalOutcomeRecorded, 'area'>,
  part: Part | undefined,
  context: DecisionContext,
): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.outcomes.includes(outcome.outcomeId)) return [];
  followed(mine);
  const goal = goalOf(mine, outcome.goalId);
  if (isEnded(goal)) throw new Rejection('CARE_PLAN_GOAL_ENDED', { goal: goal.id });
  return [{ $case: 'goalOutcomeRecorded', value: { ...outcome, area: goal.area } }];
};

/** What the child says of the plan or of one goal: its own words, or that it did not want to say. */
export const recordFeedback = (
  state: CarePlan,
  feedback: ChildFeedbackRecorded,
  part: Part | undefined,
  context: DecisionContext,
): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.feedback.some(({ feedbackId }) => feedbackId === feedback.feedbackId)) return [];
  notEnded(mine);
  if (feedback.goalId !== '') goalOf(mine, feedback.goalId);
  if (feedback.said === undefined && feedback.feeling !== ChildFeeling.CHILD_FEELING_DID_NOT_SAY)
    throw new Rejection('CARE_PLAN_FEEDBACK_EMPTY', {}, [{ field: 'said', description: "must hold the child's words" }]);
  return [{ $case: 'childFeedbackRecorded', value: feedback }];
};

/** The plan was looked at again and goes on until the next review. */
export const review = (
  state: CarePlan,
  made: Omit<CarePlanReviewed, 'reviewedBy'>,
  reviewLimit: number,
  part: Part | undefined,
  context: DecisionContext,
): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.reviews.some(({ id }) => id === made.reviewId)) return [];
  followed(mine);
  const nextReviewAt = nextReview(made.nextReviewAt, reviewLimit, context);
  return [{ $case: 'carePlanReviewed', value: { ...made, reviewedBy: agencyOf(context.actor).person, nextReviewAt } }];
};

/** The timer's question: has the day of the review passed? Said once, until somebody reviews it. */
export const becomeReviewDue = (state: CarePlan, now: Date): Event[] => {
  if (state.status !== 'active' || state.reviewDue || state.nextReviewAt === undefined || now < state.nextReviewAt) return [];
  return [{ $case: 'carePlanReviewDue', value: { dueAt: state.nextReviewAt } }];
};

/** The plan ends. It ends for its goals only when each of them has. Ending again is a no-op. */
export const end = (state: CarePlan, reason: CarePlanEnd, part: Part | undefined, context: DecisionContext): Event[] => {
  const mine = own(state, part, context.actor);
  if (mine.status === 'ended') return [];
  const open = mine.goals.filter((goal) => !isEnded(goal));
  if (reason === CarePlanEnd.CARE_PLAN_END_GOALS_ENDED && (open.length > 0 || mine.goals.length === 0))
    throw new Rejection('CARE_PLAN_GOALS_OPEN', { goals: open.map(({ id }) => id).join(', ') });
  return [{ $case: 'carePlanEnded', value: { reason } }];
};

/** The lead of the case changed: the plan is the new lead's, also one that ended. Does nothing where it was not the old one's. */
export const passOnPlan = (state: CarePlan, fromAgency: string, toAgency: string): Event[] =>
  state.status === 'none' || state.agency !== fromAgency || fromAgency === toAgency
    ? []
    : [{ $case: 'carePlanPassedOn', value: { fromAgency, toAgency } }];
