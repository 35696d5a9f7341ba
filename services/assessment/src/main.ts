import { copyCase } from '@accompany/access';
import { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { acting, projection, runService, serve } from '@accompany/runtime';
import { assessmentActions, carePlanActions, isOwner } from './actions.js';
import { assessmentAggregate } from './assessment.js';
import { carePlanAggregate } from './careplan.js';
import { assessmentHandlers } from './handlers.js';
import { limitsOf } from './limits.js';
import { reactions } from './reactions.js';
import { carePlanReviews, overdueAssessments } from './timers.js';

void runService({
  name: 'assessment',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(AssessmentServiceDefinition, assessmentHandlers(app))],
  actions: [
    acting({ aggregate: assessmentAggregate, actions: assessmentActions, isParty: isOwner }),
    acting({ aggregate: carePlanAggregate, actions: carePlanActions, isParty: isOwner }),
  ],
  reactions: (config) => reactions(limitsOf(config)),
  copies: [projection({ name: 'cases-copy', topic: 'case', apply: (tx, event, { caseId }) => copyCase(tx, event, caseId) })],
  timers: [overdueAssessments, carePlanReviews],
});
