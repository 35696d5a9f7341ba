import type { AssessmentReassigned, ReassessmentAsked, SupervisorAlerted } from '@accompany/contracts/assessment/v1/events';
import { AssessmentKind } from '@accompany/contracts/assessment/v1/types';
import type { Assessment, Event } from './assessment.js';

/** What made the supervisor be told, and by when everything is due now. */
export type Alert = Omit<SupervisorAlerted, 'agency'>;

/** The supervisor of the agency that made the first assessment, or leads since, is told; once for each alert. */
export const alertSupervisor = (state: Assessment, alert: Alert): Event[] =>
  state.status === 'none' || state.agenda.alerts.includes(alert.alertId)
    ? []
    : [{ $case: 'supervisorAlerted', value: { ...alert, agency: state.agency } }];

/** Two sessions were missed in a row. */
export type MissedPair = Omit<ReassessmentAsked, 'clientId' | 'agency'>;

/** The case has to be assessed again, once for each pair. Where the first assessment is still to be handed in, that one serves. */
export const askReassessment = (state: Assessment, missed: MissedPair): Event[] => {
  if (state.status === 'none' || state.status === 'voided' || state.content === undefined) return [];
  if (state.agenda.reassessments.includes(missed.assessmentId)) return [];
  return [{ $case: 'reassessmentAsked', value: { ...missed, clientId: state.clientId, agency: state.agency } }];
};

/** The assessment that was asked for because sessions were missed. */
export const requestReassessment = (state: Assessment, { clientId, agency, dueAt }: ReassessmentAsked): Event[] => {
  const kind = AssessmentKind.ASSESSMENT_KIND_FOLLOW_UP;
  return state.status === 'none' ? [{ $case: 'assessmentRequested', value: { clientId, kind, agency, dueAt, supersedes: '' } }] : [];
};

/** The lead of the case changed: what was the old lead's to make, or to answer for, is the new one's. */
export const goAlong = (state: Assessment, moved: AssessmentReassigned): Event[] =>
  state.status === 'none' || state.agency !== moved.fromAgency || moved.fromAgency === moved.toAgency
    ? []
    : [{ $case: 'assessmentReassigned', value: moved }];
