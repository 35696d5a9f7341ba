import { HandoverServiceDefinition } from '@accompany/contracts/referral/v1/handover_service';
import { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { runService, serve } from '@accompany/runtime';
import { actings } from './actions-handlers.js';
import { casesCopy, directoryCopy } from './copies.js';
import { handlers } from './handlers.js';
import { handoverHandlers } from './handover-handlers.js';
import { handoverReactions } from './handover-reactions.js';
import { countOverdue } from './measuring-queries.js';
import { noticesView } from './notice-views.js';
import { openThingsCopy } from './open-things-copies.js';
import { passingOn } from './passing-on.js';
import { policies } from './policies.js';
import { draftOnNeed } from './reactions.js';
import { tellings } from './telling.js';
import { noticeTimers, pickUpTimers } from './timers.js';
import { answerTimers } from './transfer-timers.js';
import { transfersView } from './transfer-views.js';
import { referralsView } from './views.js';

void runService({
  name: 'referral',
  migrations: new URL('../migrations/', import.meta.url),
  serve: (app) => [serve(ReferralServiceDefinition, handlers(app)), serve(HandoverServiceDefinition, handoverHandlers(app))],
  actions: actings,
  reactions: ({ ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS: hours }) => [
    draftOnNeed,
    ...policies,
    ...tellings(hours),
    ...handoverReactions,
    ...passingOn,
  ],
  copies: [casesCopy, directoryCopy, openThingsCopy],
  views: [referralsView, noticesView, transfersView],
  timers: [pickUpTimers, noticeTimers, answerTimers],
  gauges: ({ db }) => ({ 'accompany.referral.overdue': () => countOverdue(db) }),
});
