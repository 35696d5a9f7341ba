import { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import { runService, serve } from '@accompany/runtime';
import { acceptancesCopy, agenciesCopy, assessmentsCopy } from './copies.js';
import { intakeHandlers } from './handlers.js';
import { reactions } from './reactions.js';
import { quarantinedView } from './views.js';

await runService({
  name: 'intake',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(IntakeServiceDefinition, intakeHandlers(app))],
  reactions,
  copies: [agenciesCopy, assessmentsCopy, acceptancesCopy],
  views: [quarantinedView],
});
