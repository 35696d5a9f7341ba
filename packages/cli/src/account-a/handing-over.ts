import { TransferList } from '@accompany/contracts/referral/v1/handover_service';
import {
  DifferenceReason,
  HandoverItemStatus,
  HandoverReason,
  HandoverStatus,
  TotalsSubject,
  TransferDeclineReason,
  TransferRelation,
} from '@accompany/contracts/referral/v1/handover_types';
import { eventually, forEach, made, note, onceHeard, positions, refusedWith } from '../journey.js';
import {
  COUNTS,
  caseworker,
  GIVER,
  HANDED_OVER,
  type HandedOver,
  type Journey,
  on,
  RECEIVERS,
  type Receiver,
  type Step,
} from './journey.js';

const { direct, remote, uncounted } = COUNTS;
const ACCEPTED = HandoverItemStatus.HANDOVER_ITEM_STATUS_ACCEPTED;

/** What the giver hears of its cases from the network, a moment after it was so. */
const NOT_HEARD = ['HANDOVER_CASE_NOT_HELD', 'HANDOVER_CASE_NOT_OPEN'];

/** The cases go to others: A3 and A4. */
export const handingOver: readonly Step[] = [
  {
    id: 'A3',
    title: '21 cases are handed over to APLE and to two Departments of Social Affairs, which answer case by case',
    play: async (journey) => {
      await offer(journey);
      const handoverId = made(journey, 'handoverId');
      const { handover } = caseworker(journey);
      const { items } = await eventually(`${HANDED_OVER} offers`, async () => {
        const seen = await handover.getHandover({ handoverId });
        return seen.transfers === HANDED_OVER ? seen : undefined;
      });
      const first = items.find(({ receiver }) => receiver === 'dosvy-siem-reap');
      if (first === undefined) throw new Error('no case is offered to the Department in Siem Reap');
      const { caseId, transferId } = first;
      Object.assign(journey.made, { storyCaseId: caseId, declinedTransferId: transferId });
      await answer(journey, transferId);
      await offerAgain(journey, caseId);
      await eventually('an answer to each case', async () => {
        const seen = await handover.getHandover({ handoverId });
        return seen.items.every(({ status }) => status === ACCEPTED) || undefined;
      });
      return `${HANDED_OVER} cases to ${RECEIVERS.length} receivers, each answered by its receiver; one declined for lack of places, offered again, taken by aple`;
    },
  },
  {
    id: 'A4',
    title: '7 are direct cases, 11 are remote cases that others lead; that is 18, not 21, and had to be explained before the offer',
    play: async (journey) => {
      const handoverId = made(journey, 'handoverId');
      const { handover } = caseworker(journey);
      const { items } = await handover.getHandover({ handoverId });
      await forEach(items, async ({ transferId }) =>
        note(journey, await handover.releaseTransfer({ occurredAt: on('2021-10-20'), transferId })),
      );
      await eventually('a completed handover', async () => {
        const { status } = await handover.getHandover({ handoverId });
        return status === HandoverStatus.HANDOVER_STATUS_COMPLETED || undefined;
      });
      await forEach(made(journey, 'handedOver'), (one) => follows(journey, one));
      const { total = '' } = made(journey, 'notReconciled');
      return `refused at first (${total}); of ${direct + uncounted} cases the lead moved, of ${remote} the monitoring, and their lead stayed`;
    },
  },
];

/** The list, its numbers, and the offer that is refused until they are explained. */
const offer = async (journey: Journey): Promise<void> => {
  const { handover } = caseworker(journey);
  const cases = made(journey, 'cases').slice(-HANDED_OVER);
  const handedOver = cases.map((one, nr): HandedOver => ({ ...one, receiver: RECEIVERS[nr % RECEIVERS.length] ?? 'aple' }));
  const items = handedOver.map(({ caseId, receiver, lead }) => ({
    caseId,
    receiver,
    relation: lead === GIVER ? TransferRelation.TRANSFER_RELATION_LEAD : TransferRelation.TRANSFER_RELATION_MONITOR,
  }));
  const reason = HandoverReason.HANDOVER_REASON_PROGRAMME_END;
  const declared = { total: HANDED_OVER, direct, remote };
  const { handoverId } = note(journey, await handover.draftHandover({ occurredAt: on('2021-10-04'), reason, declared }));
  note(journey, await handover.addHandoverItems({ occurredAt: on('2021-10-04', 10), handoverId, items }));
  const offering = { occurredAt: on('2021-10-05'), handoverId, atLeastPositions: positions(journey, 'directory') };
  const notReconciled = await refusedWith('HANDOVER_NOT_RECONCILED', handover.offerHandover(offering));
  const other = DifferenceReason.DIFFERENCE_REASON_OTHER_CATEGORY;
  const differences = [
    { subject: TotalsSubject.TOTALS_SUBJECT_TOTAL, reason: other, cases: uncounted },
    { subject: TotalsSubject.TOTALS_SUBJECT_DIRECT, reason: other, cases: -uncounted },
  ];
  note(journey, await handover.explainHandoverDifferences({ occurredAt: on('2021-10-06'), handoverId, differences }));
  note(journey, await onceHeard('the offer', NOT_HEARD, () => handover.offerHandover({ ...offering, occurredAt: on('2021-10-07') })));
  Object.assign(journey.made, { handoverId, handedOver, notReconciled });
};

const officer = (journey: Journey, receiver: Receiver) => journey.as(receiver, `${receiver}-officer-1`).handover;

/** Each receiver answers what it was offered: it takes all but one. */
const answer = async (journey: Journey, declined: string): Promise<void> => {
  for (const receiver of RECEIVERS) {
    const handover = officer(journey, receiver);
    const share = made(journey, 'handedOver').filter((one) => one.receiver === receiver).length;
    const transfers = await eventually(`the offers to ${receiver}`, async () => {
      const asked = { list: TransferList.TRANSFER_LIST_TO_ANSWER, handoverId: made(journey, 'handoverId') };
      const { transfers } = await handover.listTransfers(asked);
      return transfers.length === share ? transfers : undefined;
    });
    const occurredAt = on('2021-10-11');
    const reason = TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY;
    await forEach(transfers, async ({ transferId }) =>
      transferId === declined
        ? note(journey, await handover.declineTransfer({ occurredAt, transferId, reason }))
        : note(journey, await handover.acceptTransfer({ occurredAt, transferId })),
    );
  }
};

const offerAgain = async (journey: Journey, caseId: string): Promise<void> => {
  const { handover } = caseworker(journey);
  const handoverId = made(journey, 'handoverId');
  const again = { occurredAt: on('2021-10-13'), handoverId, caseId, receiver: 'aple' };
  note(
    journey,
    await onceHeard('the second offer', ['HANDOVER_ITEM_OPEN', 'TRANSFER_ALREADY_OPEN'], () => handover.offerHandoverItemAgain(again)),
  );
  const transferId = await eventually('the second offer', async () => {
    const asked = { list: TransferList.TRANSFER_LIST_TO_ANSWER, handoverId };
    return (await officer(journey, 'aple').listTransfers(asked)).transfers.find((one) => one.caseId === caseId)?.transferId;
  });
  note(journey, await officer(journey, 'aple').acceptTransfer({ occurredAt: on('2021-10-14'), transferId }));
  journey.made.handedOver = made(journey, 'handedOver').map((one) => (one.caseId === caseId ? { ...one, receiver: 'aple' } : one));
};

/** Waits until the receiver has the giver's part in the case. */
const follows = (journey: Journey, { caseId, receiver, lead }: HandedOver): Promise<boolean> =>
  onceHeard('the new part', ['CASE_UNKNOWN'], async () => {
    const found = await journey.as(receiver, `${receiver}-officer-1`).intake.getCase({ caseId });
    if (lead === GIVER && found.leadAgency !== receiver) throw new Error(`${found.leadAgency} leads ${caseId}, which ${receiver} took`);
    return true;
  });
