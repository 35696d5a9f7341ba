import type { Sealed } from '@accompany/contracts/common/v1/common';
import { PlanEvent } from '@accompany/contracts/referral/v1/events';
import type { DiscontinueReason, Frequency, Outcome } from '@accompany/contracts/referral/v1/types';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

/**
 * A service plan: what the receiver of a referral undertakes, how often, and what came of it.
 *
 *   drafted ─► active ⇄ under_review        active | under_review ─► completed | discontinued
 *   each session: planned ─► held | missed | cancelled | rescheduled
 *
 * Its decisions: `plan-decisions.ts` and `session-decisions.ts`; whether it is behind: `behind-plan.ts`.
 * The notes of sessions stay with the delivering agency; the sender of the referral sees counts and outcome. When the referral goes
 * along with its case, the plan's sender is the new lead.
 */
export type Event = NonNullable<PlanEvent['event']>;

export type Session = { readonly plannedFor?: Date } & (
  | { readonly status: 'planned' }
  | { readonly status: 'held'; readonly heldAt: Date; readonly note?: Sealed }
  | { readonly status: 'missed' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'rescheduled'; readonly as: string }
);

/** From when on a frequency counts. */
export type Pace = { readonly from: Date; readonly frequency: Frequency };

export type PlanTerms = {
  readonly referralId: string;
  readonly deliverer: string;
  readonly sender: string;
  readonly clientId: string;
  readonly goal?: Sealed;
  /** Oldest first; empty before it is active. */
  readonly paces: readonly Pace[];
  readonly sessions: ReadonlyMap<string, Session>;
  /** Sessions missed since the last one held. */
  readonly missedInARow: number;
};

export type KnownPlan = { readonly terms: PlanTerms } & (
  | { readonly status: 'drafted' | 'active' | 'under_review' }
  | { readonly status: 'completed'; readonly outcome: Outcome; readonly endedAt: Date }
  | { readonly status: 'discontinued'; readonly reason: DiscontinueReason; readonly endedAt: Date }
);

export type Plan = { readonly status: 'none' } | KnownPlan;

export const plan: Decider<Plan, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'planDrafted':
        return { status: 'drafted', terms: { ...event.value, paces: [], sessions: new Map(), missedInARow: 0 } };
      case 'planActivated':
        return { status: 'active', terms: withPace(state, event.value.startsAt, event.value.frequency) };
      case 'planPassedOn':
        return { ...known(state), terms: { ...known(state).terms, sender: event.value.sender } };
      case 'planReviewStarted':
        return { status: 'under_review', terms: known(state).terms };
      case 'planContinued':
        return { status: 'active', terms: withPace(state, event.value.from, event.value.frequency) };
      case 'planCompleted':
        return { status: 'completed', terms: known(state).terms, outcome: event.value.outcome, endedAt: present(event.value.endedAt) };
      case 'planDiscontinued':
        return { status: 'discontinued', terms: known(state).terms, reason: event.value.reason, endedAt: present(event.value.endedAt) };
      case 'sessionPlanned':
        return withSession(state, event.value.sessionId, { status: 'planned', plannedFor: event.value.plannedFor });
      case 'sessionHeld': {
        const { sessionId, heldAt, note } = event.value;
        return withSession(state, sessionId, { ...planned(state, sessionId), status: 'held', heldAt: present(heldAt), note }, 0);
      }
      case 'sessionMissed': {
        const { sessionId, inARow } = event.value;
        return withSession(state, sessionId, { ...planned(state, sessionId), status: 'missed' }, inARow);
      }
      case 'sessionCancelled':
        return withSession(state, event.value.sessionId, { ...planned(state, event.value.sessionId), status: 'cancelled' });
      case 'sessionRescheduled': {
        const { sessionId, newSessionId, plannedFor } = event.value;
        const moved = withSession(state, sessionId, { ...planned(state, sessionId), status: 'rescheduled', as: newSessionId });
        return withSession(moved, newSessionId, { status: 'planned', plannedFor });
      }
      default:
        return unreachable(event);
    }
  },
};

const known = (state: Plan): KnownPlan => {
  if (state.status === 'none') throw new Error('a plan begins with a draft');
  return state;
};

const present = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('an event of a plan lacks a field that it always has');
  return value;
};

const planned = (state: Plan, sessionId: string): { plannedFor?: Date } => {
  const { plannedFor } = present(known(state).terms.sessions.get(sessionId));
  return { plannedFor };
};

const withPace = (state: Plan, from: Date | undefined, frequency: Frequency | undefined): PlanTerms => {
  const { terms } = known(state);
  return { ...terms, paces: [...terms.paces, { from: present(from), frequency: present(frequency) }] };
};

const withSession = (state: Plan, sessionId: string, session: Session, missedInARow?: number): KnownPlan => {
  const { terms, ...rest } = known(state);
  const sessions = new Map(terms.sessions).set(sessionId, session);
  return { ...rest, terms: { ...terms, sessions, missedInARow: missedInARow ?? terms.missedInARow } } as KnownPlan;
};

export const planAggregate = aggregate({
  category: 'plan',
  type: 'accompany.referral.v1',
  topic: 'case',
  decider: plan,
  codec: PlanEvent,
});
