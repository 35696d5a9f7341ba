import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { caseAggregate } from './case.js';
import { known } from './case-guards.js';
import { caseWriting } from './case-writing.js';
import { agreeToMerge, proposeMerge, refuseMerge, undoMerge, withdrawMerge } from './merging.js';

type MergeHandlers = Pick<
  Handlers<IntakeServiceDefinition>,
  'proposeMerge' | 'withdrawMerge' | 'agreeToMerge' | 'refuseMerge' | 'undoMerge'
>;

const { PERSONAL_DATA_CATEGORY_NARRATIVE: NARRATIVE } = PersonalDataCategory;

/** The calls about a case that becomes part of another one. Each decides on one case; the other follows by reactions. */
export const mergeHandlers = (app: App): MergeHandlers => {
  const { decide } = caseWriting(app);
  return {
    proposeMerge: async (request, call) => {
      const { caseId, intoCaseId } = request;
      const mergeId = app.newId(call, request, 'merge');
      const target = await app.load(caseAggregate, intoCaseId);
      const standing = await decide(request, call, (state, context) =>
        proposeMerge(state, { caseId, mergeId, intoCaseId }, target.state, context),
      );
      return { mergeId, ...standing };
    },

    withdrawMerge: (request, call) => decide(request, call, (state, context) => withdrawMerge(state, request.mergeId, context)),

    agreeToMerge: (request, call) => decide(request, call, (state, context) => agreeToMerge(state, request.fromCaseId, context)),

    refuseMerge: (request, call) => decide(request, call, (state, context) => refuseMerge(state, request.fromCaseId, context)),

    undoMerge: async (request, call) => {
      const { state } = await app.load(caseAggregate, request.caseId);
      const reason = await app.seal(known(state).opened.clientId, NARRATIVE, caseAggregate, request.caseId, request.reason);
      return decide(request, call, (current, context) => undoMerge(current, { reason }, context));
    },
  };
};
