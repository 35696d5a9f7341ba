import type { AssessmentEvent } from '@accompany/contracts/assessment/v1/events';
import {
  AlertCause,
  assessmentKindToJSON,
  childViewAbsenceToJSON,
  participantPartToJSON,
  settingToJSON,
  voidReasonToJSON,
} from '@accompany/contracts/assessment/v1/types';
import { riskLevelToJSON, urgencyToJSON } from '@accompany/contracts/common/v1/common';
import { unreachable } from '@accompany/domain';
import { day, list, service, type Telling, when, word } from './words.js';

/** An assessment's event in a sentence. */
export const tellAssessment = (event: NonNullable<AssessmentEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'assessmentRequested': {
      const { kind, agency, dueAt } = event.value;
      return `${name(agency)} is to make the ${word(assessmentKindToJSON, kind)} assessment${when(' by ', day(dueAt))}.`;
    }
    case 'assessmentStarted':
      return `${by} began the assessment.`;
    case 'assessmentSubmitted': {
      const { participants, place, childView } = event.value;
      const present = [...new Set(participants.map(({ part }) => word(participantPartToJSON, part)))];
      const where = place === undefined ? '' : word(settingToJSON, place.setting);
      const view = childView?.$case === 'childViewAbsent' ? `not taken (${word(childViewAbsenceToJSON, childView.value)})` : 'recorded';
      return `${by} submitted the assessment${when(' made with ', list(present))}${when(', place: ', where)}; the child's view was ${view}.`;
    }
    case 'assessmentApproved':
      return `The ${word(assessmentKindToJSON, event.value.kind)} assessment was approved by another person of ${by}.`;
    case 'assessmentReturned':
      return `The assessment was sent back to its author at ${by}.`;
    case 'assessmentSuperseded':
      return 'A newer assessment took the place of an older one.';
    case 'assessmentVoided':
      return `An assessment ended without approval: ${word(voidReasonToJSON, event.value.reason)}.`;
    case 'assessmentOverdue':
      return `The assessment was due${when(' on ', day(event.value.dueAt))} and is not handed in.`;
    case 'assessmentBroughtForward':
      return `The assessment is due sooner than it was${when(': by ', day(event.value.dueAt))}.`;
    case 'assessmentReassigned': {
      const { fromAgency, toAgency } = event.value;
      return `${name(toAgency)} took an assessment over from ${name(fromAgency)}.`;
    }
    case 'supervisorAlerted': {
      const { agency, cause, risk } = event.value;
      const why =
        cause === AlertCause.ALERT_CAUSE_RISK_RAISED ? `the risk was raised to ${word(riskLevelToJSON, risk)}` : 'a threat was reported';
      return `The supervisor of ${name(agency)} was told that ${why}.`;
    }
    case 'reassessmentAsked': {
      const { agency, dueAt } = event.value;
      return `Two sessions in a row were missed: ${name(agency)} is to assess again${when(' by ', day(dueAt))}.`;
    }
    case 'needIdentified': {
      const { agency, category, urgency } = event.value;
      return `${name(agency)} identified a need for ${service(category)}, urgency ${word(urgencyToJSON, urgency)}.`;
    }
    case 'needMet':
      return `The need for ${service(event.value.category)} is met.`;
    default:
      return unreachable(event);
  }
};
