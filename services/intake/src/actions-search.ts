import { LegalBasis } from '@accompany/contracts/intake/v1/types';
import { type Action, ANY_ID as ANY } from '@accompany/domain';
import { one } from './actions-naming.js';
import type { Case, Event } from './case.js';
import { informAuthority, locate, loseWhereabouts, openSearch, reviewSearch } from './whereabouts.js';

/** What the lead does about a child that cannot be found, and about what authorities are told. */
export const searchActions: readonly Action<Case, Event>[] = [
  {
    name: 'LoseWhereabouts',
    attempt: (state, context) =>
      loseWhereabouts(
        state,
        { searchId: ANY, lastContactAt: undefined, lastPlaceCode: '', circumstances: undefined, reviewEveryDays: 30 },
        context,
      ),
  },
  {
    name: 'LocateClient',
    attempt: (state, context) =>
      locate(state, { searchId: one(state, (found) => openSearch(found)?.lost.searchId), placeCode: '', notes: undefined }, context),
  },
  {
    name: 'ReviewSearch',
    attempt: (state, context) => {
      const searchId = one(state, (found) => openSearch(found)?.lost.searchId);
      return reviewSearch(state, { searchId, reviewId: ANY, findings: undefined, nextReviewAt: undefined }, context);
    },
  },
  {
    name: 'InformAuthority',
    attempt: (state, context) => {
      const legalBasis = LegalBasis.LEGAL_BASIS_VITAL_INTEREST;
      return informAuthority(state, { disclosureId: ANY, searchId: '', authority: '', legalBasis, told: undefined }, context);
    },
  },
];
