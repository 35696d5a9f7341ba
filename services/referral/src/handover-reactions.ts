import { DutyKind, DutyRefusal } from '@accompany/contracts/intake/v1/types';
import { TransferAnswer, TransferWithdrawReason } from '@accompany/contracts/referral/v1/handover_types';
import { type AnyEvent, type AnyReaction, type EventMeta, type Ordered, reaction } from '@accompany/runtime';
import { type Handover, type Event as HandoverEvent, handoverAggregate } from './handover.js';
import { noteAnswer, noteRelease } from './handover-answers.js';
import type { OfferTerms } from './offer-rules.js';
import { type Transfer, type Event as TransferEvent, transferAggregate } from './transfer.js';
import { offerInHandover, takeBack, takeBackOf } from './transfer-decisions.js';

type OnTransfers = readonly Ordered<Transfer, TransferEvent>[];
type OnHandovers = readonly Ordered<Handover, HandoverEvent>[];

/** Each case of a list that is offered becomes a transfer; a list that is abandoned takes its transfers back. */
export const followHandover = (event: AnyEvent, { streamId: handoverId }: Pick<EventMeta, 'streamId'>): OnTransfers => {
  switch (event.$case) {
    case 'handoverOffered': {
      const terms = termsOf(event.value);
      return event.value.items.map((item) => ({
        id: item.transferId,
        caseId: item.caseId,
        decide: (state) => offerInHandover(state, handoverId, terms, item),
      }));
    }
    case 'handoverItemOfferedAgain': {
      const { item } = event.value;
      if (item === undefined) return [];
      const terms = termsOf(event.value);
      return [{ id: item.transferId, caseId: item.caseId, decide: (state) => offerInHandover(state, handoverId, terms, item) }];
    }
    case 'handoverAbandoned':
      return event.value.transferIds.map((id, index) => ({
        id,
        caseId: event.value.caseIds[index] ?? '',
        decide: (state) => takeBackOf(state, handoverId),
      }));
    default:
      return [];
  }
};

/** The list learns what became of each transfer. */
export const followTransfer = (event: AnyEvent, { streamId: transferId, caseId }: Pick<EventMeta, 'streamId' | 'caseId'>): OnHandovers => {
  const one = { caseId, transferId };
  const order = (handoverId: string, decide: (state: Handover) => HandoverEvent[]): OnHandovers =>
    handoverId === '' ? [] : [{ id: handoverId, decide }];
  switch (event.$case) {
    case 'transferAccepted':
      return order(event.value.handoverId, (state) => noteAnswer(state, { ...one, answer: TransferAnswer.TRANSFER_ANSWER_ACCEPTED }));
    case 'transferDeclined': {
      const { handoverId, reason: declineReason } = event.value;
      return order(handoverId, (state) => noteAnswer(state, { ...one, answer: TransferAnswer.TRANSFER_ANSWER_DECLINED, declineReason }));
    }
    case 'transferWithdrawn': {
      const { handoverId, reason: withdrawReason } = event.value;
      return order(handoverId, (state) => noteAnswer(state, { ...one, answer: TransferAnswer.TRANSFER_ANSWER_WITHDRAWN, withdrawReason }));
    }
    case 'transferNotOffered':
      return order(event.value.handoverId, (state) => noteAnswer(state, { ...one, answer: TransferAnswer.TRANSFER_ANSWER_NOT_OFFERED }));
    case 'transferReleased':
      return order(event.value.handoverId, (state) => noteRelease(state, one));
    default:
      return [];
  }
};

/** The case is closed, or is not the giver's to give: whoever learned of the transfer is told that it is off. */
export const followRefusal = (event: AnyEvent): OnTransfers => {
  if (event.$case !== 'caseDutyRefused' || event.value.kind !== DutyKind.DUTY_KIND_TRANSFER) return [];
  const reason = reasonFor(event.value.because);
  return [{ id: event.value.dutyId, decide: (state) => takeBack(state, reason) }];
};

const reasonFor = (because: DutyRefusal): TransferWithdrawReason => {
  switch (because) {
    case DutyRefusal.DUTY_REFUSAL_NOT_THE_GIVERS:
      return TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_NOT_THE_GIVERS;
    case DutyRefusal.DUTY_REFUSAL_TRANSFER_PENDING:
      return TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_TRANSFER_PENDING;
    default:
      return TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_CASE_NOT_OPEN;
  }
};

const termsOf = ({ giver, reason, dueBy, escalatesAt }: Partial<OfferTerms> & Pick<OfferTerms, 'giver' | 'reason'>): OfferTerms => {
  if (dueBy === undefined || escalatesAt === undefined) throw new Error('cases were offered without a time for the answer');
  return { giver, reason, dueBy, escalatesAt };
};

export const handoverReactions: readonly AnyReaction[] = [
  reaction({
    name: 'transfers-follow-handover',
    does: 'offers the cases of the handover to their receivers, or takes the offers back',
    aggregate: transferAggregate,
    topic: 'network',
    on: followHandover,
  }),
  reaction({
    name: 'handover-follows-transfers',
    does: "notes on the handover's list how each receiver answered, and completes it with the last case",
    aggregate: handoverAggregate,
    on: followTransfer,
  }),
  reaction({
    name: 'transfer-follows-case',
    does: "takes the offer back: the case is not open, or not the giver's to give",
    aggregate: transferAggregate,
    on: followRefusal,
  }),
];
