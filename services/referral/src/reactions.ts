import { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { reaction } from '@accompany/runtime';
import { referralIdForNeed } from './ids.js';
import { referralAggregate } from './referral.js';
import { draftForNeed } from './sender.js';

/** A need that was identified gets its draft. Not a legal one: for that the legal-aid service opens a matter. */
export const draftOnNeed = reaction({
  name: 'draft-referral-on-need',
  does: 'drafts a referral for a need, unless it is one of legal aid',
  aggregate: referralAggregate,
  on: (event) =>
    event.$case === 'needIdentified' && event.value.category !== ServiceCategory.SERVICE_CATEGORY_LEGAL_AID
      ? [{ id: referralIdForNeed(event.value.needId), decide: (state) => draftForNeed(state, event.value) }]
      : [],
});
