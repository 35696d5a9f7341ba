import { DiscontinueReason, Outcome, Period, SessionCancelledBy } from '@accompany/contracts/referral/v1/types';
import { fold, REASONS, type Reason, Rejection } from '@accompany/domain';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

/** Each command of a plan and of one session. The plan is continued at another pace than it began with. */
const DECISIONS = {
  draft: (state, agency) => draftPlan(state, { referralId: 'r1', clientId: 'c' }, { referral: accepted }, by(agency)),
  activate: (state, agency) => activate(state, { frequency: monthly }, by(agency)),
  review: (state, agency) => review(state, by(agency)),
  continue: (state, agency) => continuePlan(state, { frequency: weekly }, by(agency)),
  complete: (state, agency) => completePlan(state, { outcome: Outcome.OUTCOME_GOALS_REACHED }, by(agency)),
  discontinue: (state, agency) => discontinue(state, { reason: DiscontinueReason.DISCONTINUE_REASON_NO_SHOW }, by(agency)),
  plan: (state, agency) => planSession(state, { sessionId: 'new', plannedFor: day }, by(agency)),
  hold: (state, agency) => holdSession(state, { sessionId: 's' }, by(agency)),
  miss: (state, agency) => missSession(state, { sessionId: 's' }, by(agency)),
  cancel: (state, agency) => cancelSession(state, { sessionId: 's', by: SessionCancelledBy.SESSION_CANCELLED_BY_AGENCY }, by(agency)),
  reschedule: (state, agency) => rescheduleSession(state, { sessionId: 's', newSessionId: 't', plannedFor: day }, by(agency)),
} as const satisfies Record<string, (state: Plan, agency: string) => Event[]>;

type Command = keyof typeof DECISIONS;
type Status = Plan['status'];
const COMMANDS = Object.keys(DECISIONS) as Command[];
const OF_SESSION: readonly Command[] = ['hold', 'miss', 'cancel', 'reschedule'];

const drafted: Event = {
  $case: 'planDrafted',
  value: { referralId: 'r1', deliverer: BETA, sender: ALPHA, clientId: 'c', goal: undefined },
};
const activated: Event = { $case: 'planActivated', value: { frequency: monthly, startsAt: day } };
const reviewed: Event = { $case: 'planReviewStarted', value: { at: day } };
const planned: Event = { $case: 'sessionPlanned', value: { sessionId: 's', plannedFor: day } };

const HISTORIES: Record<Status, readonly Event[]> = {
  none: [],
  drafted: [drafted],
  active: [drafted, activated, planned],
  under_review: [drafted, activated, planned, reviewed],
  completed: [drafted, activated, planned, { $case: 'planCompleted', value: { outcome: Outcome.OUTCOME_GOALS_REACHED, endedAt: day } }],
  discontinued: [
    drafted,
    activated,
    planned,
    { $case: 'planDiscontinued', value: { reason: DiscontinueReason.DISCONTINUE_REASON_NO_SHOW, endedAt: day } },
  ],
};

/** What is not named in the table is refused with this. */
const REASON: Record<Status, Reason> = {
  none: 'PLAN_UNKNOWN',
  drafted: 'PLAN_NOT_ACTIVE',
  active: 'PLAN_ACTIVE',
  under_review: 'PLAN_UNDER_REVIEW',
  completed: 'PLAN_COMPLETED',
  discontinued: 'PLAN_DISCONTINUED',
};

const IN_FORCE = { plan: 'planned', hold: 'held', miss: 'missed', cancel: 'cancelled', reschedule: 'rescheduled' } as const;

/** Where a command leads: a status of the plan, for a session's command one of the session, or `=` nothing to do. */
const TABLE: Record<Status, Partial<Record<Command, string>>> = {
  none: { draft: 'drafted' },
  drafted: { draft: '=', activate: 'active' },
  active: { draft: '=', activate: '=', review: 'under_review', complete: 'completed', discontinue: 'discontinued', ...IN_FORCE },
  under_review: { draft: '=', review: '=', continue: 'active', complete: 'completed', discontinue: 'discontinued', ...IN_FORCE },
  completed: { draft: '=', complete: '=' },
  discontinued: { draft: '=', discontinue: '=' },
};

const outcomeOf = (state: Plan, command: Command, agency = BETA): { state: Plan; outcome: string } => {
  try {
    const events = DECISIONS[command](state, agency);
    const after = fold(plan, events, state);
    const session = command === 'plan' ? 'new' : 's';
    const led = command in IN_FORCE && after.status !== 'none' ? after.terms.sessions.get(session)?.status : after.status;
    return { state: after, outcome: events.length === 0 ? '=' : (led ?? '?') };
  } catch (error) {
    if (error instanceof Rejection) return { state, outcome: error.reason };
    throw error;
  }
};

describe.each(Object.keys(HISTORIES) as Status[])('a plan that is %s', (status) => {
  const state = fold(plan, HISTORIES[status]);

  test.each(COMMANDS)('%s', (command) => {
    const { outcome, state: after } = outcomeOf(state, command);
    expect(outcome).toBe(TABLE[status][command] ?? REASON[status]);
    if (after !== state) expect(outcomeOf(after, command), 'given twice it changes nothing').toEqual({ state: after, outcome: '=' });
    else if (outcome !== '=') expect(Object.keys(REASONS)).toContain(outcome);
  });

  test.each(COMMANDS)('%s by another agency', (command) => {
    for (const agency of [ALPHA, 'gamma']) {
      const { outcome, state: after } = outcomeOf(state, command, agency);
      expect(after).toBe(state);
      if (command === 'draft') expect(outcome).toBe(agency === ALPHA ? 'NOT_THE_RECEIVER' : 'REFERRAL_UNKNOWN');
      else expect(outcome).toBe(status !== 'none' && agency === ALPHA ? 'NOT_THE_DELIVERER' : 'PLAN_UNKNOWN');
    }
  });
});

describe.each(OF_SESSION)('a session after %s', (first) => {
  const { state } = outcomeOf(fold(plan, HISTORIES.active), first);
  test.each(OF_SESSION)('%s', (command) => expect(outcomeOf(state, command).outcome).toBe(command === first ? '=' : 'SESSION_SETTLED'));
});

test('any sequence of commands stays in the table, and an ended plan never goes on', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...COMMANDS), { maxLength: 30 }), (commands) => {
      let state: Plan = plan.initial;
      for (const command of commands) {
        const before = state;
        const { state: after, outcome } = outcomeOf(before, command);
        const named = [TABLE[before.status][command], REASON[before.status], '=', 'SESSION_UNKNOWN', 'SESSION_SETTLED'];
        expect(named).toContain(outcome);
        if (['completed', 'discontinued'].includes(before.status)) expect(after.status).toBe(before.status);
        state = after;
      }
    }),
    { numRuns: 500 },
  ));
