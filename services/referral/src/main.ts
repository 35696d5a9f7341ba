import { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { runService, serve } from '@accompany/runtime';
import { casesCopy, directoryCopy } from './copies.js';
import { handlers } from './handlers.js';
import { noticesView } from './notice-views.js';
import { policies } from './policies.js';
import { draftOnNeed } from './reactions.js';
import { tellings } from './telling.js';
import { noticeTimers, pickUpTimers } from './timers.js';
import { referralsView } from './views.js';

await runService({
  name: 'referral',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(ReferralServiceDefinition, handlers(app))],
  reactions: ({ ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS: hours }) => [draftOnNeed, ...policies, ...tellings(hours)],
  copies: [casesCopy, directoryCopy],
  views: [referralsView, noticesView],
  timers: [pickUpTimers, noticeTimers],
});
