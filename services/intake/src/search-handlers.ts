import type { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import type { App, Handlers } from '@accompany/runtime';
import { caseWriting } from './case-writing.js';
import { unknownPlaceOf } from './copied.js';
import { inKnownPlace } from './places.js';
import { informAuthority, locate, loseWhereabouts, reviewSearch } from './whereabouts.js';

type SearchHandlers = Pick<Handlers<IntakeServiceDefinition>, 'loseWhereabouts' | 'reviewSearch' | 'locateClient' | 'informAuthority'>;

/** The calls about a child that cannot be found, and about what authorities are told. */
export const searchHandlers = (app: App): SearchHandlers => {
  const { seal, decide } = caseWriting(app);
  return {
    loseWhereabouts: async (request, call) => {
      const { caseId, lastContactAt, lastPlaceCode, reviewEveryDays } = request;
      const searchId = app.newId(call, request, 'search');
      const circumstances = await seal(caseId, call, request.circumstances);
      const lost = { searchId, lastContactAt, lastPlaceCode, circumstances, reviewEveryDays };
      const unknown = await unknownPlaceOf(app, lastPlaceCode);
      const standing = await decide(request, call, (state, context) => inKnownPlace(unknown, loseWhereabouts(state, lost, context)));
      return { searchId, ...standing };
    },

    reviewSearch: async (request, call) => {
      const { caseId, searchId, nextReviewAt } = request;
      const reviewId = app.newId(call, request, 'review');
      const findings = await seal(caseId, call, request.findings);
      const reviewed = { searchId, reviewId, findings, nextReviewAt };
      const standing = await decide(request, call, (state, context) => reviewSearch(state, reviewed, context));
      return { reviewId, ...standing };
    },

    locateClient: async (request, call) => {
      const { caseId, searchId, placeCode } = request;
      const notes = await seal(caseId, call, request.notes);
      const unknown = await unknownPlaceOf(app, placeCode);
      return decide(request, call, (state, context) => inKnownPlace(unknown, locate(state, { searchId, placeCode, notes }, context)));
    },

    informAuthority: async (request, call) => {
      const { caseId, searchId, authority, legalBasis } = request;
      const disclosureId = app.newId(call, request, 'disclosure');
      const told = await seal(caseId, call, request.told);
      const informed = { disclosureId, searchId, authority, legalBasis, told };
      const standing = await decide(request, call, (state, context) => informAuthority(state, informed, context));
      return { disclosureId, ...standing };
    },
  };
};
