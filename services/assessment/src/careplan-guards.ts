import type { Part } from '@accompany/access/parts';
import { GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import { type Actor, type DecisionContext, Rejection } from '@accompany/domain';
import type { BegunCarePlan, CarePlan, Goal } from './careplan.js';
import { agencyOf } from './guards.js';
import { after } from './limits.js';

/** The care plan, if the caller is its agency; `part` is the caller's part in the case. */
export const own = (state: CarePlan, part: Part | undefined, actor: Actor): BegunCarePlan => {
  const { agency } = agencyOf(actor);
  if (state.status === 'none') throw new Rejection('CARE_PLAN_UNKNOWN');
  if (state.agency === agency) return state;
  throw new Rejection(part === undefined ? 'CARE_PLAN_UNKNOWN' : 'NOT_THE_CARE_PLANS_AGENCY');
};

/** Refused once the plan has ended. */
export const notEnded = (mine: BegunCarePlan): void => {
  if (mine.status === 'ended') throw new Rejection('CARE_PLAN_ENDED');
};

/** Refused while the plan is not followed. */
export const followed = (mine: BegunCarePlan): void => {
  notEnded(mine);
  if (mine.status === 'drafted') throw new Rejection('CARE_PLAN_NOT_AGREED');
};

/** What is agreed is agreed with the child, whoever else is there. */
export const withChild = (agreedWith: readonly ParticipantPart[]): void => {
  if (!agreedWith.includes(ParticipantPart.PARTICIPANT_PART_CHILD))
    throw new Rejection('CARE_PLAN_WITHOUT_CHILD', {}, [{ field: 'agreed_with', description: 'must name the child' }]);
};

/** Whether the goal has come to its end. */
export const isEnded = ({ outcome }: Goal): boolean =>
  outcome === GoalOutcome.GOAL_OUTCOME_REACHED || outcome === GoalOutcome.GOAL_OUTCOME_GIVEN_UP;

/** The goal of this id. */
export const goalOf = (mine: BegunCarePlan, goalId: string): Goal => {
  const goal = mine.goals.find(({ id }) => id === goalId);
  if (goal === undefined) throw new Rejection('CARE_PLAN_GOAL_UNKNOWN', { goal: goalId });
  return goal;
};

/** The day of the next review: the one that was named, or the last that the limit (milliseconds) allows. */
export const nextReview = (named: Date | undefined, limit: number, { occurredAt }: DecisionContext): Date => {
  const last = after(occurredAt, limit);
  if (named === undefined) return last;
  if (named <= occurredAt || named > last)
    throw new Rejection('CARE_PLAN_REVIEW_DATE_WRONG', {}, [
      { field: 'next_review_at', description: `must lie after occurred_at and not after ${last.toISOString()}` },
    ]);
  return named;
};
