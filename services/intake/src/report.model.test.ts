import { DeclineReason } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, fold, type Reason, Rejection } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  becomeCase,
  caseOf,
  type Event,
  forward,
  link,
  notifyAuthority,
  notTakeUp,
  type Report,
  receive,
  report,
  screen,
} from './report.js';
import * as sample from './samples.js';

const { HIGH, heron, LOW, lotus, MEDIUM, noMatch, otherCaseId, sealed, URGENCY_HIGH } = sample;

/** What a person would keep on a card: whether it was judged, the one thing that became of it, the risk, who was told. */
type Card = {
  phase: 'none' | 'received' | 'screened' | 'over';
  /** What became of it, in one word. */
  became: string;
  risk: number;
  /** The risk that its screening found. */
  screenedAt: number;
  told: Set<string>;
};
type Real = { state: Report; history: Event[] };
type Step = {
  readonly name: string;
  readonly decide: (state: Report, context: DecisionContext) => Event[];
  readonly expected: (card: Card) => Outcome;
  /** Whether only the agency that received it may. */
  readonly ofAgency: boolean;
};

const RISKS = [0, LOW, MEDIUM, HIGH];
const received = RISKS.map(
  (risk): Step => ({
    name: `receive at risk ${risk}`,
    decide: (state, context) => receive(state, { ...sample.concern, risk }, context),
    expected: (card) => {
      if (card.phase === 'none') Object.assign(card, { phase: 'received', risk: risk || sample.UNKNOWN });
      else if (risk > card.risk) card.risk = risk;
      else return 'unchanged';
      return 'changed';
    },
    ofAgency: false,
  }),
);
const screened = RISKS.map(
  (risk): Step => ({
    name: `screen at risk ${risk}`,
    decide: (state, context) => screen(state, { urgency: URGENCY_HIGH, risk, notes: undefined }, context),
    expected: (card) => {
      if (card.phase === 'over') return 'REPORT_ENDED';
      if (card.phase === 'screened') return risk === 0 || risk === card.screenedAt ? 'unchanged' : 'REPORT_SCREENED_ALREADY';
      if (risk !== 0 && risk < card.risk) return 'RISK_BELOW_REPORTED';
      card.risk = risk || card.risk;
      Object.assign(card, { phase: 'screened', screenedAt: card.risk });
      return 'changed';
    },
    ofAgency: true,
  }),
);

/** Something becomes of it, once, and only after its screening. */
const becoming = (became: string, decide: Step['decide'], refused?: Reason): Step => ({
  name: became,
  decide,
  expected: (card) => {
    if (card.phase === 'received') return 'REPORT_NOT_SCREENED';
    if (card.phase === 'over') return card.became === became ? 'unchanged' : 'REPORT_ENDED';
    if (refused !== undefined) return refused;
    Object.assign(card, { phase: 'over', became });
    return 'changed';
  },
  ofAgency: true,
});
const notMine = () => {
  throw new Rejection('CASE_UNKNOWN');
};
const declined = (reason: DeclineReason) => (state: Report, context: DecisionContext) =>
  notTakeUp(state, { reason, notes: undefined }, context);
const forwarded = (toAgency: string, listed: boolean) => (state: Report, context: DecisionContext) =>
  forward(state, { toAgency, notes: undefined }, listed, context);

const STEPS: readonly Step[] = [
  ...received,
  ...screened,
  becoming('case_opened', (state, context) => becomeCase(state, noMatch, context)),
  becoming(
    'case_opened',
    (state, context) => becomeCase(state, { ...noMatch, candidateCaseIds: [otherCaseId] }, context),
    'DUPLICATE_CHECK_INCOMPLETE',
  ),
  becoming('linked_to_case', (state, context) => link(state, otherCaseId, () => undefined, context)),
  becoming('linked_to_case that may not take it', (state, context) => link(state, 'another', notMine, context), 'CASE_UNKNOWN'),
  becoming('forwarded', forwarded('heron', true)),
  becoming('forwarded to nobody', forwarded('hreon', false), 'AGENCY_NOT_LISTED'),
  becoming('forwarded to itself', forwarded('lotus', true), 'FORWARDED_TO_SELF'),
  becoming('not_taken_up', declined(DeclineReason.DECLINE_REASON_NO_CONCERN)),
  ...['notice-1', 'notice-2'].map(
    (noticeId): Step => ({
      name: `notify ${noticeId}`,
      decide: (state, context) => notifyAuthority(state, { noticeId, authority: 'ahtjp', legalBasis: 1, told: sealed }, context),
      expected: (card) => {
        if (card.told.has(noticeId)) return 'unchanged';
        card.told.add(noticeId);
        return 'changed';
      },
      ofAgency: true,
    }),
  ),
];

const take = (real: Real, step: Step, context: DecisionContext): Outcome => {
  const { outcome, events, state } = carryOut(report, real.state, (known) => step.decide(known, context));
  expect(real.state, 'a decision is no change').toEqual(fold(report, real.history));
  real.history.push(...events);
  real.state = state;
  return outcome;
};

const CASES: Readonly<Record<string, string>> = { case_opened: sample.caseId, linked_to_case: otherCaseId };

const agreeing = ({ state, history }: Real, card: Card): void => {
  expect(fold(report, history), 'it is what its events say').toEqual(state);
  expect(state.status).toBe(card.phase === 'over' ? card.became : card.phase);
  if (state.status === 'none') return;
  expect([state.risk, state.received.agency, caseOf(state)]).toEqual([card.risk, 'lotus', CASES[card.became] ?? '']);
  expect([...state.notified.keys()]).toEqual([...card.told]);
};

const reached = new Set<string>();
const commandOf = (step: Step, context: DecisionContext) =>
  fc.constant<fc.Command<Card, Real>>({
    // The first word on it is its agency's.
    check: ({ phase }) => context === lotus || step.ofAgency || phase !== 'none',
    run: (card, real) => {
      const refused = step.ofAgency && (context !== lotus || card.phase === 'none');
      const expected = refused ? 'REPORT_UNKNOWN' : step.expected(card);
      const { status } = real.state;
      expect(take(real, step, context), `${step.name} when ${status}`).toBe(expected);
      agreeing(real, card);
      reached.add(real.state.status).add(expected);
    },
    toString: () => `${step.name} by ${context === lotus ? 'lotus' : 'heron'}`,
  });

test('a report is what the card says: screened before anything becomes of it, one thing once, its risk never lowered', () => {
  const setup = () => ({
    model: { phase: 'none', became: '', risk: 0, screenedAt: 0, told: new Set() } satisfies Card as Card,
    real: { state: report.initial, history: [] } as Real,
  });
  const commands = [...STEPS, ...STEPS].map((step) => commandOf(step, lotus)).concat(STEPS.map((step) => commandOf(step, heron)));
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 40, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 100, seed: 20220201 },
  );
  const ends = ['case_opened', 'linked_to_case', 'forwarded', 'not_taken_up', 'RISK_BELOW_REPORTED', 'REPORT_SCREENED_ALREADY'];
  const refusals = ['DUPLICATE_CHECK_INCOMPLETE', 'CASE_UNKNOWN', 'AGENCY_NOT_LISTED', 'FORWARDED_TO_SELF', 'REPORT_NOT_SCREENED'];
  expect([...reached]).toEqual(expect.arrayContaining([...ends, ...refusals]));
});
