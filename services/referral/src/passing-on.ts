import type { ReferralPassedOn } from '@accompany/contracts/referral/v1/events';
import { type AnyEvent, type AnyReaction, type LookUp, reaction } from '@accompany/runtime';
import { lastPassedOn, leadInPlaceOf, streamsOf } from './going-along-queries.js';
import { type Plan, type Event as PlanEvent, planAggregate } from './plan.js';
import { type Event, hasEnded, type Referral, referralAggregate } from './referral.js';

/** A case has a new lead since a transfer was released. */
export type NewLead = { readonly from: string; readonly to: string; readonly transferId: string };

/**
 * The referrals that the giver of a case sent go with the case: the new lead is their sender, learns the answer and closes the loop. One
 * that the new lead itself receives stays as it is; nobody refers to itself.
 */
export const passOn = (state: Referral, { from, to, transferId }: NewLead): Event[] => {
  if (state.status === 'none' || !goesAlong(state)) return [];
  const { sender, receiver } = state.terms;
  if (sender !== from || receiver === to) return [];
  return [{ $case: 'referralPassedOn', value: { sender: to, previousSender: from, receiver, transferId } }];
};

const goesAlong = (state: Exclude<Referral, { status: 'none' }>): boolean => {
  switch (state.status) {
    case 'draft':
    case 'sent':
    case 'received':
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      return true;
    default:
      return hasEnded(state);
  }
};

/** The lead of the case changed: every referral of the case looks whether it goes along. */
export const followLead = (event: AnyEvent, { caseId }: { readonly caseId: string }): LookUp<Referral, Event> | undefined => {
  if (event.$case !== 'leadChanged') return undefined;
  const lead = event.value;
  return async (tx) => (await streamsOf(tx, caseId, 'referral')).map((id) => ({ id, caseId, decide: (state) => passOn(state, lead) }));
};

type Where = { readonly caseId: string; readonly streamId: string };

/** The lead may change while the old one's need is on its way, or its draft: what is drafted then is the new lead's as well. */
export const followLateDraft = (event: AnyEvent, { caseId, streamId: id }: Where): LookUp<Referral, Event> | undefined => {
  if (event.$case !== 'referralDrafted') return undefined;
  const { sender: from } = event.value;
  return async (tx) => {
    const to = await leadInPlaceOf(tx, caseId, from);
    return to === undefined ? [] : [{ id, caseId, decide: (state) => passOn(state, { from, to, transferId: '' }) }];
  };
};

/** A referral's plan has the sender that the referral has: it sees counts and outcome, whoever sent before sees nothing new. */
export const passPlanOn = (state: Plan, referralId: string, { sender, transferId }: NewSender): PlanEvent[] => {
  if (state.status === 'none' || state.terms.referralId !== referralId || state.terms.sender === sender) return [];
  return [{ $case: 'planPassedOn', value: { referralId, sender, previousSender: state.terms.sender, transferId } }];
};

type NewSender = Pick<ReferralPassedOn, 'sender' | 'transferId'>;

/** A referral went along: so do its plans. One that went further meanwhile stays where it is. */
export const followReferral = (event: AnyEvent, { caseId, streamId: referralId }: Where): LookUp<Plan, PlanEvent> | undefined => {
  if (event.$case !== 'referralPassedOn') return undefined;
  const moved = event.value;
  return async (tx) =>
    (await streamsOf(tx, caseId, 'plan')).map((id) => ({
      id,
      caseId,
      decide: (state) =>
        state.status !== 'none' && state.terms.sender === moved.previousSender ? passPlanOn(state, referralId, moved) : [],
    }));
};

/** A plan that was drafted while its referral went along looks where that is now. */
export const followLatePlan = (event: AnyEvent, { caseId, streamId: id }: Where): LookUp<Plan, PlanEvent> | undefined => {
  if (event.$case !== 'planDrafted') return undefined;
  const { referralId } = event.value;
  return async (tx) => {
    const moved = await lastPassedOn(tx, referralId);
    return moved === undefined ? [] : [{ id, caseId, decide: (state) => passPlanOn(state, referralId, moved) }];
  };
};

const nothing = () => [];

/** What goes along with a case when its lead changes. */
export const passingOn: readonly AnyReaction[] = [
  reaction({
    name: 'referrals-follow-lead',
    does: 'makes the new lead the sender of what the old one had sent',
    aggregate: referralAggregate,
    on: nothing,
    among: followLead,
  }),
  reaction({
    name: 'late-draft-follows-lead',
    does: 'makes the new lead the sender of a draft that was written for the old one while the lead changed',
    aggregate: referralAggregate,
    on: nothing,
    among: followLateDraft,
  }),
  reaction({
    name: 'plans-follow-referral',
    does: 'shows the plans of the referral to its new sender, and to the one before no longer',
    aggregate: planAggregate,
    on: nothing,
    among: followReferral,
  }),
  reaction({
    name: 'late-plan-follows-referral',
    does: 'does the same for a plan that was drafted while its referral went along',
    aggregate: planAggregate,
    on: nothing,
    among: followLatePlan,
  }),
];
