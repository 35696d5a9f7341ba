import type { Position, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { type ReferralSummary, Worklist } from '@accompany/contracts/referral/v1/service';
import type { DecisionAsked, Intent } from '@accompany/contracts/referral/v1/types';
import { Rejection } from '@accompany/domain';
import type { Pool } from 'pg';
import { readToken, writeToken } from './page-token-queries.js';
import { statusCode } from './parties.js';
import type { Status } from './referral.js';

/** Whose list, and which. */
export type List = { readonly agency: string; readonly worklist: Worklist };

/** One page of a list, the most urgent first, and a token for the next page when there is more. */
export const readWorklist = async (
  db: Pool,
  key: Buffer,
  list: List,
  page: { size: number; token: string },
): Promise<{ referrals: ReferralSummary[]; nextPageToken: string }> => {
  const name = `${list.agency}\n${list.worklist}`;
  const after = readToken(key, name, page.token);
  const { side, statuses, strandedOnly = false } = choose(list.worklist);
  const { rows } = await db.query<Row>(
    `select referral_id, case_id, sender, receiver, status, category, urgency, due_by, overdue, status_since, intent, taken_as, intent_differs, decision_asked, sort_by::text from view_referrals where ${side} = $1 and status = any ($2) and (sort_by, referral_id) > ($3::timestamptz, $4) and (not $6 or decision_asked > 0) order by sort_by, referral_id limit $5`,
    [list.agency, statuses, after.sortBy, after.id, page.size + 1, strandedOnly],
  );
  const shown = rows.slice(0, page.size);
  const last = shown.at(-1);
  const more = rows.length > page.size && last !== undefined;
  return {
    referrals: shown.map(summary),
    nextPageToken: more ? writeToken(key, name, { sortBy: last.sort_by, id: last.referral_id }) : '',
  };
};

type Row = {
  referral_id: string;
  case_id: string;
  sender: string;
  receiver: string;
  status: Status;
  category: ServiceCategory;
  urgency: Urgency;
  due_by: Date | null;
  overdue: boolean;
  status_since: Date;
  intent: Intent;
  taken_as: Intent;
  intent_differs: boolean;
  decision_asked: DecisionAsked;
  sort_by: string;
};

type Choice = { side: 'sender' | 'receiver'; statuses: Status[]; strandedOnly?: boolean };

const choose = (worklist: Worklist): Choice => {
  switch (worklist) {
    case Worklist.WORKLIST_AWAITING_US:
      return { side: 'receiver', statuses: ['sent', 'received', 'waitlisted'] };
    case Worklist.WORKLIST_SERVED_BY_US:
      return { side: 'receiver', statuses: ['accepted', 'in_service', 'on_hold'] };
    case Worklist.WORKLIST_SHARED_WITH_US:
      return { side: 'receiver', statuses: ['information'] };
    case Worklist.WORKLIST_STRANDED:
      return { side: 'sender', statuses: OPEN, strandedOnly: true };
    default:
      return { side: 'sender', statuses: [...OPEN, ...ENDED, 'information'] };
  }
};

const OPEN: Status[] = ['draft', 'sent', 'received', 'waitlisted', 'accepted', 'in_service', 'on_hold'];
const ENDED: Status[] = ['declined', 'completed', 'not_delivered', 'withdrawn', 'cancelled', 'lapsed'];

const summary = (row: Row): ReferralSummary => ({
  referralId: row.referral_id,
  caseId: row.case_id,
  status: statusCode(row.status),
  sender: row.sender,
  receiver: row.receiver,
  category: row.category,
  urgency: row.urgency,
  dueBy: row.due_by ?? undefined,
  overdue: row.overdue,
  statusSince: row.status_since,
  intent: row.intent,
  takenAs: row.taken_as,
  intentDiffers: row.intent_differs,
  decisionAsked: row.decision_asked,
});

const PATIENCE = 2_000;
const STEP = 20;

/** Waits, at most 2 seconds, until a view, the worklists unless another is named, shows what happened up to a position of our own store. */
export const awaitWorklists = async (db: Pool, position: Position | undefined, view = 'referrals'): Promise<void> => {
  if (position === undefined || position.service !== 'referral') return;
  for (let waited = 0; ; waited += STEP) {
    const { rows } = await db.query<{ position: string }>('select position from checkpoints where name = $1', [`view ${view}`]);
    if (Number(rows[0]?.position ?? 0) >= position.value) return;
    if (waited >= PATIENCE) throw new Rejection('POSITION_NOT_REACHED', { service: 'referral', position: String(position.value) });
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
};
