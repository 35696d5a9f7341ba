import { AgencyKind } from '@accompany/contracts/directory/v1/types';
import { type DecisionContext, tryOut } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Agency, agency, type Event, mustBeActive, register, resume, suspend } from './agency.js';
import { command, heron, lotus, lotusRegistration, operator, otherService } from './samples.js';

/** What an agency is, told independently: how it stands in the network, and which of the registrations was its first. */
type Model = { phase: Agency['status']; registration: string };
type Real = { state: Agency };
type Step = {
  readonly name: string;
  readonly decide: (state: Agency, context: DecisionContext) => Event[];
  /** What the operator is told. */
  readonly expected: (model: Model) => Outcome;
};

const PEOPLE = { operator, lotus, heron, otherService };
const stop = { ...command, agencyId: 'lotus', reason: 'audit' };

const kinds = [AgencyKind.AGENCY_KIND_NGO, AgencyKind.AGENCY_KIND_HOTLINE];
const externalReferences = [
  { system: 'oscar', id: 'Lotus House' },
  { system: 'primero', id: 'lotus' },
];
const first = { ...lotusRegistration, kinds, externalReferences };
/** Registrations by what they say: the same in another order is the same. */
const REGISTRATIONS = [
  { says: 'all', registration: first },
  { says: 'all', registration: { ...first, kinds: kinds.toReversed(), externalReferences: externalReferences.toReversed() } },
  { says: 'another name', registration: { ...first, name: 'Lotus Home' } },
  { says: 'one kind', registration: { ...first, kinds: kinds.slice(1) } },
  { says: 'no reference', registration: { ...first, externalReferences: [] } },
];

const stands = (model: Model, phase: Model['phase']): Outcome => {
  if (model.phase === 'none') return 'AGENCY_UNKNOWN';
  if (model.phase === phase) return 'unchanged';
  model.phase = phase;
  return 'changed';
};

const STEPS: readonly Step[] = [
  ...REGISTRATIONS.map(
    ({ says, registration }, which): Step => ({
      name: `register ${which}: ${says}`,
      decide: (state, context) => register(state, { ...command, ...registration }, context),
      expected: (model) => {
        if (model.phase !== 'none') return model.registration === says ? 'unchanged' : 'AGENCY_ID_TAKEN';
        Object.assign(model, { phase: 'active', registration: says });
        return 'changed';
      },
    }),
  ),
  { name: 'suspend', decide: (state, context) => suspend(state, stop, context), expected: (model) => stands(model, 'suspended') },
  { name: 'resume', decide: (state, context) => resume(state, stop, context), expected: (model) => stands(model, 'active') },
];

const take = (real: Real, step: Step, context: DecisionContext): Outcome => {
  const { outcome, state } = carryOut(agency, real.state, (known) => step.decide(known, context));
  real.state = state;
  return outcome;
};

const STOPS = { none: 'AGENCY_UNKNOWN', active: undefined, suspended: 'AGENCY_SUSPENDED' } as const;

const agreeing = ({ state }: Real, model: Model): void => {
  expect(state.status).toBe(model.phase);
  const refusal = tryOut(() => mustBeActive(state));
  expect(refusal?.reason, 'may open and offer').toBe(STOPS[model.phase]);
  if (state.status === 'none') return;
  const { status: _, ...registration } = state;
  const kept = REGISTRATIONS.filter(({ says }) => says === model.registration).map((each) => each.registration);
  expect(kept).toContainEqual(registration);
};

const reached = new Set<string>();
const stepBy = (step: Step, who: keyof typeof PEOPLE): fc.Command<Model, Real> => ({
  check: () => true,
  run: (model, real) => {
    const before = real.state.status;
    const expected = who === 'operator' ? step.expected(model) : 'NOT_ALLOWED_FOR_CALLER';
    expect(take(real, step, PEOPLE[who]), `${step.name} by ${who} when ${before}`).toBe(expected);
    agreeing(real, model);
    reached.add(expected);
    reached.add(`${before} → ${real.state.status}`);
  },
  toString: () => `${step.name} by ${who}`,
});

const people = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
const commands = STEPS.flatMap((step) => people.map((who) => fc.constant(stepBy(step, who))));

test('the agency is what the model says, in whatever order it is registered, suspended and resumed', () => {
  const setup = () => ({ model: { phase: 'none', registration: '' } satisfies Model as Model, real: { state: agency.initial } as Real });
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 60, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 60, seed: 20260105 },
  );
  const moves = [...reached].filter((each) => each.includes('→'));
  expect(moves.sort()).toEqual(
    ['none → none', 'none → active', 'active → active', 'active → suspended', 'suspended → suspended', 'suspended → active'].sort(),
  );
  for (const refusal of ['AGENCY_ID_TAKEN', 'AGENCY_UNKNOWN', 'NOT_ALLOWED_FOR_CALLER']) expect(reached).toContain(refusal);
});
