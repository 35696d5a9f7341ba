import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Position, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { type ReferralSummary, Worklist } from '@accompany/contracts/referral/v1/service';
import { Rejection } from '@accompany/domain';
import type { Pool } from 'pg';
import { statusCode } from './parties.js';
import type { Status } from './referral.js';

/** Whose list, and which. */
export type List = { readonly agency: string; readonly worklist: Worklist };

/** Where a page ended. */
type Mark = { readonly sortBy: string; readonly referralId: string };

/** One page of a list, the most urgent first, and a token for the next page when there is more. */
export const readWorklist = async (
  db: Pool,
  key: Buffer,
  list: List,
  page: { size: number; token: string },
): Promise<{ referrals: ReferralSummary[]; nextPageToken: string }> => {
  const after = page.token === '' ? { sortBy: '-infinity', referralId: '' } : readToken(key, list, page.token);
  const { side, statuses } = choose(list.worklist);
  const { rows } = await db.query<Row>(
    `select referral_id, case_id, sender, receiver, status, category, urgency, due_by, overdue, status_since, sort_by::text from view_referrals where ${side} = $1 and status = any ($2) and (sort_by, referral_id) > ($3::timestamptz, $4) order by sort_by, referral_id limit $5`,
    [list.agency, statuses, after.sortBy, after.referralId, page.size + 1],
  );
  const shown = rows.slice(0, page.size);
  const last = shown.at(-1);
  const more = rows.length > page.size && last !== undefined;
  return {
    referrals: shown.map(summary),
    nextPageToken: more ? writeToken(key, list, { sortBy: last.sort_by, referralId: last.referral_id }) : '',
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
  sort_by: string;
};

const choose = (worklist: Worklist): { side: 'sender' | 'receiver'; statuses: Status[] } => {
  switch (worklist) {
    case Worklist.WORKLIST_AWAITING_US:
      return { side: 'receiver', statuses: ['sent', 'received', 'waitlisted'] };
    case Worklist.WORKLIST_SERVED_BY_US:
      return { side: 'receiver', statuses: ['accepted', 'in_service', 'on_hold'] };
    default:
      return { side: 'sender', statuses: [...OPEN, ...ENDED] };
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
});

const writeToken = (key: Buffer, list: List, mark: Mark): string => {
  const text = Buffer.from(JSON.stringify([mark.sortBy, mark.referralId])).toString('base64url');
  return `${text}.${sign(key, list, text)}`;
};

const readToken = (key: Buffer, list: List, token: string): Mark => {
  const [text = '', signature = ''] = token.split('.');
  const expected = Buffer.from(sign(key, list, text));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Rejection('INVALID_FIELDS', {}, [
      { field: 'page_token', description: 'the next_page_token of the page before, of the same list' },
    ]);
  const [sortBy, referralId] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string];
  return { sortBy, referralId };
};

const sign = (key: Buffer, { agency, worklist }: List, text: string): string =>
  createHmac('sha256', key).update(`page-token\n${agency}\n${worklist}\n${text}`).digest('base64url');

const PATIENCE = 2_000;
const STEP = 20;

/** Waits, at most 2 seconds, until the worklists show what happened up to a position of our own store. */
export const awaitWorklists = async (db: Pool, position: Position | undefined): Promise<void> => {
  if (position === undefined || position.service !== 'referral') return;
  for (let waited = 0; ; waited += STEP) {
    const { rows } = await db.query<{ position: string }>("select position from checkpoints where name = 'view referrals'");
    if (Number(rows[0]?.position ?? 0) >= position.value) return;
    if (waited >= PATIENCE) throw new Rejection('POSITION_NOT_REACHED', { service: 'referral', position: String(position.value) });
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
};
