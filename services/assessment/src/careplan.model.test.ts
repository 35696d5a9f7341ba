import type { Part } from '@accompany/access/parts';
import { CarePlanEnd, ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import type { DecisionContext } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CarePlan, carePlan, type Event } from './careplan.js';
import { becomeReviewDue, end, passOnPlan, recordFeedback, recordOutcome, review } from './careplan-following.js';
import { agree, agreeSafety, draft, setGoal } from './careplan-writing.js';

const DAY = 86_400_000;
const LIMIT = 10 * DAY;
const START = new Date('2026-01-05T12:00:00Z').getTime();
const CHILD = ParticipantPart.PARTICIPANT_PART_CHILD;

/** What a care plan is, told independently: the goals that go on, the day of the next review. */
type Model = {
  phase: 'none' | 'written' | 'followed' | 'over';
  agency: string;
  goals: Map<string, 'open' | 'over'>;
  words: number;
  reviews: number;
  review: number;
  late: boolean;
};
type Real = { state: CarePlan; now: number };
type Who = { readonly agency: string; readonly person: string; readonly part: Part | undefined };

const PEOPLE: readonly Who[] = [
  { agency: 'aple', person: 'worker-1', part: 'lead' },
  { agency: 'lotus', person: 'worker-2', part: 'lead' },
  { agency: 'a21', person: 'worker-3', part: 'provider' },
  { agency: 'police', person: 'officer-1', part: undefined },
];

type Step = {
  readonly name: string;
  readonly decide: (state: CarePlan, context: DecisionContext, part: Part | undefined, id: string) => Event[];
  readonly expected: (model: Model, now: number, who: Who) => Outcome;
};

const own =
  (then: (model: Model, now: number) => Outcome) =>
  (model: Model, now: number, who: Who): Outcome => {
    if (model.phase === 'none' || (model.agency !== who.agency && who.part === undefined)) return 'CARE_PLAN_UNKNOWN';
    return model.agency === who.agency ? then(model, now) : 'NOT_THE_CARE_PLANS_AGENCY';
  };
const going = (then: (model: Model, now: number) => Outcome) =>
  own((model, now) => (model.phase === 'over' ? 'CARE_PLAN_ENDED' : then(model, now)));

const outcomeOf = (goalId: string, outcome: GoalOutcome, ends: boolean): Step => ({
  name: `outcome ${outcome} of ${goalId}`,
  decide: (state, context, part, outcomeId) => recordOutcome(state, { outcomeId, goalId, outcome, notes: undefined }, part, context),
  expected: going((model) => {
    if (model.phase === 'written') return 'CARE_PLAN_NOT_AGREED';
    const goal = model.goals.get(goalId);
    if (goal === undefined) return 'CARE_PLAN_GOAL_UNKNOWN';
    if (goal === 'over') return 'CARE_PLAN_GOAL_ENDED';
    if (ends) model.goals.set(goalId, 'over');
    return 'changed';
  }),
});
const goalStep = (goalId: string): Step => ({
  name: `set ${goalId}`,
  decide: (state, context, part) =>
    setGoal(state, { goalId, area: GoalArea.GOAL_AREA_SCHOOL, description: undefined, reachBy: undefined }, part, context),
  expected: own((model) => {
    if (model.goals.has(goalId)) return 'unchanged';
    if (model.phase === 'over') return 'CARE_PLAN_ENDED';
    model.goals.set(goalId, 'open');
    return 'changed';
  }),
});
const endStep = (reason: CarePlanEnd): Step => ({
  name: `end ${reason}`,
  decide: (state, context, part) => end(state, reason, part, context),
  expected: own((model) => {
    if (model.phase === 'over') return 'unchanged';
    const goals = [...model.goals.values()];
    if (reason === CarePlanEnd.CARE_PLAN_END_GOALS_ENDED && (goals.length === 0 || goals.includes('open'))) return 'CARE_PLAN_GOALS_OPEN';
    model.phase = 'over';
    return 'changed';
  }),
});

const STEPS: readonly Step[] = [
  goalStep('g1'),
  goalStep('g2'),
  outcomeOf('g1', GoalOutcome.GOAL_OUTCOME_IMPROVING, false),
  outcomeOf('g1', GoalOutcome.GOAL_OUTCOME_REACHED, true),
  outcomeOf('g2', GoalOutcome.GOAL_OUTCOME_GIVEN_UP, true),
  endStep(CarePlanEnd.CARE_PLAN_END_GOALS_ENDED),
  endStep(CarePlanEnd.CARE_PLAN_END_CLIENT_REQUEST),
  {
    name: 'draft',
    decide: (state, context, part) => draft(state, '', { clientId: 'c', caseOpen: true, part, restsOnKnown: false }, context),
    expected: (model, _now, who) => {
      if (who.part === undefined) return 'CASE_UNKNOWN';
      if (who.part !== 'lead') return 'NOT_THE_LEAD';
      if (model.phase === 'written' || model.phase === 'followed')
        return model.agency === who.agency ? 'unchanged' : 'NOT_THE_CARE_PLANS_AGENCY';
      Object.assign(model, { phase: 'written', agency: who.agency, goals: new Map(), words: 0, reviews: 0, late: false });
      return 'changed';
    },
  },
  {
    name: 'agree',
    decide: (state, context, part) => agree(state, { agreedWith: [CHILD], nextReviewAt: undefined }, LIMIT, part, context),
    expected: own((model, now) => {
      if (model.phase === 'followed') return 'unchanged';
      if (model.phase === 'over') return 'CARE_PLAN_ENDED';
      if (model.goals.size === 0) return 'CARE_PLAN_WITHOUT_GOAL';
      Object.assign(model, { phase: 'followed', review: now + LIMIT, late: false });
      return 'changed';
    }),
  },
  {
    name: 'feedback',
    decide: (state, context, part, feedbackId) =>
      recordFeedback(state, { feedbackId, feeling: ChildFeeling.CHILD_FEELING_DID_NOT_SAY, said: undefined, goalId: '' }, part, context),
    expected: going((model) => {
      model.words++;
      return 'changed';
    }),
  },
  {
    name: 'safety',
    decide: (state, context, part, safetyPlanId) =>
      agreeSafety(state, { safetyPlanId, agreedWith: [CHILD], steps: undefined }, part, context),
    expected: going(() => 'changed'),
  },
  {
    name: 'review',
    decide: (state, context, part, reviewId) =>
      review(state, { reviewId, findings: undefined, nextReviewAt: undefined }, LIMIT, part, context),
    expected: going((model, now) => {
      if (model.phase === 'written') return 'CARE_PLAN_NOT_AGREED';
      Object.assign(model, { reviews: model.reviews + 1, review: now + LIMIT, late: false });
      return 'changed';
    }),
  },
  {
    name: 'due',
    decide: (state, context) => becomeReviewDue(state, context.now),
    expected: (model, now) => {
      if (model.phase !== 'followed' || model.late || now < model.review) return 'unchanged';
      model.late = true;
      return 'changed';
    },
  },
  {
    name: 'pass on',
    decide: (state) => passOnPlan(state, 'aple', 'lotus'),
    expected: (model) => {
      if (model.phase === 'none' || model.agency !== 'aple') return 'unchanged';
      model.agency = 'lotus';
      return 'changed';
    },
  },
];

const PHASE: Readonly<Record<CarePlan['status'], Model['phase']>> = { none: 'none', drafted: 'written', active: 'followed', ended: 'over' };

const take = (real: Real, step: Step, { agency, person, part }: Who): Outcome => {
  const now = new Date(real.now);
  const context: DecisionContext = { actor: { kind: 'agency', agency, person }, occurredAt: now, now };
  const { outcome, state } = carryOut(carePlan, real.state, (known) => step.decide(known, context, part, now.toISOString()));
  real.state = state;
  return outcome;
};

const agreeing = ({ state }: Real, model: Model): void => {
  expect(PHASE[state.status]).toBe(model.phase);
  if (state.status === 'none') return;
  expect(state.agency).toBe(model.agency);
  expect(state.goals.map(({ id }) => id)).toEqual([...model.goals.keys()]);
  expect([state.feedback.length, state.reviews.length]).toEqual([model.words, model.reviews]);
  if (state.status === 'active') expect([state.nextReviewAt?.getTime(), state.reviewDue]).toEqual([model.review, model.late]);
};

/** What ends a plan or gives it to another agency comes up less often. */
const RARE = /^(end|pass)/;

const reached = new Set<string>();
const commands = STEPS.flatMap((step) =>
  (RARE.test(step.name) ? PEOPLE.slice(0, 1) : PEOPLE).map((who) =>
    fc.constant<fc.Command<Model, Real>>({
      check: () => true,
      run: (model, real) => {
        real.now += DAY;
        const { status } = real.state;
        reached.add(status);
        const expected = step.expected(model, real.now, who);
        expect(take(real, step, who), `${step.name} by ${who.person} when ${status}`).toBe(expected);
        agreeing(real, model);
      },
      toString: () => `${step.name} by ${who.person}`,
    }),
  ),
);

test('the care plan is what the model says, whatever happens in whatever order', () => {
  const setup = () => ({
    model: { phase: 'none', agency: '', goals: new Map(), words: 0, reviews: 0, review: 0, late: false } satisfies Model as Model,
    real: { state: carePlan.initial, now: START } as Real,
  });
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 100, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 100, seed: 20260105 },
  );
  expect([...reached].sort()).toEqual(Object.keys(PHASE).sort());
});
