import type { Config } from '@accompany/runtime';
import { handoverReactions } from './handover-reactions.js';
import { handoverItemMatrix, handoverMatrix } from './matrix-handover.js';
import { planMatrix, sessionMatrix } from './matrix-plan.js';
import { referralMatrix } from './matrix-referral.js';
import { noticeMatrix, supportMatrix, transferMatrix } from './matrix-transfer.js';
import { passingOn } from './passing-on.js';
import { DEFAULT_LIMITS } from './pick-up.js';
import { policies } from './policies.js';
import { draftOnNeed } from './reactions.js';
import { tellings } from './telling.js';
import { noticeTimers, pickUpTimers } from './timers.js';
import { answerTimers } from './transfer-timers.js';

/** What docs/domain.md tells of this service. */
export const matrices = [
  referralMatrix,
  planMatrix,
  sessionMatrix,
  supportMatrix,
  transferMatrix,
  handoverMatrix,
  handoverItemMatrix,
  noticeMatrix,
];

export const reactions = ({ ACCOMPANY_ACKNOWLEDGE_WITHIN_HOURS: hours }: Config) => [
  draftOnNeed,
  ...policies,
  ...tellings(hours),
  ...handoverReactions,
  ...passingOn,
];

export const timers = [pickUpTimers, noticeTimers, answerTimers];

/** What holds where a network set no limits of its own. */
export const defaults = {
  ACCOMPANY_PICK_UP_HOURS: Object.values(DEFAULT_LIMITS.hours),
  ACCOMPANY_PICK_UP_PERCENT: Object.values(DEFAULT_LIMITS.percent),
};
