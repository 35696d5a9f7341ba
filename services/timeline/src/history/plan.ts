import type { PlanEvent, SupportEvent } from '@accompany/contracts/referral/v1/events';
import { PlanStatus } from '@accompany/contracts/referral/v1/types';
import type { CasePlan } from '@accompany/contracts/timeline/v1/types';
import { unreachable } from '@accompany/domain';
import type { Fact } from '../fact.js';
import { advance, because, ensure, type History } from './state.js';

const rank = (status: PlanStatus): number => {
  switch (status) {
    case PlanStatus.PLAN_STATUS_UNSPECIFIED:
      return 0;
    case PlanStatus.PLAN_STATUS_DRAFTED:
      return 1;
    case PlanStatus.PLAN_STATUS_ACTIVE:
    case PlanStatus.PLAN_STATUS_UNDER_REVIEW:
      return 2;
    case PlanStatus.PLAN_STATUS_COMPLETED:
    case PlanStatus.PLAN_STATUS_DISCONTINUED:
      return 3;
  }
};

const newPlan = (planId: string): CasePlan => ({
  planId,
  referralId: '',
  agency: '',
  status: PlanStatus.PLAN_STATUS_UNSPECIFIED,
  sessionsPlanned: 0,
  sessionsHeld: 0,
  sessionsMissed: 0,
  sessionsCancelled: 0,
});

const reach = (plan: CasePlan, status: PlanStatus): void => {
  plan.status = advance(rank, plan.status, status);
};

/** What a service plan's event says. A session that was moved counts once: the one that takes its place. */
export const evolvePlan = (history: History, event: NonNullable<PlanEvent['event']>, fact: Fact): void => {
  const plan = ensure(history.plans, fact.streamId, () => newPlan(fact.streamId));
  because(history, `plan:${fact.streamId}`, fact);
  switch (event.$case) {
    case 'planDrafted':
      plan.referralId = event.value.referralId;
      plan.agency = event.value.deliverer;
      reach(plan, PlanStatus.PLAN_STATUS_DRAFTED);
      break;
    case 'planActivated':
    case 'planContinued':
      reach(plan, PlanStatus.PLAN_STATUS_ACTIVE);
      break;
    case 'planReviewStarted':
      reach(plan, PlanStatus.PLAN_STATUS_UNDER_REVIEW);
      break;
    case 'planCompleted':
      reach(plan, PlanStatus.PLAN_STATUS_COMPLETED);
      break;
    case 'planDiscontinued':
      reach(plan, PlanStatus.PLAN_STATUS_DISCONTINUED);
      break;
    case 'sessionPlanned':
      plan.sessionsPlanned++;
      break;
    case 'sessionHeld':
      plan.sessionsHeld++;
      break;
    case 'sessionMissed':
      plan.sessionsMissed++;
      break;
    case 'sessionCancelled':
      plan.sessionsCancelled++;
      break;
    case 'sessionRescheduled':
    case 'planPassedOn':
      break;
    default:
      unreachable(event);
  }
};

/** What an event of a delivery of support says. */
export const evolveSupport = (history: History, event: NonNullable<SupportEvent['event']>, fact: Fact): void => {
  because(history, `support:${fact.streamId}`, fact);
  switch (event.$case) {
    case 'supportDelivered': {
      const { agency, kind, amount, currency } = event.value;
      if (history.ended.has(fact.stream)) return;
      history.support.set(fact.streamId, { supportId: fact.streamId, agency, kind, amount, currency, deliveredAt: fact.occurredAt });
      break;
    }
    case 'supportEnteredInError':
      history.ended.add(fact.stream);
      history.support.delete(fact.streamId);
      break;
    default:
      unreachable(event);
  }
};
