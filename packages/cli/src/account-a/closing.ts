import type { Network } from '@accompany/client';
import { GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { AssessmentKind, ParticipantPart, Setting } from '@accompany/contracts/assessment/v1/types';
import type { Position } from '@accompany/contracts/common/v1/common';
import { ClientWork, ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { eventually, forEach, made, note, refusedWith } from '../journey.js';
import { type ClosedCase, COUNTS, caseworker, type Journey, on, type Step, supervisor } from './journey.js';

/** Two cases come to a good end: A2. */
export const closing: readonly Step[] = [
  {
    id: 'A2',
    title: 'The cases of two adolescent boys are closed: stable and safe, both have started working',
    play: async (journey) => {
      const boys = made(journey, 'cases').slice(0, COUNTS.closed);
      journey.made.closed = await forEach(boys, ({ caseId }) => close(journey, caseId));
      return 'each on its criterion, its evidence and a closure assessment; the person who proposed it could not approve it';
    },
  },
];

const close = async (journey: Journey, caseId: string): Promise<ClosedCase> => {
  const { assessment, intake } = caseworker(journey);
  const initial = await initialAssessment(journey, caseId);
  await handIn(journey, initial, '2021-09-06', 'A first account of the case, written down late.');
  await work(journey, caseId);

  const kind = AssessmentKind.ASSESSMENT_KIND_CLOSURE;
  const asked = await assessment.requestAssessment({ occurredAt: on('2021-09-20'), caseId, kind, dueAt: on('2021-10-10') });
  const { assessmentId } = note(journey, asked);
  const approved = await handIn(journey, assessmentId, '2021-10-04', 'Works as an apprentice since May, lives with his aunt, feels safe.');
  const proposal = {
    occurredAt: on('2021-10-05'),
    caseId,
    criterion: ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE,
    work: ClientWork.CLIENT_WORK_ALLOWED_AT_AGE,
    evidence: 'Sixteen years old; an apprentice with a written contract since May 2021; no contact of the offender since 2019.',
    assessmentId,
    atLeastPositions: approved === undefined ? [] : [approved],
  };
  note(journey, await intake.proposeClosure(proposal));
  await refusedWith('APPROVER_IS_PROPOSER', intake.approveClosure({ occurredAt: on('2021-10-06'), caseId }));
  note(journey, await supervisor(journey).intake.approveClosure({ occurredAt: on('2021-10-06', 10), caseId }));
  return { caseId, assessmentId };
};

/** The initial assessment of a case, which its opening asks for. */
export const initialAssessment = (journey: Journey, caseId: string, agency: Network = caseworker(journey)): Promise<string> =>
  eventually('the initial assessment', async () => {
    const { assessments } = await agency.assessment.listAssessments({ caseId }).catch(() => ({ assessments: [] }));
    return assessments.find(({ kind }) => kind === AssessmentKind.ASSESSMENT_KIND_INITIAL)?.assessmentId;
  });

/** Starts an assessment, hands it in with the child's own view, and lets another person approve it. */
const handIn = async (journey: Journey, assessmentId: string, day: string, findings: string): Promise<Position | undefined> => {
  const { assessment } = caseworker(journey);
  note(journey, await assessment.startAssessment({ occurredAt: on(day), assessmentId }));
  const submitted = await assessment.submitAssessment({
    occurredAt: on(day, 11),
    assessmentId,
    participants: [{ part: ParticipantPart.PARTICIPANT_PART_CHILD, name: 'Example-Child Fictional' }],
    place: { areaCode: '1710', setting: Setting.SETTING_HOME },
    childView: { $case: 'childViewGiven', value: 'I can go on by myself.' },
    findings,
  });
  note(journey, submitted);
  const approved = await supervisor(journey).assessment.approveAssessment({ occurredAt: on(day, 16), assessmentId });
  return note(journey, approved).position;
};

/** Work as a goal of the care plan, and that it was reached. */
const work = async (journey: Journey, caseId: string): Promise<void> => {
  const { assessment } = caseworker(journey);
  const { carePlanId } = note(journey, await assessment.draftCarePlan({ occurredAt: on('2021-09-07'), caseId }));
  const goal = { area: GoalArea.GOAL_AREA_WORK, description: 'An apprenticeship that the law allows at his age.' };
  const { goalId } = note(journey, await assessment.setGoal({ occurredAt: on('2021-09-07', 10), carePlanId, ...goal }));
  const agreedWith = [ParticipantPart.PARTICIPANT_PART_CHILD, ParticipantPart.PARTICIPANT_PART_CAREGIVER];
  note(journey, await assessment.agreeCarePlan({ occurredAt: on('2021-09-07', 11), carePlanId, agreedWith }));
  const outcome = GoalOutcome.GOAL_OUTCOME_REACHED;
  note(
    journey,
    await assessment.recordGoalOutcome({ occurredAt: on('2021-09-30'), carePlanId, goalId, outcome, notes: 'Has his contract.' }),
  );
};
