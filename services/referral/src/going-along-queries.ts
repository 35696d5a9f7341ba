import { ReferralEvent, type ReferralPassedOn } from '@accompany/contracts/referral/v1/events';
import type { LookUp } from '@accompany/runtime';
import { streamId } from '@accompany/store';

/** What goes along with a case. Our own store is asked, not a view of it: there is nothing to lag behind. */

type Tx = Parameters<LookUp<never, never>>[0];

/** The ids of a case's referrals or plans, oldest first. */
export const streamsOf = async (tx: Tx, caseId: string, category: 'referral' | 'plan'): Promise<string[]> => {
  const { rows } = await tx.query<{ stream: string }>(
    'select stream from events where key = $1 and version = 1 and starts_with(stream, $2) order by position',
    [caseId, `${category}-`],
  );
  return rows.map(({ stream }) => streamId(stream));
};

/** How a referral went along the last time; undefined where it never did. */
export const lastPassedOn = async (tx: Tx, referralId: string): Promise<ReferralPassedOn | undefined> => {
  const { rows } = await tx.query<{ payload: Buffer }>(
    "select payload from events where stream = $1 and type = 'accompany.referral.v1.ReferralPassedOn' order by version desc limit 1",
    [`referral-${referralId}`],
  );
  const [last] = rows;
  const event = last && ReferralEvent.decode(last.payload).event;
  return event?.$case === 'referralPassedOn' ? event.value : undefined;
};

/** The lead of a case, where this agency neither leads it nor provides in it any more, as our copy has it; undefined where it still does. */
export const leadInPlaceOf = async (tx: Tx, caseId: string, agency: string): Promise<string | undefined> => {
  const { rows } = await tx.query<{ agency: string; part: string }>(
    "select agency, part from copy_participants where case_id = $1 and part in ('lead', 'provider')",
    [caseId],
  );
  return rows.some((row) => row.agency === agency) ? undefined : rows.find(({ part }) => part === 'lead')?.agency;
};
