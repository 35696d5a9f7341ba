import { copyCase } from '@accompany/access';
import { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { projection, runService, serve } from '@accompany/runtime';
import { assessmentHandlers } from './handlers.js';
import { limitsOf } from './limits.js';
import { reactions } from './reactions.js';
import { carePlanReviews, overdueAssessments } from './timers.js';

await runService({
  name: 'assessment',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(AssessmentServiceDefinition, assessmentHandlers(app))],
  reactions: (config) => reactions(limitsOf(config)),
  copies: [projection({ name: 'cases-copy', topic: 'case', apply: (tx, event, { caseId }) => copyCase(tx, event, caseId) })],
  timers: [overdueAssessments, carePlanReviews],
});
