import { copyCase } from '@accompany/access';
import { LegalAidServiceDefinition } from '@accompany/contracts/legalaid/v1/service';
import { acting, projection, runService, serve } from '@accompany/runtime';
import { isOwner, matterActions } from './actions.js';
import { legalAidHandlers } from './handlers.js';
import { matterAggregate } from './matter.js';
import { reactions } from './reactions.js';
import { stalledInvestigations } from './timers.js';

void runService({
  name: 'legal-aid',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(LegalAidServiceDefinition, legalAidHandlers(app))],
  actions: [acting({ aggregate: matterAggregate, actions: matterActions, isParty: isOwner })],
  reactions,
  copies: [projection({ name: 'cases-copy', topic: 'case', apply: (tx, event, { caseId }) => copyCase(tx, event, caseId) })],
  timers: [stalledInvestigations],
});
