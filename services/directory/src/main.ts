import { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { runService, serve } from '@accompany/runtime';
import { actings } from './actions-handlers.js';
import { caseOfficesCopy, referralsCopy } from './copies.js';
import { directoryHandlers } from './handlers.js';
import { reactions } from './reactions.js';
import { agreementTimers } from './timers.js';

void runService({
  name: 'directory',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(DirectoryServiceDefinition, directoryHandlers(app))],
  actions: actings,
  reactions,
  copies: [referralsCopy, caseOfficesCopy],
  timers: [agreementTimers],
});
