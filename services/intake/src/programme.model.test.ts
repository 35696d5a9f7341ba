import { type DecisionContext, fold } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit, announceEnd, begin, type Event, end, followLeaving, goOn, type Programme, programme } from './programme.js';
import { beginning } from './programme-samples.js';
import { caseId, heron, lotus, otherCaseId } from './samples.js';

/** What a person would keep on a card: who is in it under which number, and who has left by the case's own word. */
type Card = {
  phase: 'none' | 'running' | 'ending' | 'ended';
  inside: Map<string, number>;
  admissions: number;
  /** Leavings as the cases tell them, in their order; the programme may not have heard of them yet. */
  leavings: { id: string; admission: number }[];
};
type Real = { state: Programme; history: Event[] };
type Step = {
  readonly name: string;
  readonly decide: (state: Programme, context: DecisionContext, card: Card) => Event[];
  readonly expected: (card: Card) => Outcome;
  /** Whether only the agency that runs it may. */
  readonly ofAgency: boolean;
};

const unlessEnded = (then: (card: Card) => Outcome) => (card: Card) => {
  if (card.phase === 'ended') return 'PROGRAMME_HAS_ENDED';
  return then(card);
};
const gone = ({ leavings }: Card): Map<string, number> => new Map(leavings.map(({ id, admission }) => [id, admission]));
const holding = (card: Card): string[] => [...card.inside].filter(([id, admission]) => gone(card).get(id) !== admission).map(([id]) => id);

const caseSteps = [caseId, otherCaseId].flatMap((id): Step[] => {
  const news = (which: 'first' | 'last', { leavings }: Card): number =>
    (which === 'first' ? leavings.find((one) => one.id === id) : leavings.findLast((one) => one.id === id))?.admission ?? 0;
  return [
    {
      name: `admit ${id}`,
      decide: (state, context) => admit(state, id, () => undefined, context),
      expected: (card) => {
        if (card.inside.has(id)) return 'unchanged';
        if (card.phase === 'ended') return 'PROGRAMME_HAS_ENDED';
        if (card.phase === 'ending') return 'PROGRAMME_ENDING';
        card.inside.set(id, ++card.admissions);
        return 'changed';
      },
      ofAgency: true,
    },
    {
      name: `${id} leaves in its own stream`,
      decide: () => [],
      expected: (card) => {
        const admission = card.inside.get(id);
        if (admission !== undefined) card.leavings.push({ id, admission });
        return 'unchanged';
      },
      ofAgency: false,
    },
    ...(['first', 'last'] as const).map(
      (which): Step => ({
        name: `news of the ${which} leaving of ${id}`,
        decide: (state, _context, card) => followLeaving(state, id, news(which, card)),
        expected: (card) => {
          if (!card.inside.has(id) || card.inside.get(id) !== news(which, card)) return 'unchanged';
          card.inside.delete(id);
          return 'changed';
        },
        ofAgency: false,
      }),
    ),
  ];
});

const STEPS: readonly Step[] = [
  ...caseSteps,
  {
    name: 'begin',
    decide: (state, context) => begin(state, beginning, false, context),
    expected: (card) => {
      if (card.phase !== 'none') return 'unchanged';
      card.phase = 'running';
      return 'changed';
    },
    ofAgency: false,
  },
  {
    name: 'announce the end',
    decide: (state, context) => announceEnd(state, 'funds', context),
    expected: unlessEnded((card) => {
      if (card.phase === 'ending') return 'unchanged';
      card.phase = 'ending';
      return 'changed';
    }),
    ofAgency: true,
  },
  {
    name: 'go on',
    decide: (state, context) => goOn(state, 'new funds', context),
    expected: unlessEnded((card) => {
      if (card.phase === 'running') return 'unchanged';
      card.phase = 'running';
      return 'changed';
    }),
    ofAgency: true,
  },
  {
    name: 'end',
    decide: (state, context, card) => end(state, gone(card), context),
    expected: (card) => {
      if (card.phase === 'ended') return 'unchanged';
      if (card.phase === 'running') return 'PROGRAMME_NOT_ENDING';
      if (holding(card).length > 0) return 'PROGRAMME_HOLDS_CASES';
      card.phase = 'ended';
      card.inside.clear();
      return 'changed';
    },
    ofAgency: true,
  },
];

const take = (real: Real, card: Card, step: Step, context: DecisionContext): Outcome => {
  const { outcome, events, state, refusal } = carryOut(programme, real.state, (known) => step.decide(known, context, card));
  expect(real.state, 'a decision is no change').toEqual(fold(programme, real.history));
  if (outcome === 'PROGRAMME_HOLDS_CASES')
    expect(refusal?.facts).toEqual({ cases: String(holding(card).length), case_ids: holding(card).sort().join(', ') });
  real.history.push(...events);
  real.state = state;
  return outcome;
};

const agreeing = ({ state, history }: Real, card: Card): void => {
  expect(fold(programme, history), 'it is what its events say').toEqual(state);
  expect(state.status).toBe(card.phase);
  if (state.status === 'none') return;
  expect([...state.cases].sort()).toEqual([...card.inside].sort());
  expect([state.admissions, state.begun.agency]).toEqual([card.admissions, 'lotus']);
  if (state.status === 'ended') expect(holding(card)).toEqual([]);
};

const reached = new Set<string>();
const commandOf = (step: Step, context: DecisionContext) =>
  fc.nat({ max: 6 }).map(
    (patience): fc.Command<Card, Real> => ({
      // It is begun by lotus, and mostly not ended before something happened in it.
      check: ({ phase, admissions }) => {
        if (step.name === 'begin') return context === lotus || phase !== 'none';
        return step.name !== 'end' || admissions >= patience;
      },
      run: (card, real) => {
        const refused = step.ofAgency && (context !== lotus || card.phase === 'none');
        const again = holding(card).some((id) => gone(card).has(id));
        const expected = refused ? 'PROGRAMME_UNKNOWN' : step.expected(card);
        const { status } = real.state;
        expect(take(real, card, step, context), `${step.name} when ${status}`).toBe(expected);
        reached.add(`${step.name.split(' ')[0]}: ${expected}${again ? ', with one that is in it again' : ''}`);
        agreeing(real, card);
      },
      toString: () => `${step.name} by ${context === lotus ? 'lotus' : 'heron'}`,
    }),
  );

test('a programme is what the card says, and never ends while it holds a case', () => {
  const setup = () => ({
    model: { phase: 'none', inside: new Map(), admissions: 0, leavings: [] } satisfies Card as Card,
    real: { state: programme.initial, history: [] } as Real,
  });
  const commands = [...STEPS, ...STEPS, ...caseSteps]
    .map((step) => commandOf(step, lotus))
    .concat(STEPS.filter(({ ofAgency }) => ofAgency).map((step) => commandOf(step, heron)));
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 50, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 120, seed: 20180105 },
  );
  const seen = ['end: changed', 'end: PROGRAMME_HOLDS_CASES', 'end: PROGRAMME_HOLDS_CASES, with one that is in it again'];
  expect([...reached]).toEqual(expect.arrayContaining([...seen, 'admit: PROGRAMME_ENDING']));
});
