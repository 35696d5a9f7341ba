import type { RiskLevel } from '@accompany/contracts/common/v1/common';
import { CaseErrorReason, ClosureCriterion, ThreatResolution } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, fold } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, caseDecider, type Event, type KnownCase } from './case.js';
import { readable } from './case-guards.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { endDuty, takeDuty, waiveMatter } from './duties.js';
import { addMonitor, joinAsProvider } from './participants.js';
import { enterInError, reopen } from './reopening.js';
import { lowerRisk, raiseRisk } from './risk.js';
import * as sample from './samples.js';
import { reportThreat, resolveThreat } from './threats.js';
import { changeLead, changeMonitor } from './transferring.js';
import { informAuthority, locate, loseWhereabouts } from './whereabouts.js';

const { HIGH, LOW, MATTER, MEDIUM, REFERRAL, TRANSFER, day, sealed } = sample;
const { CLOSURE_CRITERION_LOST_TO_FOLLOW_UP: LOST, CLOSURE_CRITERION_STABLE_AND_SAFE: STABLE } = ClosureCriterion;

/** What a person would keep on a card: enough to say what may happen next, and told from the rules, not from the code. */
type Card = {
  status: 'open' | 'proposed' | 'closed' | 'mistake';
  ground: ClosureCriterion;
  lead: string;
  risk: RiskLevel;
  threats: Set<string>;
  waiting: Map<string, number>;
  search: string;
  toldIn: Set<string>;
};
const working = ({ status }: Card): boolean => status === 'open' || status === 'proposed';
const mayClose = (card: Card, ground: ClosureCriterion): boolean =>
  card.threats.size === 0 &&
  card.risk !== HIGH &&
  card.waiting.size === 0 &&
  (ground === LOST ? card.search !== '' && card.toldIn.has(card.search) : card.search === '');

type Move = {
  readonly name: string;
  readonly decide: (state: Case, card: Card, number: number) => Event[];
  /** Whether the rules let it happen now; what it does to the card if so. */
  readonly expected: (card: Card, number: number) => (() => void) | undefined;
};

/** The two people of whoever leads. */
const by = (card: Card, person: 'author' | 'approver'): DecisionContext => ({
  ...sample.lotus,
  actor: { kind: 'agency', agency: card.lead, person: `${card.lead}-${person}` },
  occurredAt: day(3),
});
const when = (allowed: boolean, then: () => void) => (allowed ? then : undefined);
const ids = ['one', 'two'];

const threatMoves = ids.flatMap((threatId): Move[] => [
  {
    name: `report threat ${threatId}`,
    decide: (state, card, number) => reportThreat(state, { ...sample.threat, threatId: `${threatId}-${number}` }, by(card, 'author')),
    expected: (card, number) => when(working(card), () => card.threats.add(`${threatId}-${number}`)),
  },
  {
    name: 'resolve a threat',
    decide: (state, card) =>
      resolveThreat(
        state,
        { threatId: [...card.threats][0] ?? 'none', resolution: ThreatResolution.THREAT_RESOLUTION_UNFOUNDED, notes: undefined },
        by(card, 'author'),
      ),
    expected: (card) => when(working(card) && card.threats.size > 0, () => card.threats.delete([...card.threats][0] ?? '')),
  },
]);

const closureMoves: Move[] = [STABLE, LOST].map((criterion) => ({
  name: `propose closure on ${criterion}`,
  decide: (state, card) => proposeClosure(state, { ...sample.closing, criterion }, { submittedAt: day(27) }, by(card, 'author')),
  expected: (card) =>
    when(card.status === 'open' && mayClose(card, criterion), () => Object.assign(card, { status: 'proposed', ground: criterion })),
}));

const dutyMoves = [REFERRAL, MATTER].map(
  (kind): Move => ({
    name: `begin ${kind}`,
    decide: (state, _, number) => takeDuty(state, { kind, dutyId: `${kind}-${number}`, agency: 'stork', giver: '', ofLead: false }),
    // What comes too late is written down as refused and keeps nothing open.
    expected: (card, number) => () => {
      if (working(card)) card.waiting.set(`${kind}-${number}`, kind);
    },
  }),
);

const firstOf = (card: Card, kind: number): string => [...card.waiting].find(([, one]) => one === kind)?.[0] ?? 'none';
const others = (card: Card): string => (card.lead === 'lotus' ? 'heron' : 'lotus');

const moves: Move[] = [
  ...threatMoves,
  ...closureMoves,
  ...dutyMoves,
  {
    name: 'approve closure',
    decide: (state, card) => approveClosure(state, by(card, 'approver')),
    expected: (card) => when(card.status === 'proposed' && mayClose(card, card.ground), () => Object.assign(card, { status: 'closed' })),
  },
  {
    name: 'refuse closure',
    decide: (state, card) => refuseClosure(state, { reason: sealed }, by(card, 'approver')),
    expected: (card) => when(card.status === 'proposed', () => Object.assign(card, { status: 'open' })),
  },
  {
    name: 'reopen',
    decide: (state, card, number) => reopen(state, { reopeningId: `reopening-${number}`, reason: sealed }, by(card, 'author')),
    expected: (card) => when(card.status === 'closed', () => Object.assign(card, { status: 'open' })),
  },
  {
    name: 'enter in error',
    decide: (state, card) => enterInError(state, { reason: CaseErrorReason.CASE_ERROR_REASON_TRIAL, notes: undefined }, by(card, 'author')),
    expected: (card) => when(card.status !== 'mistake' && card.waiting.size === 0, () => Object.assign(card, { status: 'mistake' })),
  },
  {
    name: 'raise the risk',
    decide: (state, card) => raiseRisk(state, { to: HIGH, reason: sealed }, by(card, 'author')),
    expected: (card) => when(working(card) && card.risk !== HIGH, () => Object.assign(card, { risk: HIGH })),
  },
  {
    name: 'lower the risk',
    decide: (state, card, number) =>
      lowerRisk(
        state,
        { to: LOW, assessmentId: `assessment-${number}`, reason: undefined },
        { submittedAt: new Date(day(4).getTime() + number) },
        by(card, 'author'),
      ),
    expected: (card) => when(working(card) && card.risk !== LOW, () => Object.assign(card, { risk: LOW })),
  },
  {
    name: 'end a referral',
    decide: (state, card) => endDuty(state, { kind: REFERRAL, dutyId: firstOf(card, REFERRAL) }),
    expected: (card) => when(firstOf(card, REFERRAL) !== 'none', () => card.waiting.delete(firstOf(card, REFERRAL))),
  },
  {
    name: 'waive a matter',
    decide: (state, card) => waiveMatter(state, { matterId: firstOf(card, MATTER), reason: sealed }, by(card, 'author')),
    expected: (card) => when(working(card) && firstOf(card, MATTER) !== 'none', () => card.waiting.delete(firstOf(card, MATTER))),
  },
  {
    name: 'offer the lead',
    decide: (state, card, number) =>
      takeDuty(state, { kind: TRANSFER, dutyId: `transfer-${number}`, agency: others(card), giver: card.lead, ofLead: true }),
    expected: (card, number) => () => {
      if (working(card) && firstOf(card, TRANSFER) === 'none') card.waiting.set(`transfer-${number}`, TRANSFER);
    },
  },
  {
    name: 'release the lead',
    decide: (state, card) => changeLead(state, { transferId: firstOf(card, TRANSFER), from: card.lead, to: others(card) }),
    expected: (card) =>
      when(firstOf(card, TRANSFER) !== 'none', () => {
        card.waiting.delete(firstOf(card, TRANSFER));
        card.lead = others(card);
      }),
  },
  {
    name: 'release as if it were monitoring, by one who does not monitor',
    decide: (state) => changeMonitor(state, { transferId: 'no-transfer', from: 'ibis', to: 'stork' }),
    expected: () => undefined,
  },
  {
    name: 'lose the child',
    decide: (state, card, number) => loseWhereabouts(state, { ...sample.missing, searchId: `search-${number}` }, by(card, 'author')),
    expected: (card, number) => when(working(card) && card.search === '', () => Object.assign(card, { search: `search-${number}` })),
  },
  {
    name: 'find the child',
    decide: (state, card) => locate(state, { searchId: card.search || 'none', placeCode: '', notes: undefined }, by(card, 'author')),
    expected: (card) => when(card.status !== 'mistake' && card.search !== '', () => Object.assign(card, { search: '' })),
  },
  {
    name: 'tell the police of the search',
    decide: (state, card, number) =>
      informAuthority(state, { ...sample.told, disclosureId: `told-${number}`, searchId: card.search || 'none' }, by(card, 'author')),
    expected: (card) => when(card.status !== 'mistake' && card.search !== '', () => card.toldIn.add(card.search)),
  },
];

const named = (...names: string[]): Move[] => names.flatMap((name) => moves.find((move) => move.name === name) ?? []);
/** Any moves, and now and then a few in the order that leads somewhere; a mistake, which ends the story, seldom. */
const story = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...moves.filter(({ name }) => name !== 'enter in error')).map((move) => [move]) },
      { weight: 1, arbitrary: fc.constant(named('enter in error')) },
      {
        weight: 2,
        arbitrary: fc.constant(named('lose the child', 'tell the police of the search', `propose closure on ${LOST}`, 'approve closure')),
      },
      { weight: 2, arbitrary: fc.constant(named('lower the risk', 'find the child', `propose closure on ${STABLE}`, 'approve closure')) },
      { weight: 2, arbitrary: fc.constant(named('end a referral', 'waive a matter', 'release the lead', 'resolve a threat')) },
    ),
    { maxLength: 40, size: 'max' },
  )
  .map((parts) => parts.flat());

/** What must hold of a case at every position, whatever happened. */
const holds = (state: KnownCase, card: Card, event: Event): void => {
  const alone = readable(state, state.lead) === state && !state.providers.has(state.lead) && !state.monitors.has(state.lead);
  if (state.lead === '' || !alone) throw new Error('there is not exactly one lead');
  if (event.$case !== 'caseClosed') return;
  const threatened = [...state.threats.values()].some(({ resolved }) => resolved === undefined);
  if (threatened || state.risk === HIGH || card.waiting.size > 0) throw new Error('closed against the rules');
};

const before = (): Case => {
  const opened = fold(caseDecider, [sample.opened]);
  const monitored = fold(caseDecider, addMonitor(opened, 'heron', true, sample.lotus), opened);
  return fold(caseDecider, joinAsProvider(monitored, { agency: 'heron', referralId: sample.referralId }), monitored);
};

test('a case does what the rules on a card say, and nothing else: one lead, no closure with an open threat, only reopening reopens', () => {
  const closedBy = new Set<string>();
  fc.assert(
    fc.property(story, (history) => {
      let state = before();
      const card: Card = {
        ...{ status: 'open', ground: STABLE, lead: 'lotus', risk: MEDIUM, threats: new Set(), waiting: new Map() },
        ...{ search: '', toldIn: new Set() },
      };
      history.forEach((move, number) => {
        const then = move.expected(card, number);
        const { outcome, events } = carryOut(caseDecider, state, (known) => move.decide(known, card, number));
        const past = state;
        for (const event of events) {
          state = caseDecider.evolve(state, event);
          if (state.status === 'none') throw new Error('a case does not vanish');
          holds(state, card, event);
          if (past.status === 'closed' && state.status === 'open' && event.$case !== 'caseReopened')
            throw new Error(`${event.$case} reopened it`);
          if (event.$case === 'caseClosed') closedBy.add(String(card.ground));
        }
        if ((outcome === 'changed') !== (then !== undefined)) throw new Error(`${move.name}: ${outcome} against the rules`);
        then?.();
        if (state.status === 'none') throw new Error('a case does not vanish');
        if (state.status !== WORDS[card.status] || state.lead !== card.lead)
          throw new Error(`${move.name}: the case is not what the card says`);
      });
    }),
    { numRuns: 200 },
  );
  expect([...closedBy].sort()).toEqual([String(STABLE), String(LOST)]);
});

const WORDS = { open: 'open', proposed: 'closure_proposed', closed: 'closed', mistake: 'entered_in_error' } as const;
