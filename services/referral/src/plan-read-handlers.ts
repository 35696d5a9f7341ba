import type { ReferralServiceDefinition, Session as SessionMessage } from '@accompany/contracts/referral/v1/service';
import { DiscontinueReason, Outcome, PlanStatus, SessionStatus } from '@accompany/contracts/referral/v1/types';
import { Rejection, unreachable } from '@accompany/domain';
import { type App, type Handlers, readAtLeast } from '@accompany/runtime';
import { behindPlan } from './behind-plan.js';
import { actingAgency } from './parties.js';
import { type KnownPlan, planAggregate, type Session } from './plan.js';
import { asDeliverer, asPlanParty } from './plan-decisions.js';

/** The calls that read plans. The sender of the referral sees counts and outcome, the delivering agency all. */
export const planReadHandlers = (app: App): Pick<Handlers<ReferralServiceDefinition>, 'getPlan' | 'getSessionNote'> => ({
  getPlan: async ({ planId, on, atLeastPosition }, call) => {
    const asked = { id: planId, atLeastPosition };
    const { seen: plan, found } = await readAtLeast(app, planAggregate, asked, ({ state }) => asPlanParty(state, call));
    const { terms } = plan;
    const delivers = actingAgency(call) === terms.deliverer;
    const { held, expected, behind } = behindPlan(plan, on ?? call.now);
    const count = (status: Session['status']) => [...terms.sessions.values()].filter((session) => session.status === status).length;
    return {
      planId,
      referralId: terms.referralId,
      status: planStatusCode(plan.status),
      frequency: terms.paces.at(-1)?.frequency,
      sessionsPlanned: count('planned'),
      sessionsHeld: held,
      sessionsMissed: count('missed'),
      sessionsCancelled: count('cancelled'),
      sessionsRescheduled: count('rescheduled'),
      sessionsExpected: expected,
      behindPlan: behind,
      outcome: plan.status === 'completed' ? plan.outcome : Outcome.OUTCOME_UNSPECIFIED,
      discontinueReason: plan.status === 'discontinued' ? plan.reason : DiscontinueReason.DISCONTINUE_REASON_UNSPECIFIED,
      sessions: delivers ? [...terms.sessions].map(([sessionId, session]) => shown(sessionId, session)) : [],
      goal: delivers ? await app.open(terms.goal, planAggregate, planId) : '',
      etag: found.etag,
    };
  },

  getSessionNote: async ({ planId, sessionId, atLeastPosition }, call) => {
    const asked = { id: planId, atLeastPosition };
    const { seen } = await readAtLeast(app, planAggregate, asked, ({ state }) => asDeliverer(state, call));
    const session = seen.terms.sessions.get(sessionId);
    if (session === undefined) throw new Rejection('SESSION_UNKNOWN', { session_id: sessionId });
    return { note: session.status === 'held' ? await app.open(session.note, planAggregate, planId) : '' };
  },
});

const shown = (sessionId: string, session: Session): SessionMessage => ({
  sessionId,
  plannedFor: session.plannedFor,
  status: sessionStatusCode(session.status),
  heldAt: session.status === 'held' ? session.heldAt : undefined,
});

const planStatusCode = (status: KnownPlan['status']): PlanStatus => {
  switch (status) {
    case 'drafted':
      return PlanStatus.PLAN_STATUS_DRAFTED;
    case 'active':
      return PlanStatus.PLAN_STATUS_ACTIVE;
    case 'under_review':
      return PlanStatus.PLAN_STATUS_UNDER_REVIEW;
    case 'completed':
      return PlanStatus.PLAN_STATUS_COMPLETED;
    case 'discontinued':
      return PlanStatus.PLAN_STATUS_DISCONTINUED;
    default:
      return unreachable(status);
  }
};

const sessionStatusCode = (status: Session['status']): SessionStatus => {
  switch (status) {
    case 'planned':
      return SessionStatus.SESSION_STATUS_PLANNED;
    case 'held':
      return SessionStatus.SESSION_STATUS_HELD;
    case 'missed':
      return SessionStatus.SESSION_STATUS_MISSED;
    case 'cancelled':
      return SessionStatus.SESSION_STATUS_CANCELLED;
    case 'rescheduled':
      return SessionStatus.SESSION_STATUS_RESCHEDULED;
    default:
      return unreachable(status);
  }
};
