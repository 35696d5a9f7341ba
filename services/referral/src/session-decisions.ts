import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { SessionCancelledBy } from '@accompany/contracts/referral/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Event, KnownPlan, Plan, Session } from './plan.js';
import { asDeliverer, planRefusedAs } from './plan-decisions.js';

/** Sessions that one plan holds at most: keeps a stream short enough to fold without snapshots. */
export const MOST_SESSIONS = 500;

/** A session is planned. The id comes in, made from the request, so that a repeat plans nothing twice. */
export const planSession = (
  state: Plan,
  command: { sessionId: string; plannedFor: Date | undefined },
  context: DecisionContext,
): Event[] => {
  const plan = inForce(state, context);
  const { sessionId, plannedFor } = command;
  if (plan.terms.sessions.has(sessionId)) return [];
  if (plan.terms.sessions.size >= MOST_SESSIONS) throw new Rejection('PLAN_FULL');
  return [{ $case: 'sessionPlanned', value: { sessionId, plannedFor } }];
};

/** A planned session took place. Its notes are sealed and stay with the delivering agency. */
export const holdSession = (state: Plan, command: { sessionId: string; note?: Sealed }, context: DecisionContext): Event[] => {
  const plan = inForce(state, context);
  const { sessionId, note } = command;
  const session = sessionOf(plan, sessionId);
  if (session.status === 'held') return [];
  if (session.status !== 'planned') throw settled(session);
  return [{ $case: 'sessionHeld', value: { sessionId, heldAt: context.occurredAt, note } }];
};

/** The child did not come. The event says how many in a row, so that others can act at two. */
export const missSession = (state: Plan, command: { sessionId: string }, context: DecisionContext): Event[] => {
  const plan = inForce(state, context);
  const { sessionId } = command;
  const session = sessionOf(plan, sessionId);
  if (session.status === 'missed') return [];
  if (session.status !== 'planned') throw settled(session);
  return [{ $case: 'sessionMissed', value: { sessionId, inARow: plan.terms.missedInARow + 1 } }];
};

/** A planned session is called off. */
export const cancelSession = (state: Plan, command: { sessionId: string; by: SessionCancelledBy }, context: DecisionContext): Event[] => {
  const plan = inForce(state, context);
  const { sessionId, by } = command;
  const session = sessionOf(plan, sessionId);
  if (session.status === 'cancelled') return [];
  if (session.status !== 'planned') throw settled(session);
  return [{ $case: 'sessionCancelled', value: { sessionId, by } }];
};

/** A planned session moves to another time, where it is another session. */
export const rescheduleSession = (
  state: Plan,
  command: { sessionId: string; newSessionId: string; plannedFor: Date | undefined },
  context: DecisionContext,
): Event[] => {
  const plan = inForce(state, context);
  const { sessionId, newSessionId, plannedFor } = command;
  const session = sessionOf(plan, sessionId);
  if (session.status === 'rescheduled' && session.as === newSessionId) return [];
  if (session.status !== 'planned') throw settled(session);
  if (plan.terms.sessions.size >= MOST_SESSIONS) throw new Rejection('PLAN_FULL');
  return [{ $case: 'sessionRescheduled', value: { sessionId, newSessionId, plannedFor } }];
};

const inForce = (state: Plan, context: DecisionContext): KnownPlan => {
  const plan = asDeliverer(state, context);
  if (plan.status !== 'active' && plan.status !== 'under_review') throw planRefusedAs(plan);
  return plan;
};

const sessionOf = (plan: KnownPlan, sessionId: string): Session => {
  const session = plan.terms.sessions.get(sessionId);
  if (session === undefined) throw new Rejection('SESSION_UNKNOWN', { session_id: sessionId });
  return session;
};

const settled = ({ status }: Session): Rejection => new Rejection('SESSION_SETTLED', { status });
