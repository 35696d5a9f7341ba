import { LegalAidServiceDefinition } from '@accompany/contracts/legalaid/v1/service';
import { CounselTopic, Relation } from '@accompany/contracts/legalaid/v1/types';
import { compareActions } from '@accompany/domain/testing-actions';
import { expect, test } from 'vitest';
import { isOwner, matterActions } from './actions.js';
import { giveCounsel } from './counsel.js';
import { matterMatrix, representationMatrix } from './matrix.js';
import type { Event, Matter } from './matter.js';
import { addBeneficiary } from './opening.js';
import { recordProgress } from './proceedings.js';
import { engage } from './representation.js';

test('everything that is done with a matter is an action', () => {
  const rpcs = Object.values(LegalAidServiceDefinition.methods).map(({ name }): string => name);
  const names = matterActions.map(({ name }) => name);
  expect(names.sort()).toEqual(rpcs.filter((name) => !/^(Get|List)|^OpenMatter$/.test(name)).sort());
});

let made = 0;
/** An id that nothing has. */
const fresh = (): string => `fresh-${++made}`;
const brother = { relation: Relation.RELATION_RELATIVE, name: undefined };
const counsel = { beneficiaryIds: [], topics: [CounselTopic.COUNSEL_TOPIC_RIGHTS], notes: undefined };

test.each([
  ['a matter', matterMatrix],
  ['its representation at court', representationMatrix],
])('what is said to be allowed of %s is what the decision does, after any commands, for its agency', (_what, { samples }) =>
  compareActions<Matter, Event>({
    samples: { ...samples, commands: matterMatrix.samples.commands },
    actions: matterActions,
    isParty: isOwner,
    ways: {
      RecordConflictCheck: ['check for a conflict'],
      AddBeneficiary: [() => [(state, context) => addBeneficiary(state, { ...brother, beneficiaryId: fresh() }, undefined, context)]],
      RecordCounsel: [() => [(state, context) => giveCounsel(state, { ...counsel, counselId: fresh() }, undefined, context)]],
      BlockRepresentation: ['block'],
      UnblockRepresentation: ['unblock'],
      EngageRepresentation: ['engage', () => [(state, context) => engage(state, fresh(), undefined, context)]],
      EndRepresentation: ['end the representation'],
      FileComplaint: ['file a complaint'],
      StartInvestigation: ['record the investigation'],
      RecordInvestigationProgress: [
        () => [(state, context) => recordProgress(state, { progressId: fresh(), notes: undefined }, 1, undefined, context)],
      ],
      StartProsecution: ['record the prosecution'],
      StartTrial: ['record the trial'],
      RecordJudgment: ['record the judgment'],
      CloseMatter: ['close'],
      DiscontinueMatter: ['discontinue'],
    },
  }),
);
