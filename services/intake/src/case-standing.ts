import {
  type Absorption,
  type Disclosure,
  type Duty,
  type MergeOnFile,
  MergeStatus,
  type Search,
} from '@accompany/contracts/intake/v1/case_requests';
import type { AuthorityInformed } from '@accompany/contracts/intake/v1/events';
import type { GetCaseResponse } from '@accompany/contracts/intake/v1/service';
import { ClosureCriterion, Whereabouts } from '@accompany/contracts/intake/v1/types';
import { unreachable } from '@accompany/domain';
import type { Search as HeldSearch, KnownCase } from './case.js';
import { obstaclesToClosing } from './closure.js';
import type { Open } from './opened.js';
import { openSearch } from './whereabouts.js';

type Standing = Pick<
  GetCaseResponse,
  | 'duties'
  | 'whereabouts'
  | 'search'
  | 'disclosures'
  | 'merge'
  | 'absorptions'
  | 'officeId'
  | 'programmeIds'
  | 'errorReason'
  | 'closureObstacles'
>;

/** What keeps a case open and what it has become, with its personal data opened. */
export const openStanding = async (state: KnownCase, open: Open): Promise<Standing> => ({
  duties: dutiesOf(state),
  whereabouts: openSearch(state) === undefined ? Whereabouts.WHEREABOUTS_KNOWN : Whereabouts.WHEREABOUTS_UNKNOWN,
  search: state.search && (await openedSearch(state.search, open)),
  disclosures: await Promise.all([...state.informed.values()].map((informed) => openDisclosure(informed, open))),
  merge: mergeOf(state),
  absorptions: [...state.absorptions].map(([fromCaseId, { mergeId, agency, status }]) => ({
    ...{ mergeId, fromCaseId, agency },
    status: absorptionStatus(status),
  })),
  officeId: state.office,
  programmeIds: [...state.programmes],
  errorReason: state.error ?? 0,
  closureObstacles: obstaclesToClosing(state, ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE).map(({ reason, facts }) => ({
    reason,
    ids: reason === 'RISK_HIGH' ? [] : Object.values(facts).flatMap((ids) => ids.split(' ')),
  })),
});

const dutiesOf = ({ duties }: KnownCase): Duty[] =>
  [...duties].flatMap(([dutyId, { kind, agency, status }]) =>
    status === 'open' || status === 'waived' ? [{ kind, dutyId, agency, waived: status === 'waived' }] : [],
  );

const openedSearch = async ({ lost, reviews, nextReviewAt, reviewDue, located }: HeldSearch, open: Open): Promise<Search> => ({
  searchId: lost.searchId,
  lastContactAt: lost.lastContactAt,
  lastPlaceCode: lost.lastPlaceCode,
  circumstances: await open(lost.circumstances),
  reviewEveryDays: lost.reviewEveryDays,
  nextReviewAt: located === undefined ? nextReviewAt : undefined,
  reviewDue,
  reviews: await Promise.all(
    reviews.map(async (review) => ({
      reviewId: review.reviewId,
      findings: await open(review.findings),
      nextReviewAt: review.nextReviewAt,
    })),
  ),
  located: located !== undefined,
  placeCode: located?.placeCode ?? '',
  notes: await open(located?.notes),
});

const openDisclosure = async (informed: AuthorityInformed, open: Open): Promise<Disclosure> => {
  const { disclosureId, searchId, authority, legalBasis, informedBy } = informed;
  return { disclosureId, searchId, authority, legalBasis, informedBy, told: await open(informed.told, informedBy) };
};

const mergeOf = ({ merge }: KnownCase): MergeOnFile | undefined => {
  if (merge === undefined) return undefined;
  const { mergeId, intoCaseId, agency } = merge.proposed;
  return { mergeId, intoCaseId, agency, agreedBy: merge.merged?.agreedBy ?? '', status: mergeStatus(merge.status) };
};

const mergeStatus = (status: NonNullable<KnownCase['merge']>['status']): MergeStatus => {
  switch (status) {
    case 'proposed':
      return MergeStatus.MERGE_STATUS_PROPOSED;
    case 'declined':
      return MergeStatus.MERGE_STATUS_DECLINED;
    case 'merged':
      return MergeStatus.MERGE_STATUS_MERGED;
    case 'undone':
      return MergeStatus.MERGE_STATUS_UNDONE;
    default:
      return unreachable(status);
  }
};

const absorptionStatus = (status: 'asked' | 'awaited' | 'absorbed' | 'ended'): Absorption['status'] => {
  switch (status) {
    case 'asked':
      return MergeStatus.MERGE_STATUS_PROPOSED;
    case 'awaited':
      return MergeStatus.MERGE_STATUS_AWAITED;
    case 'absorbed':
      return MergeStatus.MERGE_STATUS_MERGED;
    case 'ended':
      return MergeStatus.MERGE_STATUS_DECLINED;
    default:
      return unreachable(status);
  }
};
