import { randomUUID } from 'node:crypto';
import { refusal } from '@accompany/client';
import { CarePlanEnd, CarePlanStatus, ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { AssessmentKind, AssessmentStatus, ChildViewAbsence, ParticipantPart, Setting } from '@accompany/contracts/assessment/v1/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, caseWithReferral, seedDirectory } from './play.js';

let harness: Harness;
let story: Awaited<ReturnType<typeof caseWithReferral>>;

beforeAll(async () => {
  harness = await startHarness({ log: 'embedded' });
  story = await caseWithReferral(harness, await seedDirectory(harness));
  await harness.as('a21').referral.acceptReferral({ occurredAt: ago(100), referralId: story.referralId });
});
afterAll(() => harness?.stop());

const refused = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => refusal(error)?.reason,
  );
const told = async (name: string): Promise<number> => {
  const { rows } = await harness.db('assessment').query('select count(*) from events where type = $1', [`accompany.assessment.v1.${name}`]);
  return Number(rows[0].count);
};

test('a threat tells the supervisor and makes what is still to be handed in due within a day', async () => {
  const [{ assessment, intake }] = [harness.as('aple')];
  const { assessmentId, caseId } = story;
  const before = await assessment.getAssessment({ assessmentId });
  await intake.reportThreat({ occurredAt: ago(1), caseId, kind: 1, by: 1, description: 'A made-up threat.' });
  const after = await eventually('the assessment is due sooner', async () => {
    const found = await assessment.getAssessment({ assessmentId });
    return (found.dueAt as Date) < (before.dueAt as Date) && found;
  });
  expect((after.dueAt as Date).getTime()).toBeLessThanOrEqual(Date.now() + 24 * 3_600_000);
  expect(await told('SupervisorAlerted')).toBe(1);
  expect(await told('AssessmentBroughtForward')).toBe(1);
});

test('two sessions missed in a row ask for one new assessment, and no third one does', async () => {
  const { referral } = harness.as('a21');
  const { assessment } = harness.as('aple');
  const { assessmentId, caseId, referralId } = story;
  await assessment.submitAssessment({
    occurredAt: ago(90),
    assessmentId,
    participants: [{ part: ParticipantPart.PARTICIPANT_PART_CHILD }],
    place: { areaCode: '1710', setting: Setting.SETTING_HOME },
    childView: { $case: 'childViewAbsent', value: ChildViewAbsence.CHILD_VIEW_ABSENCE_DID_NOT_WANT },
    findings: 'Made up.',
  });
  await referral.startService({ occurredAt: ago(80), referralId });
  const { planId } = await referral.draftPlan({ occurredAt: ago(79), referralId });
  await referral.activatePlan({ occurredAt: ago(78), planId, frequency: { sessions: 2, period: 2 } });
  const miss = async (minutes: number) => {
    const { sessionId } = await referral.planSession({ occurredAt: ago(minutes + 5), planId, plannedFor: ago(minutes) });
    await referral.missSession({ occurredAt: ago(minutes), planId, sessionId });
  };
  await miss(60);
  await miss(50);
  await miss(40);
  const again = await eventually('the new assessment', async () => {
    const { assessments } = await assessment.listAssessments({ caseId });
    return assessments.find(({ kind }) => kind === AssessmentKind.ASSESSMENT_KIND_FOLLOW_UP);
  });
  expect(again).toMatchObject({ agency: 'aple', status: AssessmentStatus.ASSESSMENT_STATUS_REQUESTED });
  expect(await told('ReassessmentAsked')).toBe(1);
});

test('what may be done with an assessment is said to its agency, and to nobody else', async () => {
  const stream = `assessment-${story.assessmentId}`;
  const { actions } = await harness.as('aple', 'worker-9').assessmentActions.listAllowedActions({ stream });
  const found = actions.find(({ action }) => action === 'StartAssessment');
  expect(found).toMatchObject({ action: 'StartAssessment' });
  expect(await refused(harness.as('a21').assessmentActions.listAllowedActions({ stream }))).toBe('THING_UNKNOWN');
});

test('a care plan from its draft to its end, which its agency reads and others see the outline of', async () => {
  const { assessment } = harness.as('aple', 'worker-1');
  const theirs = harness.as('a21').assessment;
  const stranger = harness.as('ahtjp-siem-reap').assessment;
  const { caseId, assessmentId } = story;
  const occurredAt = ago(30);
  expect(await refused(theirs.draftCarePlan({ occurredAt, caseId }))).toBe('NOT_THE_LEAD');
  expect(await refused(assessment.draftCarePlan({ occurredAt, caseId, assessmentId: randomUUID() }))).toBe('CARE_PLAN_ASSESSMENT_UNKNOWN');
  const { carePlanId } = await assessment.draftCarePlan({ occurredAt, caseId, assessmentId });
  const agreedWith = [ParticipantPart.PARTICIPANT_PART_CHILD, ParticipantPart.PARTICIPANT_PART_PARENT];
  expect(await refused(assessment.agreeCarePlan({ occurredAt, carePlanId, agreedWith }))).toBe('CARE_PLAN_WITHOUT_GOAL');
  const goal = { occurredAt, carePlanId, area: GoalArea.GOAL_AREA_SCHOOL, description: 'Go back to school.' };
  const { goalId } = await assessment.setGoal(goal);
  await assessment.agreeSafetyPlan({ occurredAt, carePlanId, agreedWith, steps: 'Call the aunt.' });
  await assessment.agreeCarePlan({ occurredAt, carePlanId, agreedWith });
  const said = { feeling: ChildFeeling.CHILD_FEELING_BETTER, said: 'I like my class.', goalId };
  await assessment.recordChildFeedback({ occurredAt, carePlanId, ...said });
  await assessment.reviewCarePlan({ occurredAt, carePlanId, findings: 'Going well.' });
  const outcome = { goalId, outcome: GoalOutcome.GOAL_OUTCOME_REACHED, notes: 'In class every day.' };
  await assessment.recordGoalOutcome({ occurredAt, carePlanId, ...outcome });
  await assessment.endCarePlan({ occurredAt, carePlanId, reason: CarePlanEnd.CARE_PLAN_END_GOALS_ENDED });

  const ours = await assessment.getCarePlan({ caseId });
  const status = CarePlanStatus.CARE_PLAN_STATUS_ENDED;
  expect(ours).toMatchObject({ carePlanId, agency: 'aple', status, assessmentId, safetyPlan: 'Call the aunt.', reviews: 1 });
  expect(ours.goals).toMatchObject([{ ...outcome, description: 'Go back to school.' }]);
  expect(ours.feedback).toMatchObject([said]);
  const outline = await theirs.getCarePlan({ caseId });
  expect(outline).toMatchObject({ status, hasSafetyPlan: true, safetyPlan: '', feedback: [], lastFindings: '' });
  expect(outline.goals).toMatchObject([{ area: GoalArea.GOAL_AREA_SCHOOL, description: '', notes: '' }]);
  expect(await refused(stranger.getCarePlan({ caseId }))).toBe('CASE_UNKNOWN');
  expect(await refused(theirs.setGoal({ ...goal, requestId: randomUUID() }))).toBe('NOT_THE_CARE_PLANS_AGENCY');
  expect(await refused(stranger.setGoal({ ...goal, requestId: randomUUID() }))).toBe('CARE_PLAN_UNKNOWN');
});
