import { DiscontinueReason, Outcome, Period, SessionCancelledBy } from '@accompany/contracts/referral/v1/types';
import { fold } from '@accompany/domain';
import { type Command, matrix, THE_NETWORK } from '@accompany/domain/testing';
import { passPlanOn } from './passing-on.js';
import { type Event, type Plan, plan } from './plan.js';
import { activate, completePlan, continuePlan, discontinue, draftPlan, review } from './plan-decisions.js';
import { referral } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, by } from './samples.js';
import { cancelSession, holdSession, missSession, planSession, rescheduleSession } from './session-decisions.js';

const monthly = { sessions: 1, period: Period.PERIOD_MONTH };
const weekly = { sessions: 1, period: Period.PERIOD_WEEK };
const day = new Date('2022-03-01T00:00:00Z');
const accepted = fold(referral, [the.drafted, the.sent, the.received, the.accepted]);
const reason = DiscontinueReason.DISCONTINUE_REASON_NO_SHOW;
const outcome = Outcome.OUTCOME_GOALS_REACHED;
const cancelling = { sessionId: 's', by: SessionCancelledBy.SESSION_CANCELLED_BY_AGENCY };

const DELIVERER = 'the delivering agency';
const roles = { [DELIVERER]: by(BETA), 'the sender of the referral': by(ALPHA), 'another agency': by('gamma') };

const drafted: Event = {
  $case: 'planDrafted',
  value: { referralId: 'r1', deliverer: BETA, sender: ALPHA, clientId: 'c', goal: undefined },
};
const activated: Event = { $case: 'planActivated', value: { frequency: monthly, startsAt: day } };
const reviewed: Event = { $case: 'planReviewStarted', value: { at: day } };
const planned: Event = { $case: 'sessionPlanned', value: { sessionId: 's', plannedFor: day } };

export const PLAN_HISTORIES: Record<Plan['status'], readonly Event[]> = {
  none: [],
  drafted: [drafted],
  active: [drafted, activated, planned],
  under_review: [drafted, activated, planned, reviewed],
  completed: [drafted, activated, planned, { $case: 'planCompleted', value: { outcome, endedAt: day } }],
  discontinued: [drafted, activated, planned, { $case: 'planDiscontinued', value: { reason, endedAt: day } }],
};

const ofSession = {
  plan: { by: DELIVERER, give: (state, context) => planSession(state, { sessionId: 'new', plannedFor: day }, context) },
  hold: { by: DELIVERER, give: (state, context) => holdSession(state, { sessionId: 's' }, context) },
  miss: { by: DELIVERER, give: (state, context) => missSession(state, { sessionId: 's' }, context) },
  cancel: { by: DELIVERER, give: (state, context) => cancelSession(state, cancelling, context) },
  reschedule: {
    by: DELIVERER,
    give: (state, context) => rescheduleSession(state, { sessionId: 's', newSessionId: 't', plannedFor: day }, context),
  },
} as const satisfies Record<string, Command<Plan, Event>>;

/** Each command of a plan and of one session. The plan is continued at another pace than it began with. */
export const PLAN_COMMANDS = {
  draft: {
    by: DELIVERER,
    give: (state, context) => draftPlan(state, { referralId: 'r1', clientId: 'c' }, { referral: accepted }, context),
  },
  activate: { by: DELIVERER, give: (state, context) => activate(state, { frequency: monthly }, context) },
  review: { by: DELIVERER, give: review },
  continue: { by: DELIVERER, give: (state, context) => continuePlan(state, { frequency: weekly }, context) },
  complete: { by: DELIVERER, give: (state, context) => completePlan(state, { outcome }, context) },
  discontinue: { by: DELIVERER, give: (state, context) => discontinue(state, { reason }, context) },
  ...ofSession,
} as const satisfies Record<string, Command<Plan, Event>>;

export const planMatrix = matrix({
  title: 'Service plan',
  source: 'services/referral/src/plan.ts',
  decider: plan,
  roles,
  states: PLAN_HISTORIES,
  commands: {
    ...PLAN_COMMANDS,
    'go along with the referral': {
      by: THE_NETWORK,
      give: (state) => passPlanOn(state, 'r1', { sender: 'gamma', transferId: 't' }),
    },
  },
});

const settled = (name: keyof typeof ofSession): readonly Event[] => {
  const before = PLAN_HISTORIES.active;
  return [...before, ...ofSession[name].give(fold(plan, before), by(BETA))];
};

/** One session of a plan that is in force. */
export const sessionMatrix = matrix({
  title: 'Session',
  source: 'services/referral/src/session-decisions.ts',
  decider: plan,
  statusOf: (state) => (state.status === 'none' ? 'none' : (state.terms.sessions.get('s')?.status ?? 'none')),
  roles,
  states: {
    none: [drafted, activated],
    planned: PLAN_HISTORIES.active,
    held: settled('hold'),
    missed: settled('miss'),
    cancelled: settled('cancel'),
    rescheduled: settled('reschedule'),
  },
  commands: {
    ...ofSession,
    plan: { by: DELIVERER, give: (state, context) => planSession(state, { sessionId: 's', plannedFor: day }, context) },
  },
});
