import { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { runService, serve } from '@accompany/runtime';
import { casesCopy, directoryCopy } from './copies.js';
import { handlers } from './handlers.js';
import { draftOnNeed } from './reactions.js';
import { pickUpTimers } from './timers.js';
import { referralsView } from './views.js';

await runService({
  name: 'referral',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(ReferralServiceDefinition, handlers(app))],
  reactions: [draftOnNeed],
  copies: [casesCopy, directoryCopy],
  views: [referralsView],
  timers: [pickUpTimers],
});
