import type { AssessmentEvent } from '@accompany/contracts/assessment/v1/events';
import { AssessmentStatus } from '@accompany/contracts/assessment/v1/types';
import type { CaseAssessment, CaseNeed } from '@accompany/contracts/timeline/v1/types';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { advance, because, ensure, type History } from './state.js';

const rank = (status: AssessmentStatus): number => {
  switch (status) {
    case AssessmentStatus.ASSESSMENT_STATUS_UNSPECIFIED:
      return 0;
    case AssessmentStatus.ASSESSMENT_STATUS_REQUESTED:
      return 1;
    case AssessmentStatus.ASSESSMENT_STATUS_IN_PROGRESS:
      return 2;
    case AssessmentStatus.ASSESSMENT_STATUS_SUBMITTED:
    case AssessmentStatus.ASSESSMENT_STATUS_RETURNED:
      return 3;
    case AssessmentStatus.ASSESSMENT_STATUS_APPROVED:
      return 4;
    case AssessmentStatus.ASSESSMENT_STATUS_SUPERSEDED:
    case AssessmentStatus.ASSESSMENT_STATUS_VOIDED:
      return 5;
  }
};

const newAssessment = (assessmentId: string): CaseAssessment => ({
  assessmentId,
  kind: 0,
  agency: '',
  status: AssessmentStatus.ASSESSMENT_STATUS_UNSPECIFIED,
  dueAt: undefined,
  statusSince: undefined,
});

const newNeed = (needId: string): CaseNeed => ({ needId, category: 0, urgency: 0, met: false, identifiedAt: undefined, metAt: undefined });

const reach = (history: History, status: AssessmentStatus, fact: Fact): CaseAssessment => {
  const assessment = ensure(history.assessments, fact.streamId, () => newAssessment(fact.streamId));
  if (advance(rank, assessment.status, status) === status) {
    assessment.status = status;
    assessment.statusSince = fact.occurredAt;
  }
  because(history, `assessment:${fact.streamId}`, fact);
  return assessment;
};

/** What an assessment's event says: about the assessment, or about a need that it found. */
export const evolveAssessment = (history: History, event: NonNullable<AssessmentEvent['event']>, fact: Fact): void => {
  switch (event.$case) {
    case 'assessmentRequested': {
      const { kind, agency, dueAt } = event.value;
      Object.assign(reach(history, AssessmentStatus.ASSESSMENT_STATUS_REQUESTED, fact), { kind, agency, dueAt });
      break;
    }
    case 'assessmentStarted':
      reach(history, AssessmentStatus.ASSESSMENT_STATUS_IN_PROGRESS, fact);
      break;
    case 'assessmentSubmitted':
      reach(history, AssessmentStatus.ASSESSMENT_STATUS_SUBMITTED, fact);
      break;
    case 'assessmentReturned': {
      const assessment = reach(history, AssessmentStatus.ASSESSMENT_STATUS_RETURNED, fact);
      assessment.dueAt = event.value.dueAt ?? assessment.dueAt;
      break;
    }
    case 'assessmentApproved':
      reach(history, AssessmentStatus.ASSESSMENT_STATUS_APPROVED, fact).kind ||= event.value.kind;
      break;
    case 'assessmentSuperseded':
      reach(history, AssessmentStatus.ASSESSMENT_STATUS_SUPERSEDED, fact);
      break;
    case 'assessmentVoided':
      reach(history, AssessmentStatus.ASSESSMENT_STATUS_VOIDED, fact);
      break;
    case 'assessmentOverdue':
    case 'supervisorAlerted':
    case 'reassessmentAsked':
      because(history, `assessment:${fact.streamId}`, fact);
      break;
    case 'assessmentBroughtForward':
      ensure(history.assessments, fact.streamId, () => newAssessment(fact.streamId)).dueAt = event.value.dueAt;
      because(history, `assessment:${fact.streamId}`, fact);
      break;
    case 'assessmentReassigned':
      ensure(history.assessments, fact.streamId, () => newAssessment(fact.streamId)).agency = event.value.toAgency;
      because(history, `assessment:${fact.streamId}`, fact);
      break;
    case 'needIdentified': {
      const { needId, category, urgency } = event.value;
      Object.assign(
        ensure(history.needs, needId, () => newNeed(needId)),
        { category, urgency, identifiedAt: fact.occurredAt },
      );
      because(history, `need:${needId}`, fact);
      break;
    }
    case 'needMet': {
      const { needId, category } = event.value;
      Object.assign(
        ensure(history.needs, needId, () => newNeed(needId)),
        { category, met: true, metAt: fact.occurredAt },
      );
      because(history, `need:${needId}`, fact);
      break;
    }
    default:
      unreachable(event);
  }
};
