import { CarePlanEnd, ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import { matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { type CarePlan, carePlan, type Event } from './careplan.js';
import { becomeReviewDue, end, passOnPlan, recordFeedback, recordOutcome, review } from './careplan-following.js';
import { agree, agreeSafety, draft, setGoal } from './careplan-writing.js';
import { ASSESSOR, AUTHOR, PROVIDER, partOf, roles as people, STRANGER } from './matrix-assessment.js';

const LEAD = 'lead';
const roles = {
  [LEAD]: people[ASSESSOR],
  'another person of the lead': people[AUTHOR],
  provider: people[PROVIDER],
  [STRANGER]: people[STRANGER],
};
const OURS = [LEAD, 'another person of the lead'];
const LIMIT = 90 * 86_400_000;
const nextReviewAt = new Date('2022-05-02T08:00:00Z');
const agreedWith = [ParticipantPart.PARTICIPANT_PART_CHILD];
const area = GoalArea.GOAL_AREA_SCHOOL;
const goal = { goalId: 'g', area, description: undefined, reachBy: undefined };
const outcome = (name: GoalOutcome) => ({ outcomeId: `o-${name}`, goalId: 'g', outcome: name, notes: undefined });
const { GOAL_OUTCOME_IMPROVING: IMPROVING, GOAL_OUTCOME_REACHED: REACHED } = GoalOutcome;
const feedback = { feedbackId: 'f', feeling: ChildFeeling.CHILD_FEELING_DID_NOT_SAY, said: undefined, goalId: '' };

const drafted: Event = { $case: 'carePlanDrafted', value: { clientId: 'c', agency: 'lotus', assessmentId: '' } };
const set: Event = { $case: 'goalSet', value: goal };
const agreed: Event = { $case: 'carePlanAgreed', value: { agreedWith, nextReviewAt } };
const reached: Event = { $case: 'goalOutcomeRecorded', value: { ...outcome(REACHED), area } };

const goalOf = (state: CarePlan): string => {
  const found = state.status === 'none' ? undefined : state.goals.find(({ id }) => id === 'g');
  if (found === undefined) return 'none';
  return found.outcome === 0 ? 'set' : (GoalOutcome[found.outcome] ?? '').replace('GOAL_OUTCOME_', '').toLowerCase();
};

export const carePlanMatrix = matrix({
  title: 'Care plan',
  source: 'services/assessment/src/careplan.ts',
  decider: carePlan,
  roles,
  states: {
    none: [],
    'drafted, without a goal': [drafted],
    drafted: [drafted, set],
    active: [drafted, set, agreed],
    'active, goals reached': [drafted, set, agreed, reached],
    ended: [drafted, set, agreed, reached, { $case: 'carePlanEnded', value: { reason: CarePlanEnd.CARE_PLAN_END_GOALS_ENDED } }],
  },
  commands: {
    draft: {
      by: OURS,
      give: (state, context) => draft(state, '', { clientId: 'c', caseOpen: true, part: partOf(context), restsOnKnown: false }, context),
    },
    'set a goal': { by: OURS, give: (state, context) => setGoal(state, { ...goal, goalId: 'another' }, partOf(context), context) },
    agree: { by: OURS, give: (state, context) => agree(state, { agreedWith, nextReviewAt: undefined }, LIMIT, partOf(context), context) },
    'record an outcome': { by: OURS, give: (state, context) => recordOutcome(state, outcome(IMPROVING), partOf(context), context) },
    'record what the child says': { by: OURS, give: (state, context) => recordFeedback(state, feedback, partOf(context), context) },
    'agree a safety plan': {
      by: OURS,
      give: (state, context) => agreeSafety(state, { safetyPlanId: 's', agreedWith, steps: undefined }, partOf(context), context),
    },
    review: {
      by: OURS,
      give: (state, context) =>
        review(state, { reviewId: 'r', findings: undefined, nextReviewAt: undefined }, LIMIT, partOf(context), context),
    },
    'end for its goals': {
      by: OURS,
      give: (state, context) => end(state, CarePlanEnd.CARE_PLAN_END_GOALS_ENDED, partOf(context), context),
    },
    'end at the wish of the client': {
      by: OURS,
      give: (state, context) => end(state, CarePlanEnd.CARE_PLAN_END_CLIENT_REQUEST, partOf(context), context),
    },
    'go along with the lead': { by: THE_NETWORK, give: (state) => passOnPlan(state, 'lotus', 'heron') },
    'tell that a review is due': { by: THE_CLOCK, give: (state) => becomeReviewDue(state, nextReviewAt) },
  },
});

/** One goal of a plan that is followed. */
export const goalMatrix = matrix({
  title: 'Goal of a care plan',
  source: 'services/assessment/src/careplan.ts',
  decider: carePlan,
  statusOf: goalOf,
  roles,
  states: {
    none: [drafted],
    'set, plan drafted': [drafted, set],
    set: [drafted, set, agreed],
    improving: [drafted, set, agreed, { $case: 'goalOutcomeRecorded', value: { ...outcome(IMPROVING), area } }],
    reached: [drafted, set, agreed, reached],
  },
  commands: {
    set: { by: OURS, give: (state, context) => setGoal(state, goal, partOf(context), context) },
    'record it as improving': {
      by: OURS,
      give: (state, context) => recordOutcome(state, { ...outcome(IMPROVING), outcomeId: 'x' }, partOf(context), context),
    },
    'record it as reached': {
      by: OURS,
      give: (state, context) => recordOutcome(state, { ...outcome(REACHED), outcomeId: 'y' }, partOf(context), context),
    },
  },
});
