import type { Notice } from '@accompany/contracts/referral/v1/service';
import { type NoticeAbout, NoticeStatus } from '@accompany/contracts/referral/v1/types';
import type { Pool } from 'pg';
import { readToken, writeToken } from './page-token-queries.js';

type Row = {
  notice_id: string;
  case_id: string;
  about: NoticeAbout;
  subject_id: string;
  referral_id: string;
  acknowledged: boolean;
  overdue: boolean;
  due_by: Date;
  issued_at: Date;
  sort_by: string;
};

/** One page of what an agency was told, the first due first, and a token for the next page when there is more. */
export const readNotices = async (
  db: Pool,
  key: Buffer,
  { agency, acknowledgedToo }: { agency: string; acknowledgedToo: boolean },
  page: { size: number; token: string },
): Promise<{ notices: Notice[]; nextPageToken: string }> => {
  const list = `${agency}\nnotices\n${acknowledgedToo}`;
  const after = readToken(key, list, page.token);
  const { rows } = await db.query<Row>(
    'select *, due_by::text as sort_by from view_notices where to_agency = $1 and ($2 or not acknowledged) and (due_by, notice_id) > ($3::timestamptz, $4) order by due_by, notice_id limit $5',
    [agency, acknowledgedToo, after.sortBy, after.id, page.size + 1],
  );
  const shown = rows.slice(0, page.size);
  const last = shown.at(-1);
  const more = rows.length > page.size && last !== undefined;
  return { notices: shown.map(noticeOf), nextPageToken: more ? writeToken(key, list, { sortBy: last.sort_by, id: last.notice_id }) : '' };
};

const noticeOf = (row: Row): Notice => ({
  noticeId: row.notice_id,
  caseId: row.case_id,
  about: row.about,
  subjectId: row.subject_id,
  referralId: row.referral_id,
  status: row.acknowledged ? NoticeStatus.NOTICE_STATUS_ACKNOWLEDGED : NoticeStatus.NOTICE_STATUS_ISSUED,
  dueBy: row.due_by,
  overdue: row.overdue,
  issuedAt: row.issued_at,
});
