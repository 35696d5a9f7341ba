import type { DecisionContext } from '@accompany/domain';
import type { SendFacts } from './facts.js';
import { asSender, refusedAs } from './parties.js';
import type { Event, Referral } from './referral.js';
import { sharingIsPermitted } from './send-rules.js';
import type { SendCommand } from './sender.js';

/**
 * The sender puts an open referral under another consent or legal basis, which has to cover what it shares already. Under the one
 * that it has, nothing changes: whether that still holds is asked when it ends, not here.
 */
export const renewSharing = (
  state: Referral,
  command: Pick<SendCommand, 'permission'>,
  facts: Pick<SendFacts, 'consent' | 'legalBasis'>,
  context: DecisionContext,
): Event[] => {
  const referral = asSender(state, context);
  const { sender, receiver, shareCategories, permission: before } = referral.terms;
  const { permission } = command;
  switch (referral.status) {
    case 'sent':
    case 'received':
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold': {
      if (before?.$case === permission?.$case && before?.value === permission?.value) return [];
      sharingIsPermitted(referral.terms, { receiver, shareCategories, permission }, facts, context);
      return [{ $case: 'referralSharingRenewed', value: { sender, receiver, permission } }];
    }
    default:
      throw refusedAs(referral);
  }
};
