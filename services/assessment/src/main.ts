import { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { runService, serve } from '@accompany/runtime';
import { casesCopy } from './copies.js';
import { assessmentHandlers } from './handlers.js';
import { reactions } from './reactions.js';

await runService({
  name: 'assessment',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(AssessmentServiceDefinition, assessmentHandlers(app))],
  reactions,
  copies: [casesCopy],
});
