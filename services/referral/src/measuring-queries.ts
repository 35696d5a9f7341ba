import { Urgency } from '@accompany/contracts/common/v1/common';
import { type App, recordMetric } from '@accompany/runtime';
import { streamName } from '@accompany/store';
import type { Pool } from 'pg';
import { referralAggregate } from './referral.js';

/** How many referrals nobody has answered within their limit. */
export const countOverdue = async (db: Pool): Promise<number> => {
  const { rows } = await db.query<{ overdue: number }>({
    name: 'referrals-overdue',
    text: "select count(*)::int as overdue from view_referrals where overdue and status in ('sent', 'received')",
  });
  return rows[0]?.overdue ?? 0;
};

/** The form in which metrics name each urgency. */
const URGENCIES = {
  [Urgency.URGENCY_UNSPECIFIED]: { 'accompany.urgency': 'unspecified' },
  [Urgency.URGENCY_LOW]: { 'accompany.urgency': 'low' },
  [Urgency.URGENCY_MEDIUM]: { 'accompany.urgency': 'medium' },
  [Urgency.URGENCY_HIGH]: { 'accompany.urgency': 'high' },
} as const;

/** Measures how long a referral that was just accepted had waited for it. */
export const measureAcceptance = async ({ db }: App, referralId: string, urgency: Urgency): Promise<void> => {
  const { rows } = await db.query<{ seconds: number | null }>({
    name: 'referral-time-to-accept',
    text: `select extract(epoch from max(recorded_at) filter (where type like '%.ReferralAccepted')
                                 - min(recorded_at) filter (where type ~ '\\.(ReferralSent|ReferralRecordedFromOutside)$'))::float8 as seconds
             from events where stream = $1`,
    values: [streamName(referralAggregate.category, referralId)],
  });
  const seconds = rows[0]?.seconds ?? undefined;
  if (seconds !== undefined) recordMetric('accompany.referral.time_to_accept', seconds, URGENCIES[urgency]);
};
