import { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { expect, test } from 'vitest';
import { assessmentActions, carePlanActions } from './actions.js';

/** Calls that read, and calls that begin something: those rest on facts of the case. */
const NOT_ACTIONS = /^(Get|List)|^(RequestAssessment|DraftCarePlan)$/;

test('everything that is done with an assessment or a care plan is an action', () => {
  const rpcs = Object.values(AssessmentServiceDefinition.methods).map(({ name }): string => name);
  const names = [...assessmentActions, ...carePlanActions].map(({ name }) => name);
  expect(names.sort()).toEqual(rpcs.filter((name) => !NOT_ACTIONS.test(name)).sort());
});
