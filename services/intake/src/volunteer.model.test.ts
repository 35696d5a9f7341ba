import { VolunteerLeaveReason, VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import { type DecisionContext, fold, type Reason } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bornOn, enrolment, guardianConsentId, minorUntil } from './programme-samples.js';
import { heron, lotus } from './samples.js';
import { comeOfAge, type Event, endTask, enrol, giveTask, release, type Volunteer, volunteer } from './volunteer.js';

const { VOLUNTEER_TASK_RAISE_AWARENESS: AWARENESS, VOLUNTEER_TASK_HOME_VISIT: VISITS } = VolunteerTask;
const { VOLUNTEER_LEAVE_REASON_MOVED: MOVED, VOLUNTEER_LEAVE_REASON_GUARDIAN_CONSENT_WITHDRAWN: CONSENT_WITHDRAWN } = VolunteerLeaveReason;

/** What a person would keep on a card: whether they are here, whether they are a child, what they do. */
type Card = { phase: 'none' | 'active' | 'left'; child: boolean; tasks: Set<VolunteerTask>; because: VolunteerLeaveReason };
type Real = { state: Volunteer; history: Event[]; now: number };
type Step = {
  readonly name: string;
  readonly decide: (state: Volunteer, context: DecisionContext) => Event[];
  readonly expected: (card: Card, now: number) => Outcome;
  /** Whether only the agency that answers for them may. */
  readonly ofAgency: boolean;
};

const enrolling = (who: string, born: string, consent: string, child: boolean, refused?: Reason): Step => ({
  name: `enrol ${who}`,
  decide: (state, context) => enrol(state, { ...enrolment, guardianConsentId: consent }, born, () => undefined, context),
  expected: (card) => {
    if (card.phase !== 'none') return 'unchanged';
    if (refused !== undefined) return refused;
    Object.assign(card, { phase: 'active', child });
    return 'changed';
  },
  ofAgency: false,
});
const taskSteps = [AWARENESS, VISITS].flatMap((task): Step[] => [
  {
    name: `give task ${task}`,
    decide: (state, context) => giveTask(state, task, context),
    expected: (card) => {
      if (card.phase === 'left') return 'VOLUNTEER_HAS_LEFT';
      if (card.tasks.has(task)) return 'unchanged';
      if (card.child && task === VISITS) return 'TASK_NOT_FOR_MINORS';
      card.tasks.add(task);
      return 'changed';
    },
    ofAgency: true,
  },
  {
    name: `end task ${task}`,
    decide: (state, context) => endTask(state, task, context),
    expected: (card) => (card.tasks.delete(task) ? 'changed' : 'unchanged'),
    ofAgency: true,
  },
]);
const releasing = [MOVED, CONSENT_WITHDRAWN].map(
  (reason): Step => ({
    name: `release ${reason}`,
    decide: (state, context) => release(state, reason, context),
    expected: (card) => {
      if (card.phase === 'left') return card.because === reason ? 'unchanged' : 'VOLUNTEER_HAS_LEFT';
      if (reason === CONSENT_WITHDRAWN && !card.child) return 'GUARDIAN_CONSENT_NOT_NEEDED';
      Object.assign(card, { phase: 'left', because: reason });
      card.tasks.clear();
      return 'changed';
    },
    ofAgency: true,
  }),
);

const ENROLLING: readonly Step[] = [
  enrolling('a minor with a guardian', bornOn, guardianConsentId, true),
  enrolling('a minor without one', bornOn, '', true, 'GUARDIAN_CONSENT_MISSING'),
  enrolling('an adult', '1990-03-09', '', false),
  enrolling('an adult with a guardian', '1990-03-09', guardianConsentId, false, 'GUARDIAN_CONSENT_NOT_NEEDED'),
  enrolling('a small child', '2018-01-01', guardianConsentId, true, 'BIRTH_DATE_IMPOSSIBLE'),
];
const WORKING: readonly Step[] = [
  ...taskSteps,
  {
    name: 'come of age',
    decide: (state, context) => comeOfAge(state, context),
    expected: (card, now) => {
      if (!card.child || now < minorUntil.getTime()) return 'unchanged';
      card.child = false;
      return 'changed';
    },
    ofAgency: false,
  },
];

const take = (real: Real, step: Step, context: DecisionContext): Outcome => {
  const { outcome, events, state } = carryOut(volunteer, real.state, (known) => step.decide(known, context));
  expect(real.state, 'a decision is no change').toEqual(fold(volunteer, real.history));
  real.history.push(...events);
  real.state = state;
  return outcome;
};

const agreeing = ({ state, history }: Real, card: Card): void => {
  expect(fold(volunteer, history), 'it is what its events say').toEqual(state);
  expect(state.status).toBe(card.phase);
  if (state.status === 'none') return;
  expect([state.minor, state.leftBecause, state.enrolled.agency]).toEqual([card.child, card.because, 'lotus']);
  expect([...state.tasks].sort()).toEqual([...card.tasks].sort());
};

const DAY = 86_400_000;
const reached = new Set<string>();
const commandOf = (step: Step, by: DecisionContext) =>
  fc.integer({ min: 0, max: 20 }).map(
    (days): fc.Command<Card, Real> => ({
      // Enrolled by lotus, while whoever is a minor here is one still.
      check: ({ phase }) => by === lotus || step.ofAgency || phase !== 'none',
      run: (card, real) => {
        if (card.phase !== 'none') real.now += days * DAY;
        const now = new Date(real.now);
        const refused = step.ofAgency && (by !== lotus || card.phase === 'none');
        const expected = refused ? 'VOLUNTEER_UNKNOWN' : step.expected(card, real.now);
        const outcome = take(real, step, { ...by, occurredAt: now, now });
        expect(outcome, `${step.name} on ${now.toISOString()}`).toBe(expected);
        agreeing(real, card);
        reached.add(`${step.name.split(' ')[0]}: ${expected}`);
      },
      toString: () => `${step.name} by ${by === lotus ? 'lotus' : 'heron'} after ${days} days`,
    }),
  );

test('a volunteer is what the card says: no child without a guardian, no sensitive task for a child, nothing for who left', () => {
  const setup = () => ({
    model: { phase: 'none', child: false, tasks: new Set(), because: 0 } satisfies Card as Card,
    real: { state: volunteer.initial, history: [], now: lotus.occurredAt.getTime() } as Real,
  });
  const often = [...ENROLLING, ...WORKING, ...WORKING, ...WORKING];
  const commands = [...often, ...releasing].map((step) => commandOf(step, lotus));
  const others = [...WORKING, ...releasing].map((step) => commandOf(step, heron));
  fc.assert(
    fc.property(fc.commands([...commands, ...others], { maxCommands: 50, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 150, seed: 20211010 },
  );
  const seen = ['enrol: GUARDIAN_CONSENT_MISSING', 'give: TASK_NOT_FOR_MINORS', 'give: VOLUNTEER_HAS_LEFT', 'come: changed'];
  expect([...reached]).toEqual(expect.arrayContaining([...seen, 'release: changed', 'release: GUARDIAN_CONSENT_NOT_NEEDED']));
});
