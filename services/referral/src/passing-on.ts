import { type AnyEvent, type LookUp, reaction } from '@accompany/runtime';
import { type Event, hasEnded, type Referral, referralAggregate } from './referral.js';
import { sentBy } from './relying-queries.js';

/** A case has a new lead since a transfer was released. */
export type NewLead = { readonly from: string; readonly to: string; readonly transferId: string };

/**
 * The referrals that the giver of a case sent go with the case: the new lead is their sender, learns the answer and closes the loop. One
 * that the new lead itself receives stays as it is; nobody refers to itself.
 */
export const passOn = (state: Referral, { from, to, transferId }: NewLead): Event[] => {
  if (state.status === 'none' || !goesAlong(state)) return [];
  const { sender, receiver } = state.terms;
  if (sender !== from || receiver === to) return [];
  return [{ $case: 'referralPassedOn', value: { sender: to, previousSender: from, receiver, transferId } }];
};

const goesAlong = (state: Exclude<Referral, { status: 'none' }>): boolean => {
  switch (state.status) {
    case 'draft':
    case 'sent':
    case 'received':
    case 'waitlisted':
    case 'accepted':
    case 'in_service':
    case 'on_hold':
      return true;
    default:
      return hasEnded(state);
  }
};

/** Which referrals a change of the lead concerns. */
export const followLead = (event: AnyEvent, { caseId }: { readonly caseId: string }): LookUp<Referral, Event> | undefined => {
  if (event.$case !== 'leadChanged') return undefined;
  const lead = event.value;
  return async (tx) =>
    (await sentBy(tx, caseId, lead.from)).map((one) => ({ id: one.referralId, caseId, decide: (state) => passOn(state, lead) }));
};

export const passOnReferrals = reaction({
  name: 'referrals-follow-lead',
  does: 'makes the new lead the sender of what the old one had sent',
  aggregate: referralAggregate,
  on: () => [],
  among: followLead,
});
