import type { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { informationHandlers } from './information-handlers.js';
import { noticeHandlers } from './notice-handlers.js';
import { outsideHandlers } from './outside-handlers.js';
import { planHandlers } from './plan-handlers.js';
import { planReadHandlers } from './plan-read-handlers.js';
import { readHandlers } from './read-handlers.js';
import { receiverHandlers } from './receiver-handlers.js';
import { senderHandlers } from './sender-handlers.js';
import { supportHandlers } from './support-handlers.js';

/** All calls: request → facts → seal → decide and append → response. No rule lives here. */
export const handlers = (app: App): Handlers<ReferralServiceDefinition> => ({
  ...senderHandlers(app),
  ...informationHandlers(app),
  ...outsideHandlers(app),
  ...receiverHandlers(app),
  ...planHandlers(app),
  ...supportHandlers(app),
  ...readHandlers(app),
  ...planReadHandlers(app),
  ...noticeHandlers(app),
});
