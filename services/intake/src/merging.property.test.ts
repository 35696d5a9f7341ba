import { fold } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { agreeToMerge, proposeMerge, refuseMerge, undoMerge, withdrawMerge } from './merging.js';
import { followMerge } from './reactions.js';
import { intake, lotus, lotusSupervisor, opened } from './samples.js';

// Four cases of one agency; two of its people propose and agree in any order, and what the cases tell each other arrives late.
const CASES = ['a', 'b', 'c', 'd'] as const;
type Id = (typeof CASES)[number];
type World = { readonly cases: Map<Id, Case>; readonly underway: Map<Id, Event[]> };
type Step = (world: World, number: number) => void;

const decide = (world: World, id: Id, decision: (state: Case) => Event[]): void => {
  const { events, state } = carryOut(caseDecider, world.cases.get(id) ?? caseDecider.initial, decision);
  world.cases.set(id, state);
  world.underway.get(id)?.push(...events);
};

/** The oldest event of one case that the others have not heard of reaches them. */
const deliver = (world: World, from: Id): void => {
  const event = world.underway.get(from)?.shift();
  if (event === undefined) return;
  for (const { id, decide: decision } of followMerge(event, { streamId: from, caseId: from }))
    decide(world, id as Id, (state) => decision(state, intake));
};

const mergeIdOf = (world: World, id: Id): string => {
  const state = world.cases.get(id);
  return state === undefined || state.status === 'none' ? '' : (state.merge?.proposed.mergeId ?? '');
};

/** Some case that asks to become part of this one. */
const askedBy = (world: World, id: Id): string => {
  const state = world.cases.get(id);
  if (state === undefined || state.status === 'none') return '';
  return [...state.absorptions].find(([, { status }]) => status === 'asked')?.[0] ?? '';
};

const id = fc.constantFrom(...CASES);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(id, id).map(
      ([from, into]): Step =>
        (world, number) =>
          decide(world, from, (state) =>
            proposeMerge(
              state,
              { caseId: from, mergeId: `${from}-${number}`, intoCaseId: into },
              world.cases.get(into) ?? caseDecider.initial,
              lotus,
            ),
          ),
    ),
  },
  {
    weight: 3,
    arbitrary: id.map(
      (into): Step =>
        (world) => {
          const asked = askedBy(world, into);
          decide(world, into, (state) => agreeToMerge(state, asked, lotusSupervisor));
        },
    ),
  },
  id.map(
    (into): Step =>
      (world) => {
        const asked = askedBy(world, into);
        decide(world, into, (state) => refuseMerge(state, asked, lotusSupervisor));
      },
  ),
  id.map(
    (from): Step =>
      (world) =>
        decide(world, from, (state) => withdrawMerge(state, mergeIdOf(world, from), lotus)),
  ),
  id.map(
    (from): Step =>
      (world) =>
        decide(world, from, (state) => undoMerge(state, { reason: undefined }, lotus)),
  ),
  {
    weight: 6,
    arbitrary: id.map(
      (from): Step =>
        (world) =>
          deliver(world, from),
    ),
  },
);

const begin = (): World => ({
  cases: new Map(CASES.map((one) => [one, fold(caseDecider, [opened])])),
  underway: new Map(CASES.map((one) => [one, []])),
});

const intoWhich = ({ cases }: World, one: Id): Id | undefined => {
  const state = cases.get(one);
  return state?.status === 'merged' ? (state.merge?.proposed.intoCaseId as Id) : undefined;
};

const end = (world: World, one: Id): number => {
  let steps = 0;
  for (let at: Id | undefined = one; at !== undefined; at = intoWhich(world, at)) {
    steps += 1;
    if (steps > CASES.length) break;
  }
  return steps;
};

test('merges never go in a circle, however long and however late the cases hear of each other', () => {
  let merges = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const world = begin();
      steps.forEach((one, number) => {
        one(world, number);
        merges = Math.max(merges, CASES.filter((from) => intoWhich(world, from) !== undefined).length);
        if (CASES.some((from) => end(world, from) > CASES.length)) throw new Error('the merges go in a circle');
      });
    }),
    { numRuns: 3_000 },
  );
  expect(merges).toBeGreaterThan(1);
});

test('once everything has arrived, both sides of every merge agree on it and nobody waits', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const world = begin();
      steps.forEach((one, number) => {
        one(world, number);
      });
      for (let round = 0; round < 50; round += 1) for (const from of CASES) deliver(world, from);
      for (const [into, state] of world.cases) {
        if (state.status === 'none') throw new Error('the case is there');
        for (const [from, { status }] of state.absorptions) {
          expect(status).not.toBe('awaited');
          expect(status === 'absorbed').toBe(intoWhich(world, from as Id) === into);
        }
      }
    }),
    { numRuns: 3_000 },
  );
});
