import {
  type HandoverReason,
  type TransferDeclineReason,
  type TransferRelation,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import { type DecisionContext, type Reason, Rejection, unreachable } from '@accompany/domain';
import { hasPart, type Offered, type OfferFacts, type OfferTerms, offered } from './offer-rules.js';
import { actingAgency } from './parties.js';
import type { Event, KnownTransfer, Status, Terms, Transfer } from './transfer.js';

/** The transfer, for its giver or its receiver. To anybody else it does not exist. */
export const asTransferParty = (state: Transfer, context: Pick<DecisionContext, 'actor'>): KnownTransfer => {
  const agency = actingAgency(context);
  if (state.status === 'none' || agency === undefined) throw new Rejection('TRANSFER_UNKNOWN');
  if (agency !== state.terms.giver && agency !== state.terms.receiver) throw new Rejection('TRANSFER_UNKNOWN');
  return state;
};

/** The agency that holds the case offers it by itself. */
export const offer = (
  state: Transfer,
  command: { caseId: string; receiver: string; relation: TransferRelation; reason: HandoverReason },
  facts: OfferFacts,
  context: DecisionContext,
): Event[] => {
  const giver = actingAgency(context);
  if (giver === undefined) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  const { receiver, relation, reason } = command;
  if (state.status === 'none') {
    const { dueBy, escalatesAt } = facts;
    if (!hasPart(giver, command.caseId, facts)) throw new Rejection('TRANSFER_CASE_UNKNOWN');
    return offered(giver, [command], facts).map((one) => made({ giver, reason, dueBy, escalatesAt }, '', one));
  }
  if (state.status === 'offered' && state.terms.receiver === receiver && state.terms.relation === relation) return [];
  throw state.status === 'offered' ? new Rejection('TRANSFER_ALREADY_OPEN', { status: state.status }) : refusedAs(state);
};

/**
 * A case of a handover is offered. When the same agency's transfer of it is there already, for whatever reason, that is said instead, so that the
 * handover does not wait for ever.
 */
export const offerInHandover = (state: Transfer, handoverId: string, terms: OfferTerms, item: Offered): Event[] => {
  if (state.status === 'none') return [made(terms, handoverId, item)];
  if (state.terms.handoverId === handoverId || state.terms.notOffered.includes(handoverId)) return [];
  return [{ $case: 'transferNotOffered', value: { handoverId, giver: terms.giver, receiver: item.receiver } }];
};

const made = ({ giver, reason, dueBy, escalatesAt }: OfferTerms, handoverId: string, one: Offered): Event => {
  const { receiver, relation, previousTransferId, open } = one;
  return {
    $case: 'transferOffered',
    value: { giver, receiver, relation, reason, handoverId, previousTransferId, dueBy, escalatesAt, open },
  };
};

/** The receiver takes the case. The giver stays responsible until it lets go. */
export const acceptTransfer = (state: Transfer, context: DecisionContext): Event[] => {
  const known = asReceiver(state, context);
  switch (known.status) {
    case 'offered':
      return [{ $case: 'transferAccepted', value: kept(known.terms) }];
    case 'accepted':
    case 'released':
      return [];
    default:
      throw refusedAs(known);
  }
};

/** The receiver does not take the case. */
export const declineTransfer = (state: Transfer, { reason }: { reason: TransferDeclineReason }, context: DecisionContext): Event[] => {
  const known = asReceiver(state, context);
  if (known.status === 'declined' && known.reason === reason) return [];
  if (known.status !== 'offered') throw refusedAs(known);
  return [{ $case: 'transferDeclined', value: { ...kept(known.terms), reason } }];
};

/** The giver lets go: from this moment the receiver is responsible. */
export const release = (state: Transfer, context: DecisionContext): Event[] => {
  const known = asGiver(state, context);
  if (known.status === 'released') return [];
  if (known.status !== 'accepted') throw refusedAs(known);
  return [{ $case: 'transferReleased', value: kept(known.terms) }];
};

/** The giver takes its offer back, before release. */
export const withdrawTransfer = (state: Transfer, { reason }: { reason: TransferWithdrawReason }, context: DecisionContext): Event[] => {
  const known = asGiver(state, context);
  if (known.status === 'withdrawn') return [];
  return takenBack(known, reason) ?? refuse(known);
};

/** What happened elsewhere takes the offer back: its handover was abandoned, or its case is not open. What has ended stays ended. */
export const takeBack = (state: Transfer, reason: TransferWithdrawReason): Event[] =>
  state.status === 'none' ? [] : (takenBack(state, reason) ?? []);

/** The same, for a handover that was abandoned: only its own transfers. */
export const takeBackOf = (state: Transfer, handoverId: string): Event[] =>
  state.status === 'none' || state.terms.handoverId !== handoverId
    ? []
    : takeBack(state, TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_HANDOVER_ABANDONED);

const takenBack = (known: KnownTransfer, reason: TransferWithdrawReason): Event[] | undefined =>
  known.status === 'offered' || known.status === 'accepted'
    ? [{ $case: 'transferWithdrawn', value: { ...kept(known.terms), reason } }]
    : undefined;

/** The time for an answer passed. Silence is never consent: the giver stays responsible, and both are told. */
export const becomeOverdue = (state: Transfer): Event[] => {
  if (state.status !== 'offered' || state.terms.overdue) return [];
  const { giver, receiver, handoverId } = state.terms;
  return [{ $case: 'transferOverdue', value: { giver, receiver, handoverId } }];
};

/** One and a half times the time for an answer passed. */
export const escalate = (state: Transfer): Event[] => {
  if (state.status !== 'offered' || state.terms.escalated) return [];
  const { giver, receiver, handoverId } = state.terms;
  return [{ $case: 'transferEscalated', value: { giver, receiver, handoverId } }];
};

const kept = ({ giver, receiver, relation, handoverId }: Terms) => ({ giver, receiver, relation, handoverId });

const asReceiver = (state: Transfer, context: DecisionContext): KnownTransfer => {
  const known = asTransferParty(state, context);
  if (actingAgency(context) !== known.terms.receiver) throw new Rejection('NOT_THE_TRANSFER_RECEIVER');
  return known;
};

const asGiver = (state: Transfer, context: DecisionContext): KnownTransfer => {
  const known = asTransferParty(state, context);
  if (actingAgency(context) !== known.terms.giver) throw new Rejection('NOT_THE_GIVER');
  return known;
};

const refuse = (known: KnownTransfer): never => {
  throw refusedAs(known);
};

const refusedAs = ({ status }: KnownTransfer): Rejection => new Rejection(reasonFor(status), { status });

const reasonFor = (status: Status): Reason => {
  switch (status) {
    case 'offered':
      return 'TRANSFER_NOT_ANSWERED';
    case 'accepted':
      return 'TRANSFER_TAKEN';
    case 'declined':
      return 'TRANSFER_DECLINED';
    case 'withdrawn':
      return 'TRANSFER_WITHDRAWN';
    case 'released':
      return 'TRANSFER_RELEASED';
    default:
      return unreachable(status);
  }
};
