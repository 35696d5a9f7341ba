import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { type Actor, type DecisionContext, type Reason, Rejection, unreachable } from '@accompany/domain';
import type { KnownReferral, Referral, Status } from './referral.js';

/** The agency that acts; undefined when a service does. */
export const actingAgency = ({ actor }: Pick<DecisionContext, 'actor'>): string | undefined =>
  actor.kind === 'agency' ? actor.agency : undefined;

/** Whether the actor is its sender or its receiver. */
export const isParty = (state: Referral, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && (actor.agency === state.terms.sender || actor.agency === state.terms.receiver);

/** The referral, for its sender or its receiver. To anybody else it does not exist. */
export const asParty = (state: Referral, context: Pick<DecisionContext, 'actor'>): KnownReferral => {
  const agency = actingAgency(context);
  if (state.status === 'none' || agency === undefined) throw new Rejection('REFERRAL_UNKNOWN');
  const { sender, receiver } = state.terms;
  if (agency !== sender && agency !== receiver) throw new Rejection('REFERRAL_UNKNOWN');
  return state;
};

/** The referral, for its receiver. */
export const asReceiver = (state: Referral, context: Pick<DecisionContext, 'actor'>): KnownReferral => {
  const referral = asParty(state, context);
  if (actingAgency(context) !== referral.terms.receiver) throw new Rejection('NOT_THE_RECEIVER');
  return referral;
};

/** The referral, for its sender. */
export const asSender = (state: Referral, context: Pick<DecisionContext, 'actor'>): KnownReferral => {
  const referral = asParty(state, context);
  if (actingAgency(context) !== referral.terms.sender) throw new Rejection('NOT_THE_SENDER');
  return referral;
};

/** The refusal that names the state that stands in the way. */
export const refusedAs = ({ status }: KnownReferral): Rejection => new Rejection(reasonFor(status), { status });

const reasonFor = (status: Status): Reason => {
  switch (status) {
    case 'draft':
      return 'REFERRAL_NOT_SENT';
    case 'sent':
      return 'REFERRAL_NOT_RECEIVED';
    case 'received':
      return 'REFERRAL_NOT_ANSWERED';
    case 'waitlisted':
      return 'REFERRAL_WAITLISTED';
    case 'accepted':
      return 'REFERRAL_TAKEN';
    case 'in_service':
      return 'REFERRAL_IN_SERVICE';
    case 'on_hold':
      return 'REFERRAL_ON_HOLD';
    case 'declined':
      return 'REFERRAL_DECLINED';
    case 'completed':
      return 'REFERRAL_COMPLETED';
    case 'not_delivered':
      return 'REFERRAL_NOT_DELIVERED';
    case 'withdrawn':
      return 'REFERRAL_WITHDRAWN';
    case 'cancelled':
      return 'REFERRAL_CANCELLED';
    case 'lapsed':
      return 'REFERRAL_LAPSED';
    case 'loop_closed':
      return 'REFERRAL_LOOP_CLOSED';
    case 'information':
      return 'REFERRAL_IS_INFORMATION';
    case 'entered_in_error':
      return 'REFERRAL_ENTERED_IN_ERROR';
    default:
      return unreachable(status);
  }
};

/** A status as the contract names it. */
export const statusCode = (status: Status): ReferralStatus => {
  switch (status) {
    case 'draft':
      return ReferralStatus.REFERRAL_STATUS_DRAFT;
    case 'sent':
      return ReferralStatus.REFERRAL_STATUS_SENT;
    case 'received':
      return ReferralStatus.REFERRAL_STATUS_RECEIVED;
    case 'waitlisted':
      return ReferralStatus.REFERRAL_STATUS_WAITLISTED;
    case 'accepted':
      return ReferralStatus.REFERRAL_STATUS_ACCEPTED;
    case 'in_service':
      return ReferralStatus.REFERRAL_STATUS_IN_SERVICE;
    case 'on_hold':
      return ReferralStatus.REFERRAL_STATUS_ON_HOLD;
    case 'declined':
      return ReferralStatus.REFERRAL_STATUS_DECLINED;
    case 'completed':
      return ReferralStatus.REFERRAL_STATUS_COMPLETED;
    case 'not_delivered':
      return ReferralStatus.REFERRAL_STATUS_NOT_DELIVERED;
    case 'withdrawn':
      return ReferralStatus.REFERRAL_STATUS_WITHDRAWN;
    case 'cancelled':
      return ReferralStatus.REFERRAL_STATUS_CANCELLED;
    case 'lapsed':
      return ReferralStatus.REFERRAL_STATUS_LAPSED;
    case 'loop_closed':
      return ReferralStatus.REFERRAL_STATUS_LOOP_CLOSED;
    case 'information':
      return ReferralStatus.REFERRAL_STATUS_INFORMATION;
    case 'entered_in_error':
      return ReferralStatus.REFERRAL_STATUS_ENTERED_IN_ERROR;
    default:
      return unreachable(status);
  }
};
