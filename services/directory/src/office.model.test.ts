import type { DecisionContext } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginClosing, type CaseOffice, close, type Event, heldBy, keepOpen, type Office, office, open, takeCase } from './office.js';
import { command, heron, lotus, lotusOffice, lotusRegistration, officeId, operator, otherService } from './samples.js';

/** What an office is, told independently: how far its end is, and its last answer to each case that was assigned to it. */
type Model = { phase: Office['status']; answers: Map<string, { at: number; held: boolean }> };
/** Intake's history, and what the directory has heard of it: a copy may be late, an assignment may come twice or after a newer one. */
type World = { position: number; assigned: Map<string, number[]>; now: Map<string, CaseOffice>; copy: Map<string, CaseOffice> };
type Real = { state: Office; world: World };
type Step = {
  readonly name: string;
  readonly decide: (state: Office, context: DecisionContext, world: World) => Event[];
  readonly expected: (model: Model, mayDo: boolean, world: World) => Outcome;
};

const CASES = ['c-1', 'c-2'];
const PEOPLE = { lotus, operator, heron, otherService };
const OWNERS = ['lotus', 'operator'];
const agency = { status: 'active', ...lotusRegistration } as const;
const ending = { ...command, officeId, reason: 'moved' };

const holds = ({ answers }: Model, { copy }: World): string[] =>
  CASES.filter((id) => {
    const answer = answers.get(id);
    const known = copy.get(id);
    if (!answer?.held) return false;
    const doubtful = known === undefined || known.position < answer.at;
    return doubtful || (known.open && known.officeId === officeId);
  });

const own =
  (then: (model: Model, world: World) => Outcome) =>
  (model: Model, mayDo: boolean, world: World): Outcome => {
    if (model.phase === 'none') return 'OFFICE_UNKNOWN';
    return mayDo ? then(model, world) : 'NOT_ALLOWED_FOR_CALLER';
  };
const becomes = (model: Model, phase: Model['phase']): Outcome => {
  if (model.phase === phase) return 'unchanged';
  if (model.phase === 'closed') return 'OFFICE_CLOSED';
  model.phase = phase;
  return 'changed';
};

const STEPS: readonly Step[] = [
  {
    name: 'open',
    decide: (state, context) => open(state, { ...command, ...lotusOffice }, context, { agency, unknown: [] }),
    expected: (model, mayDo) => {
      if (!mayDo) return 'NOT_ALLOWED_FOR_CALLER';
      return model.phase === 'none' ? becomes(model, 'open') : 'unchanged';
    },
  },
  {
    name: 'begin closing',
    decide: (state, context) => beginClosing(state, ending, context),
    expected: own((model) => becomes(model, 'closing')),
  },
  {
    name: 'keep open',
    decide: (state, context) => keepOpen(state, { ...command, officeId }, context),
    expected: own((model) => becomes(model, 'open')),
  },
  {
    name: 'close',
    decide: (state, context, { copy }) => close(state, ending, context, copy),
    expected: own((model, world) =>
      model.phase !== 'closed' && holds(model, world).length > 0 ? 'OFFICE_HOLDS_CASES' : becomes(model, 'closed'),
    ),
  },
];

/** An assignment is heard of: the newest one of the case, or its first one again. */
const hear = (caseId: string, which: 0 | -1): Step => {
  const positionIn = ({ assigned }: World): number => assigned.get(caseId)?.at(which) ?? 0;
  return {
    name: `hear ${which} of ${caseId}`,
    decide: (state, _context, world) => takeCase(state, { caseId, assignedAtPosition: positionIn(world) }),
    expected: (model, _mayDo, world) => {
      const at = positionIn(world);
      if (model.phase === 'none' || at <= (model.answers.get(caseId)?.at ?? 0)) return 'unchanged';
      model.answers.set(caseId, { at, held: model.phase === 'open' });
      return 'changed';
    },
  };
};

/** What intake does meanwhile, of which the office knows nothing yet. */
const happenings: Readonly<Record<string, (world: World, caseId: string) => void>> = {
  assigned: (world, id) => {
    world.now.set(id, { officeId, open: true, position: ++world.position });
    world.assigned.set(id, [...(world.assigned.get(id) ?? []), world.position]);
  },
  'given to another': (world, id) => world.now.set(id, { officeId: 'another', open: true, position: ++world.position }),
  ended: (world, id) => world.now.set(id, { officeId, open: false, position: ++world.position }),
  copied: ({ now, copy }, id) => {
    const known = now.get(id);
    if (known !== undefined) copy.set(id, known);
  },
};

const take = (real: Real, step: Step, context: DecisionContext): Outcome => {
  const { outcome, state } = carryOut(office, real.state, (known) => step.decide(known, context, real.world));
  real.state = state;
  return outcome;
};

const answersOf = (state: Office): Model['answers'] => {
  if (state.status === 'none') return new Map();
  const { taken, refused } = state;
  return new Map(
    [...new Set([...taken.keys(), ...refused.keys()])].map((id) => {
      const [yes, no] = [taken.get(id) ?? 0, refused.get(id) ?? 0];
      return [id, { at: Math.max(yes, no), held: yes > no }];
    }),
  );
};
const agreeing = ({ state, world }: Real, model: Model): void => {
  const ids = state.status === 'none' ? [] : [state.officeId, state.agencyId];
  expect({ phase: state.status, held: heldBy(state, world.copy), answers: answersOf(state), ids }).toEqual({
    ...model,
    held: holds(model, world),
    ids: model.phase === 'none' ? [] : [officeId, 'lotus'],
  });
};

const reached = new Set<string>();
const stepBy = (step: Step, who: keyof typeof PEOPLE): fc.Command<Model, Real> => ({
  check: () => true,
  run: (model, real) => {
    const before = real.state.status;
    const expected = step.expected(model, OWNERS.includes(who), real.world);
    expect(take(real, step, PEOPLE[who]), `${step.name} by ${who} when ${before}`).toBe(expected);
    agreeing(real, model);
    reached.add(`${before} ${expected}`);
    reached.add(`${before} → ${real.state.status}`);
  },
  toString: () => `${step.name} by ${who}`,
});
const happening = (name: string, caseId: string): fc.Command<Model, Real> => ({
  check: () => true,
  run: (model, real) => {
    happenings[name]?.(real.world, caseId);
    agreeing(real, model);
  },
  toString: () => `${caseId} ${name}`,
});

const people = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
const commands = [
  ...STEPS.flatMap((step) => people.map((who) => stepBy(step, who))),
  ...CASES.flatMap((id) => [stepBy(hear(id, -1), 'otherService'), stepBy(hear(id, 0), 'otherService')]),
  ...CASES.flatMap((id) => Object.keys(happenings).map((name) => happening(name, id))),
].map((each) => fc.constant(each));

test('the office is what the model says, whatever intake does and however late it is heard', () => {
  const setup = () => ({
    model: { phase: 'none', answers: new Map() } satisfies Model as Model,
    real: { state: office.initial, world: { position: 0, assigned: new Map(), now: new Map(), copy: new Map() } } as Real,
  });
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 100, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 60, seed: 20260105 },
  );
  const moves = [...reached].filter((each) => each.includes('→'));
  expect(moves.sort()).toEqual(
    ['none → none', 'none → open', 'open → open', 'open → closing', 'open → closed']
      .concat(['closing → closing', 'closing → open', 'closing → closed', 'closed → closed'])
      .sort(),
  );
  for (const refusal of ['open OFFICE_HOLDS_CASES', 'closing OFFICE_HOLDS_CASES', 'closed OFFICE_CLOSED'])
    expect(reached).toContain(refusal);
});
