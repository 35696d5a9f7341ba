import { fold } from '@accompany/domain';
import { matrix, THE_NETWORK } from '@accompany/domain/testing';
import { absorb, endAbsorption } from './absorbing.js';
import { type Case, caseDecider } from './case.js';
import { asked, awaited, LEAD, MONITOR, OF_LEAD, PROVIDER, roles as people, SECOND, STRANGER } from './matrix-case-samples.js';
import * as merging from './merging.js';
import * as sample from './samples.js';
import { caseId, intake, LOW, mergeId, otherCaseId, sealed } from './samples.js';

const { opened, monitorJoined } = sample;
const alone = [opened, monitorJoined];
const other = fold(caseDecider, [opened]);
const OTHER_LEAD = 'lead of the other case';
const roles = {
  [LEAD]: people[LEAD],
  [SECOND]: people[SECOND],
  [OTHER_LEAD]: people[PROVIDER],
  [MONITOR]: people[MONITOR],
  [STRANGER]: people[STRANGER],
};
const of = { decider: caseDecider, source: 'services/intake/src/merging.ts', roles };

const declined = { $case: 'caseMergeDeclined', value: { mergeId, intoCaseId: otherCaseId, because: 1 } } as const;
const undone = { $case: 'caseMergeUndone', value: { mergeId, intoCaseId: otherCaseId, reason: sealed } } as const;

/** The case that becomes part of another one. */
export const mergeMatrix = matrix({
  ...of,
  title: 'Merge, in the case that goes into another',
  statusOf: (state: Case) => (state.status === 'none' ? 'none' : (state.merge?.status ?? 'none')),
  states: {
    none: alone,
    proposed: [...alone, sample.mergeProposed],
    'proposed, with a threat': [...alone, sample.mergeProposed, sample.threatened],
    'proposed, with a search': [...alone, sample.mergeProposed, sample.lost],
    declined: [...alone, sample.mergeProposed, declined],
    merged: [...alone, sample.mergeProposed, sample.merged],
    undone: [...alone, sample.mergeProposed, sample.merged, undone],
  },
  commands: {
    propose: {
      by: OF_LEAD,
      give: (state, context) => merging.proposeMerge(state, { caseId, mergeId, intoCaseId: otherCaseId }, other, context),
    },
    withdraw: { by: OF_LEAD, give: (state, context) => merging.withdrawMerge(state, mergeId, context) },
    'hear of the refusal': { by: THE_NETWORK, give: (state) => merging.declineMerge(state, mergeId) },
    'hear of the agreement': { by: THE_NETWORK, give: (state) => merging.merge(state, sample.agreement) },
    undo: { by: [LEAD, SECOND, OTHER_LEAD], give: (state, context) => merging.undoMerge(state, { reason: sealed }, context) },
  },
});

const merge = 'm-2';
const absorbed = { $case: 'caseAbsorbed', value: { mergeId: merge, fromCaseId: otherCaseId } } as const;
const ended = { $case: 'caseAbsorptionEnded', value: { mergeId: merge, fromCaseId: otherCaseId } } as const;
const arrived = { mergeId: merge, intoCaseId: caseId, agreedBy: 'lotus', agreedByPerson: 'p-2', risk: LOW, openThreats: [] };

/** The case that another one becomes part of. */
export const absorptionMatrix = matrix({
  ...of,
  title: 'Merge, in the case that takes the other in',
  statusOf: (state: Case) => (state.status === 'none' ? 'none' : (state.absorptions.get(otherCaseId)?.status ?? 'none')),
  states: {
    none: alone,
    asked: [...alone, asked],
    'asked, to be merged itself': [...alone, asked, sample.mergeProposed],
    awaited: [...alone, asked, awaited],
    absorbed: [...alone, asked, awaited, absorbed],
    ended: [...alone, asked, ended],
  },
  commands: {
    'hear of the proposal': {
      by: THE_NETWORK,
      give: (state) => merging.askMerge(state, otherCaseId, { mergeId: merge, intoCaseId: caseId, agency: 'heron', proposedBy: 'p-3' }),
    },
    agree: { by: OF_LEAD, give: (state, context) => merging.agreeToMerge(state, otherCaseId, context) },
    refuse: { by: OF_LEAD, give: (state, context) => merging.refuseMerge(state, otherCaseId, context) },
    'take it in': { by: THE_NETWORK, give: (state) => absorb(state, otherCaseId, arrived, intake) },
    'hear that it came to nothing': { by: THE_NETWORK, give: (state) => endAbsorption(state, otherCaseId, merge) },
  },
});
