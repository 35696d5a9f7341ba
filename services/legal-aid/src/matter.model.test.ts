import type { DecisionContext } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Matter, matter } from './matter.js';
import { DAY, type Model, STAGES, STEPS, type Step, type Who } from './matter-model.js';

const START = new Date('2026-01-05T12:00:00Z').getTime();
type Real = { state: Matter; now: number };

const LAWYER: Who = { agency: 'aple', part: 'lead' };
/** Mostly the agency whose matter it is, so that matters come far. */
const PEOPLE: readonly Who[] = [
  LAWYER,
  LAWYER,
  LAWYER,
  LAWYER,
  LAWYER,
  LAWYER,
  { agency: 'a21', part: 'provider' },
  { agency: 'police', part: undefined },
];
/** What ends or stops a matter comes up less often. */
const RARE = new Set(['conflict found', 'discontinue', 'case refuses', 'need']);

const take = (real: Real, step: Step, { agency, part }: Who): Outcome => {
  const now = new Date(real.now);
  const context: DecisionContext = { actor: { kind: 'agency', agency, person: 'lawyer-1' }, occurredAt: now, now };
  const { outcome, state } = carryOut(matter, real.state, (known) => step.decide(known, context, part, now.toISOString()));
  real.state = state;
  return outcome;
};

const agreeing = ({ state }: Real, model: Model): void => {
  const expected = model.phase === 'going' ? STAGES[model.stage] : model.phase;
  expect(state.status).toBe(expected);
  if (state.status === 'none') return;
  expect(state.representation.status).toBe(model.lawyer);
  expect(state.counsels).toHaveLength(model.counsels);
  expect(new Set(state.reached)).toEqual(new Set([...model.gone].map((stage) => STAGES[stage])));
  if (state.representation.status === 'engaged') expect(state.reached).toContain('prosecuted');
  if (state.investigation === undefined) return;
  expect(state.investigation.news).toHaveLength(model.news);
  expect([state.investigation.stalled, state.investigation.chase?.round ?? 0]).toEqual([model.stalled, model.rounds]);
};

const reached = new Set<string>();
const commands = STEPS.flatMap((step) =>
  (RARE.has(step.name) ? [LAWYER] : PEOPLE).map((who) =>
    fc.constant<fc.Command<Model, Real>>({
      check: () => true,
      run: (model, real) => {
        real.now += DAY;
        const { status } = real.state;
        reached.add(status);
        const expected = step.expected(model, real.now, who);
        expect(take(real, step, who), `${step.name} by ${who.agency} when ${status}`).toBe(expected);
        agreeing(real, model);
      },
      toString: () => `${step.name} by ${who.agency}`,
    }),
  ),
);

test('the matter is what the model says, whatever happens in whatever order', () => {
  const setup = () => ({
    model: {
      phase: 'none',
      stage: 0,
      gone: new Set<number>(),
      conflict: 'unchecked',
      lawyer: 'none',
      counsels: 0,
      news: 0,
      stalls: 0,
      stalled: false,
      rounds: 0,
      nextRound: 0,
    } satisfies Model as Model,
    real: { state: matter.initial, now: START } as Real,
  });
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 120, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 100, seed: 20260105 },
  );
  expect([...reached].sort()).toEqual(['none', ...STAGES, 'closed', 'discontinued'].sort());
});
