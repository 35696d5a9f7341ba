import { HandoverEvent } from '@accompany/contracts/referral/v1/handover_events';
import {
  type DeclaredTotals,
  type DifferenceExplained,
  type HandoverReason,
  TransferAnswer,
  type TransferDeclineReason,
  type TransferRelation,
} from '@accompany/contracts/referral/v1/handover_types';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

/**
 * A handover: the list of cases that one agency, the giver, gives to others, and how each of them is answered.
 *
 *   drafted ─► offered ─► in_progress ─► completed          drafted | offered | in_progress ─► abandoned
 *   a case: listed ─► offered ─► accepted ─► released        offered ─► declined | withdrawn | not_offered ─► offered | kept
 *
 * The giver's decisions are in `giver.ts`; what the transfers answer comes back through `handover-answers.ts`. Each case is a
 * transfer of its own (`transfer.ts`), where its receiver decides: this list follows.
 */
export type Event = NonNullable<HandoverEvent['event']>;

export type ItemStatus = 'listed' | 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'not_offered' | 'released' | 'kept';

/** A case on the list. */
export type Item = {
  readonly caseId: string;
  readonly receiver: string;
  readonly relation: TransferRelation;
  readonly status: ItemStatus;
  /** Empty while it is only listed. */
  readonly transferId: string;
  readonly declineReason?: TransferDeclineReason;
};

export type Terms = {
  readonly giver: string;
  readonly reason: HandoverReason;
  readonly declared: DeclaredTotals;
  readonly differences: readonly DifferenceExplained[];
  /** By case id, in the order in which they were listed. */
  readonly items: ReadonlyMap<string, Item>;
  readonly dueBy?: Date;
};

export type Status = 'drafted' | 'offered' | 'in_progress' | 'completed' | 'abandoned';
export type KnownHandover = { readonly status: Status; readonly terms: Terms };
export type Handover = { readonly status: 'none' } | KnownHandover;

export const handover: Decider<Handover, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'handoverDrafted': {
        const { giver, reason, declared = NOTHING_DECLARED } = event.value;
        return { status: 'drafted', terms: { giver, reason, declared, differences: [], items: new Map() } };
      }
      case 'handoverItemsListed':
        return withItems(
          state,
          event.value.items.map((item) => ({ ...item, status: 'listed', transferId: '' })),
        );
      case 'handoverItemsRemoved': {
        const items = new Map(known(state).terms.items);
        for (const caseId of event.value.caseIds) items.delete(caseId);
        return withTerms(state, { items });
      }
      case 'handoverTotalsDeclared':
        return withTerms(state, { declared: event.value.declared ?? NOTHING_DECLARED });
      case 'handoverDifferencesExplained':
        return withTerms(state, { differences: event.value.differences });
      case 'handoverOffered': {
        const { items, dueBy } = event.value;
        return { ...withItems(withTerms(state, { dueBy }), items.map(asOffered)), status: 'offered' };
      }
      case 'handoverItemOfferedAgain':
        return withItems(state, event.value.item === undefined ? [] : [asOffered(event.value.item)]);
      case 'handoverItemAnswered': {
        const { caseId, answer, declineReason } = event.value;
        return begun(withItems(state, [{ ...itemOf(state, caseId), status: answered(answer), declineReason }]));
      }
      case 'handoverItemReleased':
        return begun(withItems(state, [{ ...itemOf(state, event.value.caseId), status: 'released' }]));
      case 'handoverItemKept':
        return begun(withItems(state, [{ ...itemOf(state, event.value.caseId), status: 'kept' }]));
      case 'handoverCompleted':
        return { ...known(state), status: 'completed' };
      case 'handoverAbandoned':
        return { ...known(state), status: 'abandoned' };
      default:
        return unreachable(event);
    }
  },
};

const NOTHING_DECLARED: DeclaredTotals = { total: 0, direct: 0, remote: 0 };

const known = (state: Handover): KnownHandover => {
  if (state.status === 'none') throw new Error('a handover begins with a draft');
  return state;
};

const itemOf = (state: Handover, caseId: string): Item => {
  const item = known(state).terms.items.get(caseId);
  if (item === undefined) throw new Error('a case that is not on the list cannot be answered');
  return item;
};

const withTerms = (state: Handover, terms: Partial<Terms>): KnownHandover => {
  const { status, terms: before } = known(state);
  return { status, terms: { ...before, ...terms } };
};

const withItems = (state: Handover, changed: readonly Item[]): KnownHandover => {
  const items = new Map(known(state).terms.items);
  for (const item of changed) items.set(item.caseId, item);
  return withTerms(state, { items });
};

const asOffered = ({ caseId, receiver, relation, transferId }: Omit<Item, 'status'>): Item => ({
  caseId,
  receiver,
  relation,
  transferId,
  status: 'offered',
});

const begun = (state: KnownHandover): KnownHandover => (state.status === 'offered' ? { ...state, status: 'in_progress' } : state);

const answered = (answer: TransferAnswer): ItemStatus => {
  switch (answer) {
    case TransferAnswer.TRANSFER_ANSWER_ACCEPTED:
      return 'accepted';
    case TransferAnswer.TRANSFER_ANSWER_DECLINED:
      return 'declined';
    case TransferAnswer.TRANSFER_ANSWER_WITHDRAWN:
      return 'withdrawn';
    case TransferAnswer.TRANSFER_ANSWER_NOT_OFFERED:
      return 'not_offered';
    case TransferAnswer.TRANSFER_ANSWER_UNSPECIFIED:
      throw new Error('an answer says what it is');
    default:
      return unreachable(answer);
  }
};

export const handoverAggregate = aggregate({
  category: 'handover',
  type: 'accompany.referral.v1',
  topic: 'network',
  decider: handover,
  codec: HandoverEvent,
});
