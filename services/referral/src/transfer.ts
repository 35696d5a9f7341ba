import { TransferEvent } from '@accompany/contracts/referral/v1/handover_events';
import type {
  HandoverReason,
  OpenThings,
  TransferDeclineReason,
  TransferRelation,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

/**
 * A transfer: one case that one agency, the giver, gives to another, by itself or as part of a handover. The giver is
 * responsible until it is released; intake changes lead or monitor on that.
 *
 *   offered ─► accepted ─► released        offered ─► declined        offered | accepted ─► withdrawn
 *
 * A return, or another try, is another transfer: its id follows from the one before (see `transferId`), so that one agency has one
 * open transfer of a case, whoever offers it. The decisions are in `transfer-decisions.ts`.
 */
export type Event = NonNullable<TransferEvent['event']>;

/** What stays the same while the status moves on. */
export type Terms = {
  readonly giver: string;
  readonly receiver: string;
  readonly relation: TransferRelation;
  readonly reason: HandoverReason;
  /** Empty for a transfer by itself. */
  readonly handoverId: string;
  readonly previousTransferId: string;
  readonly dueBy?: Date;
  readonly open: readonly OpenThings[];
  readonly overdue: boolean;
  readonly escalated: boolean;
  /** Handovers whose offer of the case was not made because of this one. */
  readonly notOffered: readonly string[];
};

export type KnownTransfer = { readonly terms: Terms } & (
  | { readonly status: 'offered' }
  | { readonly status: 'accepted' }
  | { readonly status: 'released' }
  | { readonly status: 'declined'; readonly reason: TransferDeclineReason }
  | { readonly status: 'withdrawn'; readonly reason: TransferWithdrawReason }
);

export type Transfer = { readonly status: 'none' } | KnownTransfer;
export type Status = KnownTransfer['status'];

export const transfer: Decider<Transfer, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'transferOffered':
        return { status: 'offered', terms: { ...event.value, overdue: false, escalated: false, notOffered: [] } };
      case 'transferAccepted':
        return { status: 'accepted', terms: termsOf(state) };
      case 'transferDeclined':
        return { status: 'declined', terms: termsOf(state), reason: event.value.reason };
      case 'transferReleased':
        return { status: 'released', terms: termsOf(state) };
      case 'transferWithdrawn':
        return { status: 'withdrawn', terms: termsOf(state), reason: event.value.reason };
      case 'transferOverdue':
        return { ...known(state), terms: { ...termsOf(state), overdue: true } };
      case 'transferEscalated':
        return { ...known(state), terms: { ...termsOf(state), escalated: true } };
      case 'transferNotOffered':
        return { ...known(state), terms: { ...termsOf(state), notOffered: [...termsOf(state).notOffered, event.value.handoverId] } };
      default:
        return unreachable(event);
    }
  },
};

const known = (state: Transfer): KnownTransfer => {
  if (state.status === 'none') throw new Error('a transfer begins with an offer');
  return state;
};

const termsOf = (state: Transfer): Terms => known(state).terms;

export const transferAggregate = aggregate({
  category: 'transfer',
  type: 'accompany.referral.v1',
  topic: 'case',
  decider: transfer,
  codec: TransferEvent,
});
