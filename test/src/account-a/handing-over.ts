import { COUNTS, GIVER, HANDED_OVER, RECEIVERS } from '@accompany/cli/account-a';
import {
  HandoverItemStatus,
  HandoverStatus,
  TransferDeclineReason,
  TransferRelation,
  TransferStatus,
} from '@accompany/contracts/referral/v1/handover_types';
import { expect } from 'vitest';
import { eventually, inParallel } from '../eventually.js';
import { refused, roles } from '../stage.js';
import type { Stage } from './scene.js';

const { direct, remote, uncounted } = COUNTS;
const { TRANSFER_RELATION_LEAD: LEAD, TRANSFER_RELATION_MONITOR: MONITOR } = TransferRelation;

/** After which events of a case it is asked who leads it. */
const MOMENTS = [
  'CaseOpened',
  'TransferOffered',
  'TransferDeclined',
  'TransferAccepted',
  'TransferReleased',
  'LeadChanged',
  'MonitorChanged',
];

/** What the network must hold after A3 and A4. */
export const handingOver: readonly Stage[] = [
  {
    id: 'A3',
    holds: 'a handover of many cases to several receivers, answered case by case, with the giver responsible until it lets go',
    check: async ({ giver, a21, as, made }) => {
      const handoverId = made('handoverId');
      const seen = await giver.handover.getHandover({ handoverId });
      expect(seen).toMatchObject({ giver: GIVER, status: HandoverStatus.HANDOVER_STATUS_IN_PROGRESS, transfers: HANDED_OVER });
      expect(seen.items).toHaveLength(21);
      expect(new Set(seen.items.map(({ status }) => status))).toEqual(new Set([HandoverItemStatus.HANDOVER_ITEM_STATUS_ACCEPTED]));
      expect(seen.receivers.map(({ receiver, total, accepted }) => [receiver, total, accepted])).toEqual([
        ['aple', 8, 8],
        ['dosvy-phnom-penh', 7, 7],
        ['dosvy-siem-reap', 6, 6],
      ]);
      expect(await refused(a21.handover.getHandover({ handoverId }))).toBe('HANDOVER_UNKNOWN');
      for (const receiver of RECEIVERS) {
        const mine = await as(receiver).handover.getHandover({ handoverId });
        expect(new Set(mine.items.map((item) => item.receiver))).toEqual(new Set([receiver]));
        expect(mine).toMatchObject({ declared: undefined, checks: [] });
      }

      const declined = await giver.handover.getTransfer({ transferId: made('declinedTransferId') });
      expect(declined.transfer).toMatchObject({
        receiver: 'dosvy-siem-reap',
        status: TransferStatus.TRANSFER_STATUS_DECLINED,
        declineReason: TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY,
      });
      const again = seen.items.find(({ caseId }) => caseId === made('storyCaseId'));
      const { transfer } = await as('aple').handover.getTransfer({ transferId: again?.transferId });
      expect(transfer).toMatchObject({ receiver: 'aple', relation: LEAD, previousTransferId: made('declinedTransferId') });

      for (const { caseId, lead, receiver } of made('handedOver')) {
        expect((await giver.intake.getCase({ caseId })).leadAgency).toBe(lead);
        expect(await refused(as(receiver).intake.getCase({ caseId }))).toBe('CASE_UNKNOWN');
      }
    },
  },
  {
    id: 'A4',
    holds: 'lead and monitor as relations, numbers that reconcile or are explained, and one lead at every moment',
    check: async ({ giver, as, made, entries, asOf }) => {
      expect(made('notReconciled')).toEqual({ total: '21 - 18, explained 0', direct: '7 - 10, explained 0' });
      const seen = await giver.handover.getHandover({ handoverId: made('handoverId') });
      expect(seen).toMatchObject({ status: HandoverStatus.HANDOVER_STATUS_COMPLETED, declared: { total: 21, direct, remote } });
      expect(seen.checks.map(({ difference, explained, reconciled }) => [difference, explained, reconciled])).toEqual([
        [3, 3, true],
        [-3, -3, true],
        [0, 0, true],
      ]);
      const relations = seen.items.map(({ relation }) => relation);
      expect(relations.filter((one) => one === LEAD)).toHaveLength(direct + uncounted);
      expect(relations.filter((one) => one === MONITOR)).toHaveLength(remote);

      const checks = made('handedOver').map(({ caseId, lead, receiver }) => async () => {
        const moved = lead === GIVER;
        const found = await as(receiver).intake.getCase({ caseId });
        expect(roles(found.participants)).toEqual(moved ? [`${receiver} lead`] : [`${lead} lead`, `${receiver} monitor`]);
        expect(await refused(giver.intake.getCase({ caseId }))).toBe('CASE_UNKNOWN');
        const change = moved ? '.LeadChanged' : '.MonitorChanged';
        const told = await eventually('the timeline tells of it', async () => {
          const all = await entries(receiver, caseId).catch(() => []);
          return all.some(({ type }) => type.endsWith(change)) && all;
        });
        const leads: string[] = [];
        for (const entry of told.filter(({ type }) => MOMENTS.includes(type.split('.').at(-1) ?? ''))) {
          const then = await asOf(receiver, caseId, entry);
          const leading = roles(then.participants).filter((one) => one.endsWith(' lead'));
          expect(leading, `${caseId} at ${entry.sequence}`).toEqual([`${then.leadAgency} lead`]);
          if (leads.at(-1) !== then.leadAgency) leads.push(then.leadAgency);
        }
        expect(leads).toEqual(moved ? [GIVER, receiver] : [lead]);
      });
      expect(checks).toHaveLength(21);
      await inParallel(6, checks);
    },
  },
];
