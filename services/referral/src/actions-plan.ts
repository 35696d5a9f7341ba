import { DiscontinueReason, type Frequency, Outcome, Period, SessionCancelledBy } from '@accompany/contracts/referral/v1/types';
import { type Action, type Actor, ANY_ID } from '@accompany/domain';
import type { Event, Plan } from './plan.js';
import { activate, completePlan, continuePlan, discontinue, review } from './plan-decisions.js';
import { cancelSession, holdSession, missSession, planSession, rescheduleSession } from './session-decisions.js';

const by = SessionCancelledBy.SESSION_CANCELLED_BY_AGENCY;
const { DISCONTINUE_REASON_NO_SHOW } = DiscontinueReason;

/** What the agency that delivers does with a service plan. Beginning one rests on a referral and is tried by beginning. */
export const planActions: readonly Action<Plan, Event>[] = [
  { name: 'ActivatePlan', attempt: (state, context) => activate(state, { frequency: lastPace(state) }, context) },
  { name: 'ReviewPlan', attempt: review },
  { name: 'ContinuePlan', attempt: (state, context) => continuePlan(state, { frequency: lastPace(state) }, context) },
  { name: 'CompletePlan', attempt: (state, context) => completePlan(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, context) },
  { name: 'DiscontinuePlan', attempt: (state, context) => discontinue(state, { reason: DISCONTINUE_REASON_NO_SHOW }, context) },
  {
    name: 'PlanSession',
    attempt: (state, context) => planSession(state, { sessionId: ANY_ID, plannedFor: context.now }, context),
  },
  { name: 'HoldSession', attempt: (state, context) => holdSession(state, { sessionId: plannedSession(state) }, context) },
  { name: 'MissSession', attempt: (state, context) => missSession(state, { sessionId: plannedSession(state) }, context) },
  { name: 'CancelSession', attempt: (state, context) => cancelSession(state, { sessionId: plannedSession(state), by }, context) },
  {
    name: 'RescheduleSession',
    attempt: (state, context) =>
      rescheduleSession(state, { sessionId: plannedSession(state), newSessionId: ANY_ID, plannedFor: context.now }, context),
  },
];

/** The pace that it has. */
const lastPace = (state: Plan): Frequency =>
  (state.status === 'none' ? undefined : state.terms.paces.at(-1)?.frequency) ?? { sessions: 1, period: Period.PERIOD_WEEK };

/** A session that is planned; without one, the last; without any, some. */
const plannedSession = (state: Plan): string => {
  const sessions = state.status === 'none' ? [] : [...state.terms.sessions];
  return (sessions.find(([, { status }]) => status === 'planned') ?? sessions.at(-1))?.[0] ?? ANY_ID;
};

/** Whether the actor's agency delivers it, or referred. */
export const isPlanParty = (state: Plan, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && [state.terms.deliverer, state.terms.sender].includes(actor.agency);
