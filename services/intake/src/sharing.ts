import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { CaseDataShared } from '@accompany/contracts/intake/v1/events';
import { type Case, type Event, type KnownCase, referralsOf } from './case.js';
import { known } from './case-guards.js';

/** Every category of personal data: what the lead reads. */
const ALL: ReadonlySet<PersonalDataCategory> = new Set([
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY,
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_CONTACT,
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_HEALTH,
  PersonalDataCategory.PERSONAL_DATA_CATEGORY_LEGAL,
]);

/** An agency was told something by a message. The same message shares once, also after it was said to be a mistake. */
export const shareData = (state: Case, shared: CaseDataShared): Event[] =>
  known(state).shares.has(shared.shareId) ? [] : [{ $case: 'caseDataShared', value: shared }];

/** What was shared rests on another consent or legal basis from here on. */
export const renewSharing = (state: Case, shareId: string, permission: CaseDataShared['permission']): Event[] => {
  const share = known(state).shares.get(shareId);
  if (share === undefined || isOver(share) || isSame(share.permission, permission)) return [];
  return [{ $case: 'caseDataShared', value: { ...share, permission } }];
};

/** A message was a mistake. A referral that was one needs no word here: it opens nothing once its receiver has left. */
export const endSharing = (state: Case, shareId: string): Event[] => {
  const share = known(state).shares.get(shareId);
  return share === undefined || share.ofReferral || isOver(share) ? [] : [{ $case: 'caseSharingEnded', value: { shareId } }];
};

/**
 * The categories of personal data that an agency may read of a case now. The lead reads all. Any other agency reads what is shared with it by
 * a message, or by a referral under which it provides, as long as the consent or legal basis holds; whoever only follows the case, nothing.
 */
export const categoriesOpenTo = (state: KnownCase, agency: string): ReadonlySet<PersonalDataCategory> =>
  state.lead === agency
    ? ALL
    : new Set([...state.shares.values()].filter((share) => isOpen(state, share, agency)).flatMap(({ categories }) => categories));

const isOpen = (state: KnownCase, share: CaseDataShared, agency: string): boolean =>
  share.agency === agency &&
  (!share.ofReferral || referralsOf(state, agency).includes(share.shareId)) &&
  isPermitted(state, share.permission);

const isPermitted = ({ consents, bases }: KnownCase, permission: CaseDataShared['permission']): boolean => {
  switch (permission?.$case) {
    case undefined:
      return false;
    case 'consentId':
      return consents.get(permission.value)?.status === 'given';
    case 'legalBasisId': {
      const basis = bases.get(permission.value);
      return basis !== undefined && basis.approvedBy !== '' && !basis.expired;
    }
  }
};

const isOver = ({ categories }: CaseDataShared): boolean => categories.length === 0;

const isSame = (one: CaseDataShared['permission'], other: CaseDataShared['permission']): boolean =>
  one?.$case === other?.$case && one?.value === other?.value;
