import {
  KeepReason,
  TotalsSubject,
  TransferDeclineReason,
  TransferRelation,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import { type Action, type Actor, ANY_ID } from '@accompany/domain';
import { abandon, declare, explain, itemsFor, keep, list, offerAgain, offerAll, remove } from './giver.js';
import type { Event, Handover, Item } from './handover.js';
import type { OfferFacts } from './offer-rules.js';
import type { Transfer, Event as TransferEvent } from './transfer.js';
import { acceptTransfer, declineTransfer, release, withdrawTransfer } from './transfer-decisions.js';

const item = { caseId: ANY_ID, receiver: ANY_ID, relation: TransferRelation.TRANSFER_RELATION_LEAD };
const difference = { subject: TotalsSubject.TOTALS_SUBJECT_TOTAL, reason: 1, cases: 1 };
const { KEEP_REASON_KEPT_BY_GIVER: KEPT } = KeepReason;

/** What an offer of everything, and of one case again, looks at. */
export type HandoverFacts = { readonly all: OfferFacts; readonly again: OfferFacts };

/** What the giver does with its list of cases. */
export const handoverActions = ({ all, again }: HandoverFacts): readonly Action<Handover, Event>[] => [
  { name: 'AddHandoverItems', attempt: (state, context) => list(state, { items: [item] }, context) },
  {
    name: 'RemoveHandoverItems',
    attempt: (state, context) => remove(state, { caseIds: itemsOf(state).map(({ caseId }) => caseId) }, context),
  },
  {
    name: 'DeclareHandoverTotals',
    attempt: (state, context) => declare(state, { declared: { total: -1, direct: 0, remote: 0 } }, context),
  },
  { name: 'ExplainHandoverDifferences', attempt: (state, context) => explain(state, { differences: otherThan(state) }, context) },
  { name: 'OfferHandover', attempt: (state, context) => offerAll(state, all, context) },
  { name: 'OfferHandoverItemAgain', attempt: (state, context) => offerAgain(state, unheld(state), again, context) },
  { name: 'KeepHandoverItem', attempt: (state, context) => keep(state, { ...unheld(state), reason: KEPT }, context) },
  { name: 'AbandonHandover', attempt: abandon },
];

const itemsOf = (state: Handover): Item[] => (state.status === 'none' ? [] : [...state.terms.items.values()]);

const otherThan = (state: Handover) => (state.status !== 'none' && state.terms.differences.length > 0 ? [] : [difference]);

/** A case that nobody has; without one, the last that is still under way; without any, the last of the list. */
export const unheld = (state: Handover): { caseId: string; receiver: string } => {
  const items = itemsOf(state);
  const those = (...statuses: Item['status'][]) => items.filter(({ status }) => statuses.includes(status)).at(-1);
  return those('declined', 'withdrawn', 'not_offered') ?? those('kept') ?? those('listed', 'offered', 'accepted') ?? items.at(-1) ?? item;
};

/** Whether the actor's agency gives it, or was offered something of it. */
export const isHandoverParty = (state: Handover, actor: Actor): boolean =>
  state.status !== 'none' &&
  actor.kind === 'agency' &&
  (state.terms.giver === actor.agency || itemsFor(state, actor.agency).some(({ transferId }) => transferId !== ''));

/** What giver and receiver do with one case. Offering it rests on facts of the case and is tried by offering. */
export const transferActions: readonly Action<Transfer, TransferEvent>[] = [
  { name: 'AcceptTransfer', attempt: acceptTransfer },
  {
    name: 'DeclineTransfer',
    attempt: (state, context) => declineTransfer(state, { reason: TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY }, context),
  },
  { name: 'ReleaseTransfer', attempt: release },
  {
    name: 'WithdrawTransfer',
    attempt: (state, context) =>
      withdrawTransfer(state, { reason: TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_KEPT_BY_GIVER }, context),
  },
];

/** Whether the actor's agency gives the case, or is asked to take it. */
export const isTransferParty = (state: Transfer, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && [state.terms.giver, state.terms.receiver].includes(actor.agency);
