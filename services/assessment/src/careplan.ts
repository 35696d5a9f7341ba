import { type CarePlanAgreed, CarePlanEvent, type ChildFeedbackRecorded } from '@accompany/contracts/assessment/v1/careplan_events';
import { type CarePlanEnd, type GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import type { Sealed } from '@accompany/contracts/common/v1/common';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

export type Event = NonNullable<CarePlanEvent['event']>;

/** What is to be reached in one area of the child's life, and what became of it so far. */
export type Goal = {
  readonly id: string;
  readonly area: GoalArea;
  readonly description: Sealed | undefined;
  readonly reachBy: Date | undefined;
  /** Unspecified while nothing was recorded. */
  readonly outcome: GoalOutcome;
  readonly notes: Sealed | undefined;
};

type Common = {
  readonly clientId: string;
  /** The lead of the case. */
  readonly agency: string;
  readonly assessmentId: string;
  readonly goals: readonly Goal[];
  /** Ids of outcomes that were recorded. */
  readonly outcomes: readonly string[];
  readonly feedback: readonly ChildFeedbackRecorded[];
  readonly safetyPlan: { readonly id: string; readonly steps: Sealed | undefined } | undefined;
  readonly reviews: readonly { readonly id: string; readonly findings: Sealed | undefined }[];
};

/** A care plan that was begun, whatever became of it. */
export type BegunCarePlan = Common &
  (
    | { readonly status: 'drafted' }
    | { readonly status: 'active'; readonly nextReviewAt: Date | undefined; readonly reviewDue: boolean }
    | { readonly status: 'ended'; readonly reason: CarePlanEnd }
  );

export type CarePlan = { readonly status: 'none' } | BegunCarePlan;

export const carePlan: Decider<CarePlan, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'carePlanDrafted')
      return { status: 'drafted', ...event.value, goals: [], outcomes: [], feedback: [], safetyPlan: undefined, reviews: [] };
    return state.status === 'none' ? state : evolveBegun(state, event);
  },
};

const evolveBegun = (state: BegunCarePlan, event: Exclude<Event, { $case: 'carePlanDrafted' }>): BegunCarePlan => {
  switch (event.$case) {
    case 'goalSet': {
      const { goalId, area, description, reachBy } = event.value;
      const goal: Goal = { id: goalId, area, description, reachBy, outcome: GoalOutcome.GOAL_OUTCOME_UNSPECIFIED, notes: undefined };
      return { ...state, goals: [...state.goals, goal] };
    }
    case 'carePlanAgreed':
      return followed(state, event.value.nextReviewAt);
    case 'goalOutcomeRecorded': {
      const { outcomeId, goalId, outcome, notes } = event.value;
      const goals = state.goals.map((goal) => (goal.id === goalId ? { ...goal, outcome, notes } : goal));
      return { ...state, goals, outcomes: [...state.outcomes, outcomeId] };
    }
    case 'childFeedbackRecorded':
      return { ...state, feedback: [...state.feedback, event.value] };
    case 'safetyPlanAgreed':
      return { ...state, safetyPlan: { id: event.value.safetyPlanId, steps: event.value.steps } };
    case 'carePlanReviewed': {
      const { reviewId, findings, nextReviewAt } = event.value;
      return followed({ ...state, reviews: [...state.reviews, { id: reviewId, findings }] }, nextReviewAt);
    }
    case 'carePlanReviewDue':
      return state.status === 'active' ? { ...state, reviewDue: true } : state;
    case 'carePlanPassedOn':
      return { ...state, agency: event.value.toAgency };
    case 'carePlanEnded':
      return { ...commonOf(state), status: 'ended', reason: event.value.reason };
    default:
      return unreachable(event);
  }
};

const followed = (state: BegunCarePlan, nextReviewAt: CarePlanAgreed['nextReviewAt']): BegunCarePlan => ({
  ...commonOf(state),
  status: 'active',
  nextReviewAt,
  reviewDue: false,
});

const commonOf = ({ clientId, agency, assessmentId, goals, outcomes, feedback, safetyPlan, reviews }: BegunCarePlan): Common => ({
  clientId,
  agency,
  assessmentId,
  goals,
  outcomes,
  feedback,
  safetyPlan,
  reviews,
});

export const carePlanAggregate = aggregate({
  category: 'careplan',
  type: 'accompany.assessment.v1',
  topic: 'case',
  decider: carePlan,
  codec: CarePlanEvent,
});
