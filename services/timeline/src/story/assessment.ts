import type { AssessmentEvent } from '@accompany/contracts/assessment/v1/events';
import {
  AlertCause,
  assessmentKindToJSON,
  childViewAbsenceToJSON,
  Setting,
  voidReasonToJSON,
} from '@accompany/contracts/assessment/v1/types';
import { riskLevelToJSON, urgencyToJSON } from '@accompany/contracts/common/v1/common';
import { unreachable } from '@accompany/domain';
import { day, present, service, type Telling, when, word } from './words.js';

const where = (setting = Setting.SETTING_UNSPECIFIED): string => {
  switch (setting) {
    case Setting.SETTING_UNSPECIFIED:
      return '';
    case Setting.SETTING_HOME:
      return 'at home';
    case Setting.SETTING_AGENCY_OFFICE:
      return 'at an office of the agency';
    case Setting.SETTING_POLICE:
      return 'at a police post';
    case Setting.SETTING_SCHOOL:
      return 'at a school';
    case Setting.SETTING_SHELTER:
      return 'in a shelter';
    case Setting.SETTING_HEALTH_FACILITY:
      return 'in a clinic or hospital';
    case Setting.SETTING_REMOTE:
      return 'by telephone or video';
    case Setting.SETTING_OTHER:
      return 'at another place';
  }
};

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
      const made = when(' with ', present(participants.map(({ part }) => part))) + when(' ', where(place?.setting));
      const view = childView?.$case === 'childViewAbsent' ? `not taken: ${word(childViewAbsenceToJSON, childView.value)}` : 'written down';
      return `${by} submitted the assessment${when(', made', made)}; the child's view was ${view}.`;
    }
    case 'assessmentApproved':
      return `The ${word(assessmentKindToJSON, event.value.kind)} assessment was approved by another person of ${by}.`;
    case 'assessmentReturned':
      return `${by} gave the assessment back to its author to be worked on again.`;
    case 'assessmentSuperseded':
      return 'A newer assessment took the place of an older one.';
    case 'assessmentVoided':
      return `An assessment ended without approval: ${word(voidReasonToJSON, event.value.reason)}.`;
    case 'assessmentOverdue':
      return `The assessment was due${when(' on ', day(event.value.dueAt))} and was not submitted.`;
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
