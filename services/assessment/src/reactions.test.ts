import { AssessmentKind } from '@accompany/contracts/assessment/v1/types';
import { CaseOpened } from '@accompany/contracts/intake/v1/events';
import type { EventMeta } from '@accompany/runtime';
import { expect, test } from 'vitest';
import { initialAssessmentId } from './ids.js';
import { reactions } from './reactions.js';

const caseId = '0e5f3a52-2f4e-4a0b-8f0a-5b1f0a9e6a5f';
const older = '5b1f0a9e-6a5f-4d0b-a8a8-6f8f0a2d9c33';
const newer = '9a0e1a5e-5f0d-4c55-8f0b-3f3e8f1c2d01';
const meta = { caseId, streamId: newer } as EventMeta;
const ids = (event: Parameters<(typeof reactions)[number]['on']>[0]) => reactions.flatMap(({ on }) => on(event, meta).map(({ id }) => id));
const approved = (supersedes: string) =>
  ({
    $case: 'assessmentApproved',
    value: { approvedBy: 'worker-2', kind: AssessmentKind.ASSESSMENT_KIND_FOLLOW_UP, supersedes },
  }) as const;

test('an opened case asks for its initial assessment', () =>
  expect(ids({ $case: 'caseOpened', value: CaseOpened.fromPartial({ leadAgency: 'aple' }) })).toEqual([initialAssessmentId(caseId)]));
test('an approval supersedes the assessment that it names', () => expect(ids(approved(older))).toEqual([older]));
test('an approval that names none supersedes none', () => expect(ids(approved(''))).toEqual([]));
test('anything else asks for nothing', () => expect(ids({ $case: 'trialStarted', value: {} })).toEqual([]));
