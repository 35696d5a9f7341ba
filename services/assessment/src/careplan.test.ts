import type { Part } from '@accompany/access/parts';
import { CarePlanEnd, ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import { type Actor, type DecisionContext, REASONS, type Reason } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { type CarePlan, carePlan, type Event } from './careplan.js';
import { becomeReviewDue, end, passOnPlan, recordFeedback, recordOutcome, review } from './careplan-following.js';
import { agree, agreeSafety, type DraftFacts, draft, setGoal } from './careplan-writing.js';

const DAY = 86_400_000;
const REVIEW = 90 * DAY;
const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
const goalId = '0b7d7a52-35bb-4ed4-8b52-0f2d1b5f4f01';
const id = '5b1f0a9e-6a5f-4d0b-a8a8-6f8f0a2d9c33';
const occurredAt = new Date('2022-02-03T08:00:00Z');
const nextReviewAt = new Date(occurredAt.getTime() + REVIEW);
const context = (actor: Actor): DecisionContext => ({ actor, occurredAt, now: new Date('2022-02-04') });
const lead = context({ kind: 'agency', agency: 'aple', person: 'worker-1' });
const other = context({ kind: 'agency', agency: 'a21', person: 'worker-3' });
const sealed = (text: string): Sealed => ({
  subjectId: clientId,
  category: PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
  keyVersion: 1,
  ciphertext: Buffer.from(text),
});
const { PARTICIPANT_PART_CHILD: CHILD, PARTICIPANT_PART_PARENT: PARENT } = ParticipantPart;

const goal = { goalId, area: GoalArea.GOAL_AREA_SCHOOL, description: sealed('back to school'), reachBy: undefined };
const feedback = { feedbackId: id, feeling: ChildFeeling.CHILD_FEELING_BETTER, said: sealed('words'), goalId: '' };
const safetyPlan = { safetyPlanId: id, agreedWith: [CHILD, PARENT], steps: sealed('steps') };
const reached = { outcomeId: id, goalId, outcome: GoalOutcome.GOAL_OUTCOME_REACHED, notes: undefined };
const made = { reviewId: id, findings: sealed('findings'), nextReviewAt: undefined };
const facts: DraftFacts = { clientId, caseOpen: true, part: 'lead', restsOnKnown: true };

const drafted: Event = { $case: 'carePlanDrafted', value: { clientId, agency: 'aple', assessmentId: '' } };
const goalSet: Event = { $case: 'goalSet', value: goal };
const agreed: Event = { $case: 'carePlanAgreed', value: { agreedWith: [CHILD, PARENT], nextReviewAt } };
const outcome: Event = { $case: 'goalOutcomeRecorded', value: { ...reached, area: goal.area } };
const said: Event = { $case: 'childFeedbackRecorded', value: feedback };
const safety: Event = { $case: 'safetyPlanAgreed', value: safetyPlan };
const reviewed: Event = { $case: 'carePlanReviewed', value: { ...made, reviewedBy: 'worker-1', nextReviewAt } };
const due: Event = { $case: 'carePlanReviewDue', value: { dueAt: nextReviewAt } };
const passed: Event = { $case: 'carePlanPassedOn', value: { fromAgency: 'aple', toAgency: 'lotus' } };
const ended: Event = { $case: 'carePlanEnded', value: { reason: CarePlanEnd.CARE_PLAN_END_GOALS_ENDED } };

const HISTORY = {
  none: [],
  empty: [drafted],
  drafted: [drafted, goalSet],
  active: [drafted, goalSet, agreed],
  reached: [drafted, goalSet, agreed, { $case: 'goalOutcomeRecorded', value: { ...reached, outcomeId: goalId, area: goal.area } }],
  ended: [drafted, goalSet, agreed, ended],
} as const satisfies Record<string, Event[]>;
type Status = keyof typeof HISTORY;
const STATUSES = Object.keys(HISTORY) as Status[];

type Decision = (state: CarePlan, part: Part | undefined, by: DecisionContext) => Event[];
const DECISIONS = {
  draft: (state, part, by) => draft(state, '', { ...facts, part }, by),
  goal: (state, part, by) => setGoal(state, { ...goal, goalId: clientId }, part, by),
  agree: (state, part, by) => agree(state, { agreedWith: [CHILD, PARENT], nextReviewAt: undefined }, REVIEW, part, by),
  outcome: (state, part, by) => recordOutcome(state, reached, part, by),
  feedback: (state, part, by) => recordFeedback(state, feedback, part, by),
  safety: (state, part, by) => agreeSafety(state, safetyPlan, part, by),
  review: (state, part, by) => review(state, made, REVIEW, part, by),
  end: (state, part, by) => end(state, CarePlanEnd.CARE_PLAN_END_GOALS_ENDED, part, by),
  due: (state) => becomeReviewDue(state, nextReviewAt),
  pass: (state) => passOnPlan(state, 'aple', 'lotus'),
} as const satisfies Record<string, Decision>;
type Command = keyof typeof DECISIONS;
const COMMANDS = Object.keys(DECISIONS) as Command[];
const BY_AGENCY = COMMANDS.filter((command) => !['draft', 'due', 'pass'].includes(command));

const U: Reason = 'CARE_PLAN_UNKNOWN';
const ENDED: Reason = 'CARE_PLAN_ENDED';
const EARLY: Reason = 'CARE_PLAN_NOT_AGREED';
const OPEN: Reason = 'CARE_PLAN_GOALS_OPEN';
const second: Event = { $case: 'goalSet', value: { ...goal, goalId: clientId } };
const NOP = 'nothing';

/** In the order of HISTORY: none, empty, drafted, active, reached, ended. */
const TABLE: Record<Command, readonly (Event | typeof NOP | Reason)[]> = {
  draft: [drafted, NOP, NOP, NOP, NOP, drafted],
  goal: [U, second, second, second, second, ENDED],
  agree: [U, 'CARE_PLAN_WITHOUT_GOAL', agreed, NOP, NOP, ENDED],
  outcome: [U, EARLY, EARLY, outcome, 'CARE_PLAN_GOAL_ENDED', ENDED],
  feedback: [U, said, said, said, said, ENDED],
  safety: [U, safety, safety, safety, safety, ENDED],
  review: [U, EARLY, EARLY, reviewed, reviewed, ENDED],
  end: [U, OPEN, OPEN, OPEN, ended, NOP],
  due: [NOP, NOP, NOP, due, due, NOP],
  pass: [NOP, passed, passed, passed, passed, passed],
};

describe('each command in each state', () => {
  test('nothing is undecided', () => {
    for (const command of COMMANDS)
      for (const expected of TABLE[command]) expect(typeof expected === 'object' || expected === NOP || expected in REASONS).toBe(true);
    expect(COMMANDS.map((command) => TABLE[command].length)).toEqual(COMMANDS.map(() => STATUSES.length));
  });
  for (const command of COMMANDS)
    for (const [index, status] of STATUSES.entries()) {
      const expected = TABLE[command][index] as Event | typeof NOP | Reason;
      test(`${command} when ${status}: ${typeof expected === 'string' ? expected : expected.$case}`, () => {
        const outcomes = given(carePlan)(...HISTORY[status]).when((state) => DECISIONS[command](state, 'lead', lead));
        if (expected === NOP) outcomes.thenNothing();
        else if (typeof expected === 'string') outcomes.thenRejected(expected);
        else outcomes.then(expected);
      });
    }
});

describe('who may', () => {
  for (const command of BY_AGENCY) {
    test(`${command}: another participant is refused`, () =>
      given(carePlan)(...HISTORY.active)
        .when((s) => DECISIONS[command](s, 'provider', other))
        .thenRejected('NOT_THE_CARE_PLANS_AGENCY'));
    test(`${command}: to anybody else the plan does not exist`, () =>
      given(carePlan)(...HISTORY.active)
        .when((s) => DECISIONS[command](s, undefined, other))
        .thenRejected('CARE_PLAN_UNKNOWN'));
    test(`${command}: a service has no business here`, () =>
      given(carePlan)(...HISTORY.active)
        .when((s) => DECISIONS[command](s, undefined, context({ kind: 'service', service: 'referral' })))
        .thenRejected('NOT_ALLOWED_FOR_CALLER'));
    test(`${command}: the earlier lead is refused once the plan was passed on`, () =>
      given(carePlan)(...HISTORY.active, passed)
        .when((s) => DECISIONS[command](s, undefined, lead))
        .thenRejected('CARE_PLAN_UNKNOWN'));
  }
});

describe('beginning', () => {
  test.each<[string, Partial<DraftFacts>, string, Reason]>([
    ['by nobody of the case', { part: undefined }, '', 'CASE_UNKNOWN'],
    ['by a provider', { part: 'provider' }, '', 'NOT_THE_LEAD'],
    ['by a monitor', { part: 'monitor' }, '', 'NOT_THE_LEAD'],
    ['in a closed case', { caseOpen: false }, '', 'CASE_NOT_OPEN'],
    ['on an assessment that is not known', { restsOnKnown: false }, id, 'CARE_PLAN_ASSESSMENT_UNKNOWN'],
  ])('is refused %s', (_, known, assessmentId, reason) =>
    given(carePlan)()
      .when((s) => draft(s, assessmentId, { ...facts, ...known }, lead))
      .thenRejected(reason),
  );
  test('anew takes nothing along', () => {
    const { state } = given(carePlan)(...HISTORY.ended, drafted);
    expect(state).toMatchObject({ status: 'drafted', goals: [], feedback: [], reviews: [] });
  });
  test('is refused to the new lead while the plan is still the old one’s', () =>
    given(carePlan)(...HISTORY.active)
      .when((s) => draft(s, '', facts, other))
      .thenRejected('NOT_THE_CARE_PLANS_AGENCY'));
});

describe('agreeing', () => {
  test.each([
    ['the plan', (s: CarePlan) => agree(s, { agreedWith: [PARENT], nextReviewAt: undefined }, REVIEW, 'lead', lead)],
    ['what to do in danger', (s: CarePlan) => agreeSafety(s, { ...safetyPlan, agreedWith: [PARENT] }, 'lead', lead)],
  ])('%s takes the child', (_, decide) =>
    given(carePlan)(...HISTORY.drafted)
      .when(decide)
      .thenRejected('CARE_PLAN_WITHOUT_CHILD'),
  );
  test.each([
    ['at once', occurredAt],
    ['in the past', new Date('2022-01-01')],
    ['later than the limit', new Date(nextReviewAt.getTime() + 1)],
  ])('on a review %s is refused', (_, day) =>
    given(carePlan)(...HISTORY.drafted)
      .when((s) => agree(s, { agreedWith: [CHILD], nextReviewAt: day }, REVIEW, 'lead', lead))
      .thenRejected('CARE_PLAN_REVIEW_DATE_WRONG'),
  );
  test('on an earlier review is possible', () =>
    given(carePlan)(...HISTORY.drafted)
      .when((s) => agree(s, { agreedWith: [CHILD], nextReviewAt: new Date('2022-02-10') }, REVIEW, 'lead', lead))
      .then({ $case: 'carePlanAgreed', value: { agreedWith: [CHILD], nextReviewAt: new Date('2022-02-10') } }));
});

describe('goals and feedback', () => {
  test('an unknown goal has no outcome', () =>
    given(carePlan)(...HISTORY.active)
      .when((s) => recordOutcome(s, { ...reached, goalId: id }, 'lead', lead))
      .thenRejected('CARE_PLAN_GOAL_UNKNOWN'));
  test('feedback on an unknown goal is refused', () =>
    given(carePlan)(...HISTORY.active)
      .when((s) => recordFeedback(s, { ...feedback, goalId: id }, 'lead', lead))
      .thenRejected('CARE_PLAN_GOAL_UNKNOWN'));
  test('feedback without words is refused, unless the child did not want to say', () => {
    const silent = { ...feedback, said: undefined };
    given(carePlan)(...HISTORY.active)
      .when((s) => recordFeedback(s, silent, 'lead', lead))
      .thenRejected('CARE_PLAN_FEEDBACK_EMPTY');
    const unsaid = { ...silent, feeling: ChildFeeling.CHILD_FEELING_DID_NOT_SAY };
    given(carePlan)(...HISTORY.active)
      .when((s) => recordFeedback(s, unsaid, 'lead', lead))
      .then({ $case: 'childFeedbackRecorded', value: unsaid });
  });
  test('a goal that should be reached before it is set is refused', () =>
    given(carePlan)(...HISTORY.active)
      .when((s) => setGoal(s, { ...goal, goalId: id, reachBy: new Date('2022-02-01') }, 'lead', lead))
      .thenRejected('CARE_PLAN_GOAL_DATE_TOO_EARLY'));
  test('for any other reason a plan ends with open goals', () =>
    given(carePlan)(...HISTORY.active)
      .when((s) => end(s, CarePlanEnd.CARE_PLAN_END_REPLACED, 'lead', lead))
      .then({ $case: 'carePlanEnded', value: { reason: CarePlanEnd.CARE_PLAN_END_REPLACED } }));
});
