import type { Position } from '@accompany/contracts/common/v1/common';
import { type Transfer, TransferList } from '@accompany/contracts/referral/v1/handover_service';
import type { HandoverReason, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { Rejection } from '@accompany/domain';
import type { Pool } from 'pg';
import { transferStatus } from './handover-words.js';
import { readToken, writeToken } from './page-token-queries.js';
import type { Status } from './transfer.js';

type Row = {
  transfer_id: string;
  case_id: string;
  giver: string;
  receiver: string;
  relation: TransferRelation;
  reason: HandoverReason;
  status: Status;
  handover_id: string;
  previous_id: string;
  due_by: Date;
  overdue: boolean;
  escalated: boolean;
  sort_by: string;
};

/** Whose list, which, and of which handover (empty: of all). */
export type List = { readonly agency: string; readonly list: TransferList; readonly handoverId: string };

/** One page of an agency's transfers, those due first in front, and a token for the next page when there is more. */
export const readTransfers = async (
  db: Pool,
  key: Buffer,
  { agency, list, handoverId }: List,
  page: { size: number; token: string },
): Promise<{ transfers: Transfer[]; nextPageToken: string }> => {
  const name = `${agency}\ntransfers\n${list}\n${handoverId}`;
  const after = readToken(key, name, page.token);
  const { side, statuses } = choose(list);
  const { rows } = await db.query<Row>(
    `select *, due_by::text as sort_by from view_transfers
      where ${side} = $1 and status = any ($2) and status in ('offered', 'accepted') and ($3 = '' or handover_id = $3)
        and (due_by, transfer_id) > ($4::timestamptz, $5::uuid) order by due_by, transfer_id limit $6`,
    [agency, statuses, handoverId, after.sortBy, after.id || FIRST, page.size + 1],
  );
  const shown = rows.slice(0, page.size);
  const last = shown.at(-1);
  const more = rows.length > page.size && last !== undefined;
  const nextPageToken = more ? writeToken(key, name, { sortBy: last.sort_by, id: last.transfer_id }) : '';
  return { transfers: shown.map(transferOf), nextPageToken };
};

const FIRST = '00000000-0000-0000-0000-000000000000';

const choose = (list: TransferList): { side: 'giver' | 'receiver'; statuses: Status[] } => {
  switch (list) {
    case TransferList.TRANSFER_LIST_TO_ANSWER:
      return { side: 'receiver', statuses: ['offered'] };
    case TransferList.TRANSFER_LIST_TAKEN:
      return { side: 'receiver', statuses: ['accepted'] };
    default:
      return { side: 'giver', statuses: ['offered', 'accepted'] };
  }
};

const transferOf = (row: Row): Transfer => ({
  transferId: row.transfer_id,
  caseId: row.case_id,
  giver: row.giver,
  receiver: row.receiver,
  relation: row.relation,
  reason: row.reason,
  status: transferStatus(row.status),
  handoverId: row.handover_id,
  previousTransferId: row.previous_id,
  dueBy: row.due_by,
  overdue: row.overdue,
  escalated: row.escalated,
  declineReason: 0,
  withdrawReason: 0,
});

const PATIENCE = 2_000;
const STEP = 20;

/** Waits, at most 2 seconds, until the lists show what happened up to a position of our own store. */
export const awaitTransfers = async (db: Pool, position: Position | undefined): Promise<void> => {
  if (position === undefined || position.service !== 'referral') return;
  for (let waited = 0; ; waited += STEP) {
    const { rows } = await db.query<{ position: string }>("select position from checkpoints where name = 'view transfers'");
    if (Number(rows[0]?.position ?? 0) >= position.value) return;
    if (waited >= PATIENCE) throw new Rejection('POSITION_NOT_REACHED', { service: 'referral', position: String(position.value) });
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
};
