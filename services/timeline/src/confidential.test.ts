import { ChildFeeling } from '@accompany/contracts/assessment/v1/careplan_types';
import { RepresentationBlock } from '@accompany/contracts/legalaid/v1/types';
import type { Actor } from '@accompany/domain';
import { expect, test } from 'vitest';
import { asReadBy } from './confidential.js';
import { tell } from './story.js';

const POLICE = RepresentationBlock.REPRESENTATION_BLOCK_POLICE_INVESTIGATION;
const aple: Actor = { kind: 'agency', agency: 'aple', person: 'lawyer-1' };
const a21: Actor = { kind: 'agency', agency: 'a21', person: 'counsellor-1' };
const operator: Actor = { kind: 'service', service: 'operator' };

test.each([
  ["the matter's agency", aple, 'No representation at court for now: police investigation.'],
  ['a service', operator, 'No representation at court for now: police investigation.'],
  ['another participant', a21, 'No representation at court for now.'],
])('%s reads: %s', (_who, reader, sentence) => {
  const fact = { stream: 'matter-1', actor: aple, event: { $case: 'representationBlocked' as const, value: { reason: POLICE } } };
  expect(tell(asReadBy(reader)(fact), (agency) => agency)).toBe(sentence);
});

test.each([
  ["the plan's agency", aple, 'aple asked the child about the care plan, who feels worse than before.'],
  ['a service', operator, 'aple asked the child about the care plan, who feels worse than before.'],
  ['another participant', a21, 'aple asked the child about the care plan.'],
])('of what the child said, %s reads: %s', (_who, reader, sentence) => {
  const value = { feedbackId: 'f', feeling: ChildFeeling.CHILD_FEELING_WORSE, said: undefined, goalId: '' };
  const fact = { stream: 'careplan-1', actor: aple, event: { $case: 'childFeedbackRecorded' as const, value } };
  expect(tell(asReadBy(reader)(fact), (agency) => agency)).toBe(sentence);
});

test('everything else is read as it is', () => {
  const fact = { stream: 'matter-1', actor: aple, event: { $case: 'caseworkerAssigned' as const, value: { caseworker: 'x' } } };
  expect(asReadBy(a21)(fact as never)).toBe(fact);
});
