import { CarePlanEnd, ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { ParticipantPart, VoidReason } from '@accompany/contracts/assessment/v1/types';
import { ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { type Action, type Actor, ANY_ID as NEW } from '@accompany/domain';
import type { Assessment, Event } from './assessment.js';
import type { CarePlan, Event as PlanEvent } from './careplan.js';
import { end, recordFeedback, recordOutcome, review } from './careplan-following.js';
import { agree, agreeSafety, setGoal } from './careplan-writing.js';
import { identifyNeed, meetNeed } from './needs.js';
import { approve, cancel, sendBack, start, submit } from './working.js';

const DAY = 86_400_000;
const content = { participants: [], place: undefined, childView: undefined, findings: undefined, scores: [] };
const need = {
  needId: NEW,
  category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
  urgency: Urgency.URGENCY_MEDIUM,
  description: undefined,
};
const agreedWith = [ParticipantPart.PARTICIPANT_PART_CHILD];

/** What the agency that makes an assessment does with it. Asking for one rests on facts of the case and is tried by asking. */
export const assessmentActions: readonly Action<Assessment, Event>[] = [
  { name: 'StartAssessment', attempt: (state, context) => start(state, undefined, context) },
  { name: 'SubmitAssessment', attempt: (state, context) => submit(state, content, undefined, context) },
  { name: 'ApproveAssessment', attempt: (state, context) => approve(state, undefined, context) },
  { name: 'ReturnAssessment', attempt: (state, context) => sendBack(state, undefined, DAY, undefined, context) },
  { name: 'VoidAssessment', attempt: (state, context) => cancel(state, VoidReason.VOID_REASON_REFUSED, undefined, context) },
  { name: 'IdentifyNeed', attempt: (state, context) => identifyNeed(state, need, undefined, context) },
  { name: 'RecordNeedMet', attempt: (state, context) => meetNeed(state, unmet(state), undefined, context) },
];

/** The first need that is not met; without one, some other. */
const unmet = (state: Assessment): string => (state.status === 'none' ? undefined : state.needs.find(({ met }) => !met)?.id) ?? NEW;

/** What the lead of a case does with its care plan. Beginning one rests on facts of the case and is tried by beginning. */
export const carePlanActions: readonly Action<CarePlan, PlanEvent>[] = [
  {
    name: 'SetGoal',
    attempt: (state, context) =>
      setGoal(state, { goalId: NEW, area: GoalArea.GOAL_AREA_SCHOOL, description: undefined, reachBy: undefined }, undefined, context),
  },
  {
    name: 'AgreeCarePlan',
    attempt: (state, context) => agree(state, { agreedWith, nextReviewAt: undefined }, DAY, undefined, context),
  },
  {
    name: 'RecordGoalOutcome',
    attempt: (state, context) =>
      recordOutcome(
        state,
        {
          outcomeId: NEW,
          goalId: openGoal(state),
          outcome: GoalOutcome.GOAL_OUTCOME_IMPROVING,
          notes: undefined,
        },
        undefined,
        context,
      ),
  },
  {
    name: 'RecordChildFeedback',
    attempt: (state, context) =>
      recordFeedback(
        state,
        { feedbackId: NEW, feeling: ChildFeeling.CHILD_FEELING_DID_NOT_SAY, said: undefined, goalId: '' },
        undefined,
        context,
      ),
  },
  {
    name: 'AgreeSafetyPlan',
    attempt: (state, context) => agreeSafety(state, { safetyPlanId: NEW, agreedWith, steps: undefined }, undefined, context),
  },
  {
    name: 'ReviewCarePlan',
    attempt: (state, context) => review(state, { reviewId: NEW, findings: undefined, nextReviewAt: undefined }, DAY, undefined, context),
  },
  {
    name: 'EndCarePlan',
    attempt: (state, context) => end(state, CarePlanEnd.CARE_PLAN_END_GOALS_ENDED, undefined, context),
  },
];

/** A goal that goes on; without one, the last. */
const openGoal = (state: CarePlan): string => {
  const goals = state.status === 'none' ? [] : state.goals;
  const ends = [GoalOutcome.GOAL_OUTCOME_REACHED, GoalOutcome.GOAL_OUTCOME_GIVEN_UP];
  return (goals.find(({ outcome }) => !ends.includes(outcome)) ?? goals.at(-1))?.id ?? NEW;
};

/** Whether the actor is of the agency whose assessment or care plan it is. */
export const isOwner = (state: Assessment | CarePlan, actor: Actor): boolean =>
  actor.kind === 'agency' && state.status !== 'none' && state.agency === actor.agency;
