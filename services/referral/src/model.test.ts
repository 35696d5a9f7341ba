import {
  CancelReason,
  DecisionAsked,
  DeclineReason,
  ErrorReason,
  NeedMet,
  NextStep,
  WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import { type DecisionContext, fold } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cancel, enterInError } from './either-side.js';
import type { SendFacts } from './facts.js';
import { becomeOverdue, escalate, lapse } from './pick-up.js';
import { accept, complete, decline, hold, receive, resume, start, waitlist } from './receiver.js';
import { type Event, intentDiffers, type Referral, referral } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, NOW } from './samples.js';
import { closeLoop, send, withdraw } from './sender.js';
import { askDecision, undo } from './stranded.js';

/**
 * What a social worker would draw on a sheet of paper, and nothing of the code beside it: where the child's referral lies, who has
 * it in hand, and how long the sender has been waiting.
 */
type Model = {
  at: 'desk' | 'waiting' | 'listed' | 'taken' | 'serving' | 'paused' | 'over' | 'closed' | 'struck';
  over?: string;
  /** Hours since it was sent. */
  waited: number;
  told: number;
  said?: 'as referral' | 'as information';
  /** What the sender was asked to decide on. */
  asked?: 'consent' | 'receiver';
  permitted: boolean;
};

type Real = { state: Referral; history: Event[]; now: Date };

const HOUR = 60 * 60 * 1000;

/** Whom the paper lets do it, from where, and where it goes; where it is done already. */
type Rule = { who: 'sender' | 'receiver' | 'either'; from: Model['at'][]; to: Model['at']; done: Model['at'][]; as?: string };

const RULES: Record<string, Rule> = {
  accept: { who: 'receiver', from: ['waiting', 'listed'], to: 'taken', done: ['taken', 'serving', 'paused'] },
  waitlist: { who: 'receiver', from: ['waiting'], to: 'listed', done: ['listed'] },
  decline: { who: 'receiver', from: ['waiting', 'listed'], to: 'over', done: [], as: 'declined' },
  start: { who: 'receiver', from: ['taken'], to: 'serving', done: ['serving'] },
  hold: { who: 'receiver', from: ['serving'], to: 'paused', done: ['paused'] },
  resume: { who: 'receiver', from: ['paused'], to: 'serving', done: ['serving'] },
  complete: { who: 'receiver', from: ['serving', 'paused'], to: 'over', done: [], as: 'completed' },
  withdraw: { who: 'sender', from: ['desk', 'waiting'], to: 'over', done: [], as: 'withdrawn' },
  cancel: { who: 'either', from: ['listed', 'taken', 'serving', 'paused'], to: 'over', done: [], as: 'cancelled' },
  close: { who: 'sender', from: ['over'], to: 'closed', done: ['closed'] },
  strike: {
    who: 'sender',
    from: ['desk', 'waiting', 'listed', 'taken', 'serving', 'paused', 'over', 'closed'],
    to: 'struck',
    done: ['struck'],
  },
};

const DECISIONS: Record<string, (state: Referral, context: DecisionContext) => Event[]> = {
  accept,
  waitlist,
  decline: (state, context) => decline(state, { reason: DeclineReason.DECLINE_REASON_NOT_ELIGIBLE }, context),
  start,
  hold: (state, context) => hold(state, {}, context),
  resume,
  complete: (state, context) => complete(state, { outcome: 1 }, context),
  withdraw: (state, context) => withdraw(state, { reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED }, context),
  cancel: (state, context) => cancel(state, { reason: CancelReason.CANCEL_REASON_SAFETY }, context),
  close: (state, context) => closeLoop(state, { needMet: NeedMet.NEED_MET_NO, nextStep: NextStep.NEXT_STEP_REASSESS }, context),
  strike: (state, context) => enterInError(state, { reason: ErrorReason.ERROR_REASON_WRONG_CHILD }, context),
};

type Outcome = 'changed' | 'unchanged' | 'refused';

/** Decides, and remembers. */
const take = (real: Real, decide: (state: Referral) => Event[]): Outcome => {
  const { outcome, events, state } = carryOut(referral, real.state, decide);
  real.history.push(...events);
  real.state = state;
  return outcome === 'changed' || outcome === 'unchanged' ? outcome : 'refused';
};

const context = (agency: string, { now }: Real): DecisionContext => ({
  actor: { kind: 'agency', agency, person: 'p1' },
  occurredAt: now,
  now,
});
const isSide = (who: Rule['who'], agency: string) => (agency === ALPHA && who !== 'receiver') || (agency === BETA && who !== 'sender');

const check = (model: Model, real: Real): void => {
  const { state, history } = real;
  if (state.status === 'none') throw new Error('a referral does not vanish');
  const at: Record<string, string[]> = {
    desk: ['draft'],
    waiting: ['sent', 'received'],
    listed: ['waitlisted'],
    taken: ['accepted'],
    serving: ['in_service'],
    paused: ['on_hold'],
    over: ['declined', 'completed', 'withdrawn', 'cancelled', 'lapsed'],
    closed: ['loop_closed'],
    struck: ['entered_in_error'],
  };
  expect(at[model.at]).toContain(state.status);
  // Nobody was asked to read what nothing permitted.
  expect(history.some(({ $case }) => $case === 'referralSent')).toBe(model.permitted);
  // It ends once, is answered by one agency, and its times never move.
  expect(history.filter(({ $case }) => /Declined|Completed|Withdrawn|Cancelled|Lapsed/.test($case)).length).toBeLessThanOrEqual(1);
  expect(history.filter(({ $case }) => $case === 'referralSent').length).toBeLessThanOrEqual(1);
  // What the sender waits for is told in order, as often as the paper says.
  const told = history
    .map(({ $case }) => ['referralOverdue', 'referralEscalated', 'referralLapsed'].indexOf($case))
    .filter((nr) => nr >= 0);
  expect(told).toEqual([0, 1, 2].slice(0, model.told));
  if (model.at === 'waiting') expect(intentDiffers(state.terms)).toBe(model.said === 'as information');
  expect(state.terms.decisionAsked !== DecisionAsked.DECISION_ASKED_UNSPECIFIED).toBe(model.asked !== undefined);
};

type Step = fc.Command<Model, Real>;

const step = (name: string, run: (model: Model, real: Real) => void): Step => ({
  check: () => true,
  run: (model, real) => {
    run(model, real);
    check(model, real);
  },
  toString: () => name,
});

/** A decision of an agency, whoever it is, under the rules of the paper. */
const decideAs = (what: string, agency: string): Step =>
  step(`${agency} ${what}`, (model, real) => {
    const rule = RULES[what] as Rule;
    const unseen = !model.permitted && agency !== ALPHA;
    const doneAlready = rule.done.includes(model.at) || (rule.as !== undefined && model.at === 'over' && model.over === rule.as);
    const allowed = isSide(rule.who, agency) && !unseen;
    const expected: Outcome = !allowed ? 'refused' : rule.from.includes(model.at) ? 'changed' : doneAlready ? 'unchanged' : 'refused';
    expect(take(real, (state) => (DECISIONS[what] as NonNullable<unknown> as typeof accept)(state, context(agency, real)))).toBe(expected);
    if (expected === 'changed' && what === 'accept' && model.asked === 'receiver') model.asked = undefined;
    if (expected === 'changed') Object.assign(model, { at: rule.to, ...(rule.as === undefined ? {} : { over: rule.as }) });
  });

/** Everything as it has to be for sending, for ever: the clock of this test runs on for weeks. */
const facts = { ...the.facts, consent: { given: true, scope: { ...the.facts.consent.scope, validUntil: undefined } } };

const BAD: Record<string, Partial<SendFacts>> = {
  'without consent': { consent: undefined },
  'with a refused consent': { consent: { ...facts.consent, given: false } },
  'from a closed case': { case: { ...the.facts.case, status: 'closed' } },
  'to a suspended agency': { receiver: { suspended: true } },
  'to a closed office': { service: { ...the.facts.service, officeActive: false } },
  'for a need that is met': { need: { ...the.need, met: true } },
};

const sending = (agency: string, how: string): Step =>
  step(`${agency} sends ${how}`, (model, real) => {
    const bad = BAD[how];
    const open = ['waiting', 'listed', 'taken', 'serving', 'paused'].includes(model.at);
    const fresh = model.at === 'desk' && bad === undefined;
    const expected: Outcome = agency !== ALPHA ? 'refused' : fresh ? 'changed' : open ? 'unchanged' : 'refused';
    expect(take(real, (state) => send(state, the.sending, { ...facts, ...bad }, context(agency, real)))).toBe(expected);
    if (expected === 'changed') Object.assign(model, { at: 'waiting', permitted: true });
  });

const seeing = (agency: string, said: NonNullable<Model['said']>): Step =>
  step(`${agency} has seen it ${said}`, (model, real) => {
    const open = ['listed', 'taken', 'serving', 'paused'].includes(model.at);
    const allowed = agency === BETA && model.permitted;
    const expected: Outcome = !allowed
      ? 'refused'
      : model.at === 'waiting'
        ? model.said === said
          ? 'unchanged'
          : 'changed'
        : open
          ? 'unchanged'
          : 'refused';
    const receipt = said === 'as referral' ? the.receipt : the.filing;
    expect(take(real, (state) => receive(state, receipt, context(agency, real)))).toBe(expected);
    if (expected === 'changed') model.said = said;
  });

/** The runtime's clock asks at 24, 36 and 48 hours, and once more whenever it likes: a late timer does no harm. */
const waiting = (hours: number): Step =>
  step(`${hours} h pass`, (model, real) => {
    real.now = new Date(real.now.getTime() + hours * HOUR);
    if (model.at === 'waiting') model.waited += hours;
    const limits = [24, 36, 48];
    [becomeOverdue, escalate, lapse].forEach((decide, nr) => {
      const due = model.at === 'waiting' && model.waited >= (limits[nr] ?? 0) && model.told <= nr;
      if (due || model.at !== 'waiting') expect(take(real, decide)).toBe(due ? 'changed' : 'unchanged');
      if (due) model.told = nr + 1;
      if (due && nr === 2) Object.assign(model, { at: 'over', over: 'lapsed' });
    });
  });

const ofNetwork = (what: 'consent ends' | 'receiver ends' | 'case refuses'): Step =>
  step(what, (model, real) => {
    const unanswered = ['waiting', 'listed'].includes(model.at);
    const served = ['taken', 'serving', 'paused'].includes(model.at);
    if (what === 'case refuses') {
      const open = unanswered || served || model.at === 'desk';
      expect(take(real, undo)).toBe(open ? 'changed' : 'unchanged');
      if (open) Object.assign(model, { at: 'over', over: 'undone' });
      return;
    }
    const consent = what === 'consent ends';
    const asks = model.asked === undefined && (unanswered || (consent && served));
    const because = consent ? DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN : DecisionAsked.DECISION_ASKED_STRANDED;
    expect(take(real, (state) => askDecision(state, because, 'gone'))).toBe(asks ? 'changed' : 'unchanged');
    if (asks) model.asked = consent ? 'consent' : 'receiver';
  });

const agencies = fc.constantFrom(ALPHA, BETA, 'gamma');
const likely = (who: Rule['who']) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(who === 'receiver' ? BETA : ALPHA) }, { weight: 1, arbitrary: agencies });

const rule = (what: string) => likely((RULES[what] as Rule).who).map((agency) => decideAs(what, agency));
const sendings = fc
  .tuple(likely('sender'), fc.constantFrom('well', 'well', 'well', ...Object.keys(BAD)))
  .map(([agency, how]) => sending(agency, how));
const receipts = fc
  .tuple(likely('receiver'), fc.constantFrom('as referral' as const, 'as information' as const))
  .map(([agency, said]) => seeing(agency, said));
const often = (what: fc.Arbitrary<Step>, times: number) => Array.from({ length: times }, () => what);

/** What ends everything is rare, else no referral would ever come to service. */
const rarely = fc.oneof(
  ...['strike', 'withdraw', 'cancel', 'decline', 'complete', 'close'].map(rule),
  fc.constantFrom('consent ends' as const, 'receiver ends' as const, 'case refuses' as const).map(ofNetwork),
);

const steps = fc.commands(
  [
    ...often(sendings, 8),
    ...often(receipts, 4),
    ...['accept', 'waitlist', 'start', 'hold', 'resume'].flatMap((what) => often(rule(what), 4)),
    ...often(fc.constantFrom(1, 5, 11, 13, 25).map(waiting), 4),
    ...often(rarely, 3),
  ],
  { maxCommands: 60, size: 'max' },
);

test('a referral is what the paper says, whatever anybody does in whatever order', () =>
  fc.assert(
    fc.property(steps, (commands) => {
      fc.modelRun(
        () => ({
          model: { at: 'desk', waited: 0, told: 0, permitted: false } as Model,
          real: { state: fold(referral, [the.drafted]), history: [the.drafted], now: NOW } as Real,
        }),
        commands,
      );
    }),
    { numRuns: 300 },
  ));
