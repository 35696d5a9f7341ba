import { reaction } from '@accompany/runtime';
import { assessmentAggregate } from './assessment.js';
import { initialAssessmentId } from './ids.js';
import { requestInitial } from './requesting.js';
import { supersede } from './working.js';

/** What this service does of itself. */
export const reactions = [
  reaction({
    name: 'request-initial-assessment',
    aggregate: assessmentAggregate,
    on: (event, { caseId }) =>
      event.$case === 'caseOpened'
        ? [{ id: initialAssessmentId(caseId), decide: (state, context) => requestInitial(state, event.value, context) }]
        : [],
  }),
  reaction({
    name: 'supersede-older-assessment',
    aggregate: assessmentAggregate,
    on: (event, { streamId }) =>
      event.$case === 'assessmentApproved' && event.value.supersedes !== ''
        ? [{ id: event.value.supersedes, decide: (state) => supersede(state, streamId) }]
        : [],
  }),
];
