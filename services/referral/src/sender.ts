import type { NeedIdentified } from '@accompany/contracts/assessment/v1/events';
import type { PersonalDataCategory, Sealed } from '@accompany/contracts/common/v1/common';
import type { ReferralSent } from '@accompany/contracts/referral/v1/events';
import { Intent, NeedMet, NextStep, type WithdrawReason } from '@accompany/contracts/referral/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Need, SendFacts } from './facts.js';
import { actingAgency, asSender, refusedAs, statusCode } from './parties.js';
import { pickUpTimes } from './pick-up.js';
import { type Event, hasEnded, type Referral } from './referral.js';
import { checkSending } from './send-rules.js';

/** The network writes the draft for a need that was just identified: the agency that found the need refers. */
export const draftForNeed = (state: Referral, need: Pick<NeedIdentified, 'needId' | 'agency' | 'category' | 'urgency'>): Event[] => {
  if (state.status !== 'none') return [];
  const { needId, agency, category, urgency } = need;
  return [{ $case: 'referralDrafted', value: { needId, sender: agency, category, urgency, previousReferralId: '', ...NOBODY } }];
};

/** The agency that found the need writes the draft itself, the first or the next one after an ended referral. */
export const draft = (
  state: Referral,
  command: { needId: string; previousReferralId: string },
  facts: { need?: Need; previous: Referral },
  context: DecisionContext,
): Event[] => {
  const { needId, previousReferralId } = command;
  const { need, previous } = facts;
  if (need === undefined || need.agency !== actingAgency(context)) throw new Rejection('REFERRAL_NEED_UNKNOWN');
  if (previousReferralId !== '') {
    const before = asSender(previous, context);
    if (before.terms.needId !== needId) throw new Rejection('REFERRAL_FOR_OTHER_NEED');
    if (!hasEnded(before) && before.status !== 'loop_closed' && before.status !== 'entered_in_error')
      throw new Rejection('REFERRAL_NOT_ENDED', { status: before.status });
  }
  switch (state.status) {
    case 'none': {
      if (need.met) throw new Rejection('REFERRAL_NEED_MET');
      const { agency, category, urgency } = need;
      return [{ $case: 'referralDrafted', value: { needId, sender: agency, category, urgency, previousReferralId, ...NOBODY } }];
    }
    case 'draft':
    case 'sent':
    case 'received':
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      return [];
    default:
      throw refusedAs(state);
  }
};

/** No provider is proposed: the sender chooses from the directory. */
const NOBODY = { proposedReceiver: '', proposedServiceId: '' };

export type SendCommand = {
  readonly receiver: string;
  readonly serviceId: string;
  readonly shareCategories: readonly PersonalDataCategory[];
  readonly permission: ReferralSent['permission'];
  readonly note?: Sealed;
  /** What it asks for: a referral, said or not said. */
  readonly intent: Intent;
};

/** The sender sends it. What is shared and when an answer is due are fixed here; `facts` are what we know of other services. */
export const send = (state: Referral, command: SendCommand, facts: SendFacts, context: DecisionContext): Event[] => {
  const referral = asSender(state, context);
  const { receiver, serviceId, permission, note } = command;
  if (command.intent === Intent.INTENT_INFORMATION)
    throw new Rejection('REFERRAL_INTENT_IS_INFORMATION', {}, [{ field: 'intent', description: 'INTENT_REFERRAL' }]);
  switch (referral.status) {
    case 'draft': {
      checkSending(referral.terms, command, facts, context);
      const { needId, sender, category, urgency } = referral.terms;
      const shareCategories = [...new Set(command.shareCategories)].sort((a, b) => a - b);
      const times = pickUpTimes(urgency, context.now, facts.limits);
      const sent = {
        needId,
        sender,
        receiver,
        serviceId,
        category,
        urgency,
        shareCategories,
        permission,
        ...times,
        note,
        intent: Intent.INTENT_REFERRAL,
      };
      return [{ $case: 'referralSent', value: sent }];
    }
    case 'sent':
    case 'received':
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      if (referral.terms.receiver === receiver && referral.terms.serviceId === serviceId) return [];
      throw refusedAs(referral);
    default:
      throw refusedAs(referral);
  }
};

/** The sender takes it back before an answer. Against an acceptance at the same moment the stream decides once. */
export const withdraw = (state: Referral, command: { reason: WithdrawReason; note?: Sealed }, context: DecisionContext): Event[] => {
  const referral = asSender(state, context);
  const { reason, note } = command;
  const { sender, receiver } = referral.terms;
  switch (referral.status) {
    case 'draft':
    case 'sent':
    case 'received':
      return [{ $case: 'referralWithdrawn', value: { reason, sender, receiver, note } }];
    case 'withdrawn':
      if (referral.reason === reason) return [];
      throw refusedAs(referral);
    default:
      throw refusedAs(referral);
  }
};

/** The sender says of an ended referral whether the need was met; when it was not, what comes next. */
export const closeLoop = (state: Referral, command: { needMet: NeedMet; nextStep: NextStep }, context: DecisionContext): Event[] => {
  const referral = asSender(state, context);
  const { needMet, nextStep } = command;
  if (referral.status === 'loop_closed' && referral.needMet === needMet && referral.nextStep === nextStep) return [];
  if (!hasEnded(referral)) throw refusedAs(referral);
  if (needMet === NeedMet.NEED_MET_NO && nextStep === NextStep.NEXT_STEP_UNSPECIFIED)
    throw new Rejection('REFERRAL_NEXT_STEP_MISSING', {}, [{ field: 'next_step', description: 'required when need_met is NEED_MET_NO' }]);
  const { sender, receiver, needId } = referral.terms;
  const closed = { needMet, nextStep, sender, receiver, needId, endedAs: statusCode(referral.status) };
  return [{ $case: 'referralLoopClosed', value: closed }];
};
