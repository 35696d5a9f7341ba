import { timer } from '@accompany/runtime';
import type { TimerMoment } from '@accompany/store';
import { assessmentAggregate } from './assessment.js';
import { carePlanAggregate } from './careplan.js';
import { becomeReviewDue } from './careplan-following.js';
import { becomeOverdue } from './lateness.js';
import { after } from './limits.js';

/** Finds assessments that are due and not handed in. */
export const overdueAssessments = timer({
  name: 'overdue-assessments',
  does: 'says that the assessment is overdue',
  after: 'when it is due and not handed in',
  limits: ['ACCOMPANY_ASSESSMENT_HOURS', 'ACCOMPANY_RETURNED_ASSESSMENT_HOURS', 'ACCOMPANY_REASSESSMENT_DAYS'],
  aggregate: assessmentAggregate,
  derive: (event, moment) => {
    switch (event.$case) {
      case 'assessmentRequested':
      case 'assessmentBroughtForward':
      case 'assessmentReturned':
        return event.value.dueAt === undefined ? [] : [{ set: 'overdue', at: fair(event.value.dueAt, moment) }];
      case 'assessmentSubmitted':
      case 'assessmentVoided':
        return [{ clear: 'overdue' }];
      default:
        return [];
    }
  },
  fire: () => (state, context) => becomeOverdue(state, context.now),
});

/** Finds care plans that nobody looked at again in time. */
export const carePlanReviews = timer({
  name: 'care-plan-reviews',
  does: 'says that a review of the care plan is due',
  after: 'on the day of the next review, at the latest after the limit',
  limits: ['ACCOMPANY_CARE_PLAN_REVIEW_DAYS'],
  aggregate: carePlanAggregate,
  derive: (event, moment) => {
    switch (event.$case) {
      case 'carePlanAgreed':
      case 'carePlanReviewed':
        return event.value.nextReviewAt === undefined ? [] : [{ set: 'review', at: fair(event.value.nextReviewAt, moment) }];
      case 'carePlanEnded':
        return [{ clear: 'review' }];
      default:
        return [];
    }
  },
  fire: () => (state, context) => becomeReviewDue(state, context.now),
});

/** What was written down after its day had passed gets the same time from then on: nobody could have kept that day. */
const fair = (dueAt: Date, { occurredAt, recordedAt }: TimerMoment): Date =>
  dueAt > recordedAt ? dueAt : after(recordedAt, Math.max(0, dueAt.getTime() - occurredAt.getTime()));
