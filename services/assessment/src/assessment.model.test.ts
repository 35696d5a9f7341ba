import type { DecisionContext } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Assessment, assessment } from './assessment.js';
import { HOUR, type Model, STEPS, type Step, type Who } from './assessment-model.js';

const NOON = new Date('2026-01-05T12:00:00Z').getTime();
type Real = { state: Assessment; now: number };

const PEOPLE: readonly Who[] = [
  { agency: 'aple', person: 'worker-1', part: 'lead' },
  { agency: 'aple', person: 'worker-2', part: 'lead' },
  { agency: 'a21', person: 'worker-3', part: 'provider' },
  { agency: 'police', person: 'officer-1', part: undefined },
];

const PHASE: Readonly<Record<Assessment['status'], Model['phase']>> = {
  none: 'unasked',
  requested: 'asked',
  in_progress: 'writing',
  returned: 'writing',
  submitted: 'to_judge',
  approved: 'good',
  superseded: 'old',
  voided: 'void',
};

const take = (real: Real, step: Step, who: Who): Outcome => {
  const now = new Date(real.now);
  const context: DecisionContext = { actor: { kind: 'agency', agency: who.agency, person: who.person }, occurredAt: now, now };
  const { outcome, state } = carryOut(assessment, real.state, (known) => step.decide(known, context, who));
  real.state = state;
  return outcome;
};

const agreeing = ({ state }: Real, model: Model): void => {
  expect(PHASE[state.status]).toBe(model.phase);
  if (state.status === 'none') return;
  expect(state.agency).toBe(model.agency);
  expect(state.dueAt?.getTime()).toBe(model.due);
  expect(state.content !== undefined).toBe(model.handedIn);
  expect(state.overdue).toBe(model.late);
  expect(state.needs.map(({ id, met }) => [id, met])).toEqual([...model.needs]);
  if (state.status === 'approved' || state.status === 'superseded') expect(state.approvedBy).not.toBe(model.author);
};

/** What ends an assessment or gives it to another agency comes up less often. */
const RARE = new Set(['void', 'lead', 'overdue', 'forward', 'alert', 'missed']);

const reached = new Set<string>();
const commands = STEPS.flatMap((step) =>
  (RARE.has(step.name) ? PEOPLE.slice(0, 1) : PEOPLE).map((who) =>
    fc.constant<fc.Command<Model, Real>>({
      check: () => true,
      run: (model, real) => {
        real.now += HOUR;
        const before = real.state;
        reached.add(before.status);
        const expected = step.expected(model, real.now, who);
        expect(take(real, step, who), `${step.name} by ${who.person} when ${before.status}`).toBe(expected);
        agreeing(real, model);
      },
      toString: () => `${step.name} by ${who.person}`,
    }),
  ),
);

test('the assessment is what the model says, whatever happens in whatever order', () => {
  const setup = () => ({
    model: {
      phase: 'unasked',
      handedIn: false,
      agency: '',
      author: '',
      due: 0,
      late: false,
      needs: new Map(),
      alerts: new Set<string>(),
      pairs: new Set<string>(),
    } satisfies Model as Model,
    real: { state: assessment.initial, now: NOON } as Real,
  });
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 100, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 100, seed: 20260105 },
  );
  expect([...reached].sort()).toEqual(Object.keys(PHASE).sort());
});
