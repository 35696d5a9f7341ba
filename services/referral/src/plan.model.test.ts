import { DiscontinueReason, Period, Outcome as Result, SessionCancelledBy } from '@accompany/contracts/referral/v1/types';
import { fold } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { step } from './model-steps.js';
import { type Event, type Plan, plan } from './plan.js';
import { activate, completePlan, continuePlan, discontinue, draftPlan, review } from './plan-decisions.js';
import { type Event as ReferralEvent, referral } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, by } from './samples.js';
import { cancelSession, holdSession, missSession, planSession, rescheduleSession } from './session-decisions.js';

/** The wall calendar of those who treat the child: the sessions on it, and since when nobody came. */
type Model = {
  plan: 'none' | 'drafted' | 'active' | 'under_review' | 'completed' | 'discontinued';
  /** With what it ended. */
  end?: number;
  pace?: string;
  calendar: Record<string, string>;
  missed: number;
};
type Real = { state: Plan };

const WHY_NOT: Record<Model['plan'], Outcome> = {
  none: 'PLAN_UNKNOWN',
  drafted: 'PLAN_NOT_ACTIVE',
  active: 'PLAN_ACTIVE',
  under_review: 'PLAN_UNDER_REVIEW',
  completed: 'PLAN_COMPLETED',
  discontinued: 'PLAN_DISCONTINUED',
};

type Rule = (model: Model) => Outcome | Partial<Model>;

const tried = (name: string, rule: Rule, decide: (state: Plan) => Event[]) =>
  step<Model, Real>(name, (model, real) => {
    const expected = rule(model);
    const { outcome, state } = carryOut(plan, real.state, decide);
    expect(outcome).toBe(typeof expected === 'string' ? expected : 'changed');
    if (typeof expected !== 'string') Object.assign(model, expected);
    real.state = state;
    expect(state.status).toBe(model.plan);
    if (state.status === 'none') return;
    const { deliverer, sender, sessions, missedInARow, paces } = state.terms;
    expect([deliverer, sender]).toEqual([BETA, ALPHA]);
    expect(Object.fromEntries([...sessions].map(([id, { status }]) => [id, status]))).toEqual(model.calendar);
    expect(missedInARow).toBe(model.missed);
    expect(paces.at(-1)?.frequency).toEqual(model.pace === undefined ? undefined : PACES[model.pace]);
    if (state.status === 'completed') expect(state.outcome).toBe(model.end);
    if (state.status === 'discontinued') expect(state.reason).toBe(model.end);
  });

const PACES: Record<string, { sessions: number; period: Period }> = {
  'twice a month': { sessions: 2, period: Period.PERIOD_MONTH },
  'every week': { sessions: 1, period: Period.PERIOD_WEEK },
};

const accepted: ReferralEvent[] = [the.drafted, the.sent, the.received, the.accepted];
const REFERRALS = {
  accepted: fold(referral, accepted),
  declined: fold(referral, [the.drafted, the.sent, the.received, the.declined]),
};

const drafting = (agency: string, how: keyof typeof REFERRALS) =>
  tried(
    `${agency} drafts after one ${how}`,
    (model) => {
      if (agency !== BETA) return agency === ALPHA ? 'NOT_THE_RECEIVER' : 'REFERRAL_UNKNOWN';
      if (model.plan !== 'none') return 'unchanged';
      return how === 'accepted' ? { plan: 'drafted' } : 'REFERRAL_DECLINED';
    },
    (state) => draftPlan(state, { referralId: 'r', clientId: 'c' }, { referral: REFERRALS[how] }, by(agency)),
  );

/** Only those who treat the child write on the calendar; the sender looks at it, to others it does not exist. */
const written =
  (agency: string, rule: Rule): Rule =>
  (model) => {
    if (model.plan === 'none' || (agency !== ALPHA && agency !== BETA)) return 'PLAN_UNKNOWN';
    return agency === BETA ? rule(model) : 'NOT_THE_DELIVERER';
  };

const inForce = ({ plan }: Model) => plan === 'active' || plan === 'under_review';

const pacing = (agency: string, what: 'activates' | 'continues', pace: string) => {
  const rule: Rule = (model) => {
    if (model.plan === 'active' && model.pace === pace) return 'unchanged';
    return model.plan === (what === 'activates' ? 'drafted' : 'under_review') ? { plan: 'active', pace } : WHY_NOT[model.plan];
  };
  const decide = what === 'activates' ? activate : continuePlan;
  return tried(`${agency} ${what}, ${pace}`, written(agency, rule), (state) => decide(state, { frequency: PACES[pace] }, by(agency)));
};

const reviewing = (agency: string) => {
  const rule: Rule = ({ plan }) => (plan === 'under_review' ? 'unchanged' : plan === 'active' ? { plan: 'under_review' } : WHY_NOT[plan]);
  return tried(`${agency} reviews`, written(agency, rule), (state) => review(state, by(agency)));
};

const ending = (agency: string, as: 'completed' | 'discontinued', nr: number) => {
  const [outcome, reason] = [
    [Result.OUTCOME_GOALS_REACHED, Result.OUTCOME_GOALS_NOT_REACHED][nr] as Result,
    [DiscontinueReason.DISCONTINUE_REASON_REPLACED, DiscontinueReason.DISCONTINUE_REASON_SAFETY][nr] as DiscontinueReason,
  ];
  const end = as === 'completed' ? outcome : reason;
  const rule: Rule = (model) => {
    if (model.plan === as && model.end === end) return 'unchanged';
    return inForce(model) ? { plan: as, end } : WHY_NOT[model.plan];
  };
  return tried(`${agency} ends it as ${as} ${nr}`, written(agency, rule), (state) =>
    as === 'completed' ? completePlan(state, { outcome }, by(agency)) : discontinue(state, { reason }, by(agency)),
  );
};

type Done = 'planned' | 'held' | 'missed' | 'cancelled' | 'rescheduled';

/** What the calendar says of a session that is settled once, and stays so. */
const session = (agency: string, id: string, done: Done) => {
  const rule: Rule = (model) => {
    const { calendar, missed } = model;
    if (!inForce(model)) return WHY_NOT[model.plan];
    if (done === 'planned') return calendar[id] === undefined ? { calendar: { ...calendar, [id]: done } } : 'unchanged';
    if (calendar[id] === undefined) return 'SESSION_UNKNOWN';
    if (calendar[id] !== 'planned') return calendar[id] === done ? 'unchanged' : 'SESSION_SETTLED';
    const moved = done === 'rescheduled' ? { [`${id}+`]: 'planned' } : {};
    return { calendar: { ...calendar, [id]: done, ...moved }, missed: done === 'held' ? 0 : missed + (done === 'missed' ? 1 : 0) };
  };
  const [context, plannedFor] = [by(agency), new Date('2022-03-01T00:00:00Z')];
  const decisions: Record<Done, (state: Plan) => Event[]> = {
    planned: (state) => planSession(state, { sessionId: id, plannedFor }, context),
    held: (state) => holdSession(state, { sessionId: id }, context),
    missed: (state) => missSession(state, { sessionId: id }, context),
    cancelled: (state) => cancelSession(state, { sessionId: id, by: SessionCancelledBy.SESSION_CANCELLED_BY_CLIENT }, context),
    rescheduled: (state) => rescheduleSession(state, { sessionId: id, newSessionId: `${id}+`, plannedFor }, context),
  };
  return tried(`${agency}: ${id} ${done}`, written(agency, rule), decisions[done]);
};

const agency = fc.oneof({ weight: 10, arbitrary: fc.constant(BETA) }, { weight: 1, arbitrary: fc.constantFrom(ALPHA, 'gamma') });
const drafts = fc
  .tuple(agency, fc.constantFrom('accepted' as const, 'accepted' as const, 'declined' as const))
  .map((all) => drafting(...all));
const paces = fc
  .tuple(agency, fc.constantFrom('activates' as const, 'continues' as const), fc.constantFrom(...Object.keys(PACES)))
  .map((all) => pacing(...all));
const ends = fc.tuple(agency, fc.constantFrom('completed' as const, 'discontinued' as const), fc.nat(1)).map((all) => ending(...all));
const rarely = fc.oneof({ weight: 3, arbitrary: agency.map(reviewing) }, { weight: 1, arbitrary: ends });
const ids = fc.constantFrom('s', 't', 'u', 's+', 't+');
const plans = fc.tuple(agency, fc.constantFrom('s', 't', 'u'), fc.constant('planned' as const)).map((all) => session(...all));
const settles = fc
  .tuple(agency, ids, fc.constantFrom<Done[]>('held', 'missed', 'missed', 'cancelled', 'rescheduled'))
  .map((all) => session(...all));

test('a plan is what the calendar says, whatever anybody does in whatever order', () => {
  const steps = fc.commands([drafts, drafts, paces, paces, plans, plans, plans, settles, settles, settles, rarely], {
    maxCommands: 40,
    size: 'max',
  });
  const begin = (far: boolean) => {
    const model: Model = { plan: 'none', calendar: {}, missed: 0 };
    const real: Real = { state: plan.initial };
    if (far) for (const one of [drafting(BETA, 'accepted'), pacing(BETA, 'activates', 'every week')]) one.run(model, real);
    return { model, real };
  };
  fc.assert(
    fc.property(steps, fc.boolean(), (commands, far) => fc.modelRun(() => begin(far), commands)),
    { numRuns: 300 },
  );
});
