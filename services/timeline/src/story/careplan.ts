import type { CarePlanEvent } from '@accompany/contracts/assessment/v1/careplan_events';
import {
  carePlanEndToJSON,
  childFeelingToJSON,
  goalAreaToJSON,
  goalOutcomeToJSON,
} from '@accompany/contracts/assessment/v1/careplan_types';
import { participantPartToJSON } from '@accompany/contracts/assessment/v1/types';
import { unreachable } from '@accompany/domain';
import { day, list, type Telling, when, word } from './words.js';

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
      const present = list(agreedWith.map((part) => word(participantPartToJSON, part)));
      return `${by} agreed the care plan${when(' with ', present)}${when('; next review by ', day(nextReviewAt))}.`;
    }
    case 'goalOutcomeRecorded': {
      const { area, outcome } = event.value;
      return `The goal for ${word(goalAreaToJSON, area)}: ${word(goalOutcomeToJSON, outcome)}.`;
    }
    case 'childFeedbackRecorded':
      return `The child told ${by} what it thinks of the care plan; it feels: ${word(childFeelingToJSON, event.value.feeling)}.`;
    case 'safetyPlanAgreed': {
      const present = list(event.value.agreedWith.map((part) => word(participantPartToJSON, part)));
      return `${by} agreed what to do in danger${when(' with ', present)}.`;
    }
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
