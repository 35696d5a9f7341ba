import type { CarePlanEvent } from '@accompany/contracts/assessment/v1/careplan_events';
import { ChildFeeling, carePlanEndToJSON, GoalOutcome, goalAreaToJSON } from '@accompany/contracts/assessment/v1/careplan_types';
import { unreachable } from '@accompany/domain';
import { day, present, type Telling, when, word } from './words.js';

const became = (outcome: GoalOutcome): string => {
  switch (outcome) {
    case GoalOutcome.GOAL_OUTCOME_UNSPECIFIED:
      return 'something was written down';
    case GoalOutcome.GOAL_OUTCOME_IMPROVING:
      return 'things are better than when it was set';
    case GoalOutcome.GOAL_OUTCOME_UNCHANGED:
      return 'nothing has changed';
    case GoalOutcome.GOAL_OUTCOME_WORSE:
      return 'things are worse';
    case GoalOutcome.GOAL_OUTCOME_REACHED:
      return 'it is reached';
    case GoalOutcome.GOAL_OUTCOME_GIVEN_UP:
      return 'it was given up together with the child';
  }
};

/** How the child feels, where the reader may know it. */
const feels = (feeling: ChildFeeling): string => {
  switch (feeling) {
    case ChildFeeling.CHILD_FEELING_UNSPECIFIED:
      return '';
    case ChildFeeling.CHILD_FEELING_BETTER:
      return ', who feels better than before';
    case ChildFeeling.CHILD_FEELING_SAME:
      return ', who feels the same as before';
    case ChildFeeling.CHILD_FEELING_WORSE:
      return ', who feels worse than before';
    case ChildFeeling.CHILD_FEELING_DID_NOT_SAY:
      return ', who did not want to say';
  }
};

/** A care plan's event in a sentence. What the child said stays sealed. */
export const tellCarePlan = (event: NonNullable<CarePlanEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'carePlanDrafted':
      return `${name(event.value.agency)} began a care plan.`;
    case 'goalSet': {
      const { area, reachBy } = event.value;
      return `${by} set a goal for ${word(goalAreaToJSON, area)}${when(', to be reached by ', day(reachBy))}.`;
    }
    case 'carePlanAgreed': {
      const { agreedWith, nextReviewAt } = event.value;
      return `${by} agreed the care plan${when(' with ', present(agreedWith))}${when('; next review by ', day(nextReviewAt))}.`;
    }
    case 'goalOutcomeRecorded': {
      const { area, outcome } = event.value;
      return `The goal for ${word(goalAreaToJSON, area)}: ${became(outcome)}.`;
    }
    case 'childFeedbackRecorded':
      return `${by} asked the child about the care plan${feels(event.value.feeling)}.`;
    case 'safetyPlanAgreed':
      return `${by} agreed${when(' with ', present(event.value.agreedWith))} what to do in danger.`;
    case 'carePlanReviewed':
      return `${by} reviewed the care plan${when('; next review by ', day(event.value.nextReviewAt))}.`;
    case 'carePlanReviewDue':
      return `The care plan was to be reviewed${when(' by ', day(event.value.dueAt))}, and was not.`;
    case 'carePlanPassedOn':
      return `${name(event.value.toAgency)} took the care plan over from ${name(event.value.fromAgency)}.`;
    case 'carePlanEnded':
      return `The care plan ended: ${word(carePlanEndToJSON, event.value.reason)}.`;
    default:
      return unreachable(event);
  }
};
