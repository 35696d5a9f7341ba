import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { DiscontinueReason, Frequency, Outcome } from '@accompany/contracts/referral/v1/types';
import { type DecisionContext, type Reason, Rejection, unreachable } from '@accompany/domain';
import { actingAgency, asReceiver, refusedAs } from './parties.js';
import type { Event, KnownPlan, Plan } from './plan.js';
import type { Referral } from './referral.js';

/** The plan, for the agency that delivers or the one that referred. To anybody else it does not exist. */
export const asPlanParty = (state: Plan, context: Pick<DecisionContext, 'actor'>): KnownPlan => {
  const agency = actingAgency(context);
  if (state.status === 'none' || agency === undefined) throw new Rejection('PLAN_UNKNOWN');
  if (agency !== state.terms.deliverer && agency !== state.terms.sender) throw new Rejection('PLAN_UNKNOWN');
  return state;
};

/** The plan, for the agency that delivers. */
export const asDeliverer = (state: Plan, context: Pick<DecisionContext, 'actor'>): KnownPlan => {
  const plan = asPlanParty(state, context);
  if (actingAgency(context) !== plan.terms.deliverer) throw new Rejection('NOT_THE_DELIVERER');
  return plan;
};

/** The refusal that names the state of the plan that stands in the way. */
export const planRefusedAs = ({ status }: KnownPlan): Rejection => new Rejection(reasonFor(status), { status });

const reasonFor = (status: KnownPlan['status']): Reason => {
  switch (status) {
    case 'drafted':
      return 'PLAN_NOT_ACTIVE';
    case 'active':
      return 'PLAN_ACTIVE';
    case 'under_review':
      return 'PLAN_UNDER_REVIEW';
    case 'completed':
      return 'PLAN_COMPLETED';
    case 'discontinued':
      return 'PLAN_DISCONTINUED';
    default:
      return unreachable(status);
  }
};

/** The receiver of an accepted referral begins a plan. `facts.referral` is the referral as our own store holds it. */
export const draftPlan = (
  state: Plan,
  command: { referralId: string; clientId: string; goal?: Sealed },
  facts: { referral: Referral },
  context: DecisionContext,
): Event[] => {
  const referral = asReceiver(facts.referral, context);
  if (state.status !== 'none') return [];
  if (referral.status !== 'accepted' && referral.status !== 'in_service' && referral.status !== 'on_hold') throw refusedAs(referral);
  const { receiver: deliverer, sender } = referral.terms;
  const { referralId, clientId, goal } = command;
  return [{ $case: 'planDrafted', value: { referralId, deliverer, sender, clientId, goal } }];
};

/** It comes into force: from now on sessions are expected. */
export const activate = (state: Plan, command: { frequency: Frequency | undefined }, context: DecisionContext): Event[] => {
  const plan = asDeliverer(state, context);
  if (plan.status === 'active' && sameAsLast(plan, command.frequency)) return [];
  if (plan.status !== 'drafted') throw planRefusedAs(plan);
  return [{ $case: 'planActivated', value: { frequency: command.frequency, startsAt: context.occurredAt } }];
};

/** It is looked at again; sessions go on meanwhile. */
export const review = (state: Plan, context: DecisionContext): Event[] => {
  const plan = asDeliverer(state, context);
  if (plan.status === 'under_review') return [];
  if (plan.status !== 'active') throw planRefusedAs(plan);
  return [{ $case: 'planReviewStarted', value: { at: context.occurredAt } }];
};

/** The review ends and it goes on, perhaps at another pace. */
export const continuePlan = (state: Plan, command: { frequency: Frequency | undefined }, context: DecisionContext): Event[] => {
  const plan = asDeliverer(state, context);
  if (plan.status === 'active' && sameAsLast(plan, command.frequency)) return [];
  if (plan.status !== 'under_review') throw planRefusedAs(plan);
  return [{ $case: 'planContinued', value: { frequency: command.frequency, from: context.occurredAt } }];
};

/** It ends with an outcome. */
export const completePlan = (state: Plan, command: { outcome: Outcome }, context: DecisionContext): Event[] => {
  const plan = asDeliverer(state, context);
  if (plan.status === 'completed' && plan.outcome === command.outcome) return [];
  if (plan.status !== 'active' && plan.status !== 'under_review') throw planRefusedAs(plan);
  return [{ $case: 'planCompleted', value: { outcome: command.outcome, endedAt: context.occurredAt } }];
};

/** It ends early, for a reason. */
export const discontinue = (state: Plan, command: { reason: DiscontinueReason }, context: DecisionContext): Event[] => {
  const plan = asDeliverer(state, context);
  if (plan.status === 'discontinued' && plan.reason === command.reason) return [];
  if (plan.status !== 'active' && plan.status !== 'under_review') throw planRefusedAs(plan);
  return [{ $case: 'planDiscontinued', value: { reason: command.reason, endedAt: context.occurredAt } }];
};

const sameAsLast = ({ terms }: KnownPlan, frequency: Frequency | undefined): boolean => {
  const last = terms.paces.at(-1)?.frequency;
  return last !== undefined && last.sessions === frequency?.sessions && last.period === frequency.period;
};
