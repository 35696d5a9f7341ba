import { fold, REASONS, type Reason } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLAN_COMMANDS, PLAN_HISTORIES } from './matrix-plan.js';
import { type Plan, plan } from './plan.js';
import { ALPHA, BETA, by } from './samples.js';

type Command = keyof typeof PLAN_COMMANDS;
type Status = Plan['status'];
const COMMANDS = Object.keys(PLAN_COMMANDS) as Command[];
const OF_SESSION: readonly Command[] = ['hold', 'miss', 'cancel', 'reschedule'];

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
  const { outcome, state: after } = carryOut(plan, state, (known) => PLAN_COMMANDS[command].give(known, by(agency)));
  if (outcome === 'unchanged') return { state, outcome: '=' };
  if (outcome !== 'changed') return { state, outcome };
  const session = command === 'plan' ? 'new' : 's';
  const led = command in IN_FORCE && after.status !== 'none' ? after.terms.sessions.get(session)?.status : after.status;
  return { state: after, outcome: led ?? '?' };
};

describe.each(Object.keys(PLAN_HISTORIES) as Status[])('a plan that is %s', (status) => {
  const state = fold(plan, PLAN_HISTORIES[status]);

  test.each(COMMANDS)('%s', (command) => {
    const { outcome, state: after } = outcomeOf(state, command);
    expect(outcome).toBe(TABLE[status][command] ?? REASON[status]);
    if (after === state && outcome !== '=') expect(Object.keys(REASONS)).toContain(outcome);
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
  const { state } = outcomeOf(fold(plan, PLAN_HISTORIES.active), first);
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
