import { ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import { compareActions, type Way } from '@accompany/domain/testing-actions';
import { describe, expect, test } from 'vitest';
import { assessmentActions, carePlanActions, isOwner } from './actions.js';
import type { Assessment, Event } from './assessment.js';
import type { CarePlan, Event as PlanEvent } from './careplan.js';
import * as following from './careplan-following.js';
import * as writing from './careplan-writing.js';
import { assessmentMatrix, needMatrix } from './matrix-assessment.js';
import { carePlanMatrix, goalMatrix } from './matrix-careplan.js';
import { identifyNeed, meetNeed } from './needs.js';

/** Calls that read, and calls that begin something: those rest on facts of the case. */
const NOT_ACTIONS = /^(Get|List)|^(RequestAssessment|DraftCarePlan)$/;

test('everything that is done with an assessment or a care plan is an action', () => {
  const rpcs = Object.values(AssessmentServiceDefinition.methods).map(({ name }): string => name);
  const names = [...assessmentActions, ...carePlanActions].map(({ name }) => name);
  expect(names.sort()).toEqual(rpcs.filter((name) => !NOT_ACTIONS.test(name)).sort());
});

let made = 0;
/** An id that nothing has. */
const fresh = (): string => `fresh-${++made}`;
const DAY = 86_400_000;

describe('what is said to be allowed is what the decision does, after any commands, for its agency', () => {
  const need = { category: 1, urgency: 1, description: undefined };
  const needsOf = (state: Assessment): string[] => (state.status === 'none' ? [] : state.needs.map(({ id }) => id));

  test.each([
    ['an assessment', assessmentMatrix],
    ['its needs', needMatrix],
  ])('%s', (_what, { samples }) =>
    compareActions<Assessment, Event>({
      samples: { ...samples, commands: { ...assessmentMatrix.samples.commands, ...samples.commands } },
      actions: assessmentActions,
      isParty: isOwner,
      ways: {
        StartAssessment: ['start'],
        SubmitAssessment: ['submit'],
        ApproveAssessment: ['approve'],
        ReturnAssessment: ['return'],
        VoidAssessment: ['void'],
        IdentifyNeed: [() => [(state, context) => identifyNeed(state, { ...need, needId: fresh() }, undefined, context)]],
        RecordNeedMet: [
          (state) => [...needsOf(state), fresh()].map((needId) => (known, context) => meetNeed(known, needId, undefined, context)),
        ],
      },
    }),
  );

  type PlanWay = Way<CarePlan, PlanEvent>;
  const anew = (give: (id: string, ...of: Parameters<PlanWay>) => readonly PlanEvent[]) => (): PlanWay[] => [
    (state, context) => give(fresh(), state, context),
  ];
  const improving = { outcome: GoalOutcome.GOAL_OUTCOME_IMPROVING, notes: undefined };
  const silent = { feeling: ChildFeeling.CHILD_FEELING_DID_NOT_SAY, said: undefined, goalId: '' };
  const goal = { area: GoalArea.GOAL_AREA_FAMILY, description: undefined, reachBy: undefined };
  const agreedWith = [ParticipantPart.PARTICIPANT_PART_CHILD];
  const looked = { findings: undefined, nextReviewAt: undefined };
  const goalsOf = (state: CarePlan): string[] => (state.status === 'none' ? [] : state.goals.map(({ id }) => id));

  test.each([
    ['a care plan', carePlanMatrix],
    ['its goals', goalMatrix],
  ])('%s', (_what, { samples }) =>
    compareActions<CarePlan, PlanEvent>({
      samples: { ...samples, commands: { ...carePlanMatrix.samples.commands, ...samples.commands } },
      actions: carePlanActions,
      isParty: isOwner,
      ways: {
        SetGoal: [anew((goalId, state, context) => writing.setGoal(state, { ...goal, goalId }, undefined, context))],
        AgreeCarePlan: ['agree'],
        RecordGoalOutcome: [
          (state) =>
            [...goalsOf(state), fresh()].map(
              (goalId) => (known, context) =>
                following.recordOutcome(known, { ...improving, goalId, outcomeId: fresh() }, undefined, context),
            ),
        ],
        RecordChildFeedback: [
          anew((feedbackId, state, context) => following.recordFeedback(state, { ...silent, feedbackId }, undefined, context)),
        ],
        AgreeSafetyPlan: [
          anew((safetyPlanId, state, context) =>
            writing.agreeSafety(state, { safetyPlanId, agreedWith, steps: undefined }, undefined, context),
          ),
        ],
        ReviewCarePlan: [anew((reviewId, state, context) => following.review(state, { ...looked, reviewId }, DAY, undefined, context))],
        EndCarePlan: ['end for its goals'],
      },
    }),
  );
});
