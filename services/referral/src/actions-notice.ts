import { ErrorReason } from '@accompany/contracts/referral/v1/types';
import type { Action, Actor } from '@accompany/domain';
import { acknowledge, type Event, type Notice } from './notice.js';
import { enterSupportInError, type Support, type Event as SupportEvent } from './support.js';

/** What the agency that was told something does with the notice. */
export const noticeActions: readonly Action<Notice, Event>[] = [{ name: 'AcknowledgeNotice', attempt: acknowledge }];

/** Whether it is the actor's agency that was told. */
export const isTold = (state: Notice, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && state.toAgency === actor.agency;

/** What the lead does with support that it delivered. Recording it rests on facts of the case and is tried by recording. */
export const supportActions: readonly Action<Support, SupportEvent>[] = [
  {
    name: 'EnterSupportInError',
    attempt: (state, context) => enterSupportInError(state, { reason: ErrorReason.ERROR_REASON_DUPLICATE }, context),
  },
];

/** Whether the actor's agency recorded it. */
export const isRecorder = (state: Support, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && state.delivered.agency === actor.agency;
