import type {
  HandoverServiceDefinition,
  ReceiverTotals,
  TotalsCheck,
  Transfer as TransferMessage,
} from '@accompany/contracts/referral/v1/handover_service';
import { TransferDeclineReason, TransferRelation, TransferWithdrawReason } from '@accompany/contracts/referral/v1/handover_types';
import { Rejection } from '@accompany/domain';
import { type App, type Handlers, readAtLeast } from '@accompany/runtime';
import { asHandoverParty, itemsFor } from './giver.js';
import { handoverAggregate, type Item } from './handover.js';
import { handoverStatus, itemStatus, transferStatus } from './handover-words.js';
import { countMade } from './offer-queries.js';
import { actingAgency } from './parties.js';
import { checkTotals, countListed, isReconciled } from './totals.js';
import { type KnownTransfer, transferAggregate } from './transfer.js';
import { asTransferParty } from './transfer-decisions.js';
import { awaitTransfers, readTransfers } from './transfer-queries.js';

type ReadHandlers = Pick<Handlers<HandoverServiceDefinition>, 'getHandover' | 'getTransfer' | 'listTransfers'>;

const USUAL_PAGE = 100;

/** The calls that read handovers and transfers. */
export const handoverReadHandlers = (app: App): ReadHandlers => {
  const tokenKey = Buffer.from(app.config.ACCOMPANY_FINGERPRINT_KEY, 'base64');
  return {
    getHandover: async ({ handoverId, atLeastPosition }, call) => {
      const asked = { id: handoverId, atLeastPosition };
      const { seen: known, found } = await readAtLeast(app, handoverAggregate, asked, ({ state }) => asHandoverParty(state, call));
      const { giver, reason, declared, differences, dueBy } = known.terms;
      const agency = actingAgency(call) ?? '';
      const items = itemsFor(known, agency);
      const own = agency === giver;
      const checks = own ? checkTotals(declared, countListed(items), differences) : [];
      return {
        handoverId,
        giver,
        reason,
        status: handoverStatus(known.status),
        declared: own ? declared : undefined,
        checks: checks.map((check): TotalsCheck => ({ ...check, reconciled: isReconciled(check) })),
        differences: own ? [...differences] : [],
        receivers: byReceiver(items),
        items: items.map(({ caseId, receiver, relation, status, transferId, declineReason = NOT_DECLINED }) => ({
          caseId,
          receiver,
          relation,
          status: itemStatus(status),
          transferId,
          declineReason: status === 'declined' ? declineReason : NOT_DECLINED,
        })),
        transfers: await countMade(
          app.db,
          items.flatMap(({ transferId }) => (transferId === '' ? [] : [transferId])),
        ),
        dueBy,
        etag: found.etag,
      };
    },

    getTransfer: async ({ transferId, atLeastPosition }, call) => {
      const asked = { id: transferId, atLeastPosition };
      const { seen: known, found } = await readAtLeast(app, transferAggregate, asked, ({ state }) => asTransferParty(state, call));
      const { etag, key: caseId } = found;
      return { transfer: shown(transferId, caseId, known), open: [...known.terms.open], etag };
    },

    listTransfers: async ({ list, handoverId, pageSize, pageToken, atLeastPosition }, call) => {
      const agency = actingAgency(call);
      if (agency === undefined) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
      await awaitTransfers(app.db, atLeastPosition);
      return readTransfers(app.db, tokenKey, { agency, list, handoverId }, { size: pageSize || USUAL_PAGE, token: pageToken });
    },
  };
};

const NOT_DECLINED = TransferDeclineReason.TRANSFER_DECLINE_REASON_UNSPECIFIED;

const shown = (transferId: string, caseId: string, known: KnownTransfer): TransferMessage => {
  const { giver, receiver, relation, reason, handoverId, previousTransferId, dueBy, overdue, escalated } = known.terms;
  const declineReason = known.status === 'declined' ? known.reason : NOT_DECLINED;
  const withdrawReason = known.status === 'withdrawn' ? known.reason : TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_UNSPECIFIED;
  const parties = { giver, receiver, relation, reason, handoverId, previousTransferId };
  return { transferId, caseId, ...parties, status: transferStatus(known.status), dueBy, overdue, escalated, declineReason, withdrawReason };
};

/** The numbers of each receiver, in alphabetical order. Each case is in exactly one of the last six, or only listed. */
const byReceiver = (items: readonly Item[]): ReceiverTotals[] =>
  [...new Set(items.map(({ receiver }) => receiver))].sort().map((receiver) => {
    const own = items.filter((item) => item.receiver === receiver);
    const count = (...statuses: Item['status'][]): number => own.filter(({ status }) => statuses.includes(status)).length;
    const direct = own.filter(({ relation }) => relation === TransferRelation.TRANSFER_RELATION_LEAD).length;
    return {
      receiver,
      total: own.length,
      direct,
      remote: own.length - direct,
      offered: count('offered'),
      accepted: count('accepted'),
      unsettled: count('declined', 'withdrawn', 'not_offered'),
      released: count('released'),
      kept: count('kept'),
    };
  });
