import { LegalAidServiceDefinition } from '@accompany/contracts/legalaid/v1/service';
import { runService, serve } from '@accompany/runtime';
import { casesCopy } from './copies.js';
import { legalAidHandlers } from './handlers.js';
import { reactions } from './reactions.js';
import { stalledInvestigations } from './timers.js';

await runService({
  name: 'legal-aid',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(LegalAidServiceDefinition, legalAidHandlers(app))],
  reactions,
  copies: [casesCopy],
  timers: [stalledInvestigations],
});
