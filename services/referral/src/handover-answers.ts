import { TransferAnswer, TransferDeclineReason, TransferWithdrawReason } from '@accompany/contracts/referral/v1/handover_types';
import { fold } from '@accompany/domain';
import { type Event, type Handover, handover, type Item, type KnownHandover } from './handover.js';

/** How a transfer of a handover was answered. */
export type Answer = {
  readonly caseId: string;
  readonly transferId: string;
  readonly answer: TransferAnswer;
  readonly declineReason?: TransferDeclineReason;
  readonly withdrawReason?: TransferWithdrawReason;
};

/** The list learns how a transfer was answered. An answer to an offer that another has replaced says nothing any more. */
export const noteAnswer = (state: Handover, { caseId, transferId, answer, ...reasons }: Answer): Event[] => {
  if (state.status === 'none') return [];
  const item = state.terms.items.get(caseId);
  if (item?.transferId !== transferId || !follows(item, answer)) return [];
  const { declineReason = TransferDeclineReason.TRANSFER_DECLINE_REASON_UNSPECIFIED } = reasons;
  const { withdrawReason = TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_UNSPECIFIED } = reasons;
  return [{ $case: 'handoverItemAnswered', value: { caseId, transferId, answer, declineReason, withdrawReason } }];
};

/** The list learns that a receiver is responsible; with the last case it is completed. */
export const noteRelease = (state: Handover, { caseId, transferId }: { caseId: string; transferId: string }): Event[] => {
  if (state.status === 'none') return [];
  const item = state.terms.items.get(caseId);
  if (item?.transferId !== transferId || item.status !== 'accepted') return [];
  return withCompletion(state, { $case: 'handoverItemReleased', value: { caseId, transferId } });
};

/** An event, and the end of the handover when no case is left after it. */
export const withCompletion = (state: KnownHandover, event: Event): Event[] => {
  const after = fold(handover, [event], state);
  if (after.status !== 'in_progress') return [event];
  const items = [...after.terms.items.values()];
  const [released, kept] = [countOf(items, 'released'), countOf(items, 'kept')];
  if (released + kept < items.length) return [event];
  return [event, { $case: 'handoverCompleted', value: { released, kept } }];
};

const follows = ({ status }: Item, answer: TransferAnswer): boolean =>
  status === 'offered' || (status === 'accepted' && answer === TransferAnswer.TRANSFER_ANSWER_WITHDRAWN);

const countOf = (items: readonly Item[], status: Item['status']): number => items.filter((item) => item.status === status).length;
