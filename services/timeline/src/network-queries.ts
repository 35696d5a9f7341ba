import type { ServiceCategory } from '@accompany/contracts/common/v1/common';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import type {
  Coverage,
  FunnelStep,
  GetReferralFunnelRequest,
  GetReferralFunnelResponse,
  ListCoverageRequest,
} from '@accompany/contracts/timeline/v1/work_service';
import type { Pool } from 'pg';
import { SUMMARY } from './case-summary.js';
import { SERVICES } from './services-view.js';

type CoverageRow = {
  province: string;
  category: ServiceCategory;
  services: number;
  places: number;
  free_places: number;
  waiting: number;
  without_service: number;
  without_place: number;
  oldest: Date | null;
};

/** A service could answer a need when one of the two areas lies in the other: a child's place may be known only to the province. */
const COULD = `s.category = g.category and (starts_with(g.area_code, s.area_code) or starts_with(s.area_code, g.area_code))`;

/** What is offered and what waits, by province and kind of service. */
export const readCoverage = async (db: Pool, { province, categories, gapsOnly }: ListCoverageRequest, now: Date): Promise<Coverage[]> => {
  const { rows } = await db.query<CoverageRow>({
    name: 'coverage',
    text: `with offered as (
             select province, category, count(*)::int as services, sum(places)::int as places, sum(free_places)::int as free_places
               from (select distinct left(area_code, 2) as province, category, service_id, places, free_places from ${SERVICES}.services) s
              group by province, category),
           waiting as (
             select area_code, category, count(*)::int as needs, min(since) as since from ${SUMMARY}.needs group by area_code, category),
           answers as (
             select g.*, exists (select from ${SERVICES}.services s where ${COULD}) as offered,
               exists (select from ${SERVICES}.services s where ${COULD} and free_places > 0) as free from waiting g),
           missing as (
             select left(area_code, 2) as province, category, sum(needs)::int as waiting,
               coalesce(sum(needs) filter (where not offered), 0)::int as without_service,
               coalesce(sum(needs) filter (where offered and not free), 0)::int as without_place,
               min(since) filter (where not free) as oldest
               from answers group by 1, 2)
           select province, category, coalesce(services, 0) as services, coalesce(places, 0) as places,
             coalesce(free_places, 0) as free_places, coalesce(waiting, 0) as waiting,
             coalesce(without_service, 0) as without_service, coalesce(without_place, 0) as without_place, oldest
             from offered full join missing using (province, category)
            where ($1 = '' or province = $1) and (cardinality($2::int[]) = 0 or category = any ($2::int[]))
              and (not $3 or without_service + without_place > 0)
            order by province, category`,
    values: [province, categories, gapsOnly],
  });
  return rows.map((row) => ({
    province: row.province,
    category: row.category,
    services: row.services,
    places: row.places,
    freePlaces: row.free_places,
    needsWaiting: row.waiting,
    needsWithoutService: row.without_service,
    needsWithoutPlace: row.without_place,
    few: false,
    gap: row.without_service + row.without_place > 0,
    longestWait: row.oldest === null ? undefined : duration((now.getTime() - row.oldest.getTime()) / 1000),
  }));
};

const S = ReferralStatus;

/** The stages in order; each with whether a referral reached it, and from what on its time is counted. */
const STAGES: readonly [stage: ReferralStatus, reached: string, at: string, from: string][] = [
  [S.REFERRAL_STATUS_SENT, 'true', 'null', 'null'],
  [S.REFERRAL_STATUS_RECEIVED, 'received_at is not null', 'received_at', 'sent_at'],
  [S.REFERRAL_STATUS_ACCEPTED, 'accepted_at is not null', 'accepted_at', 'sent_at'],
  [S.REFERRAL_STATUS_IN_SERVICE, 'started_at is not null', 'started_at', 'accepted_at'],
  [S.REFERRAL_STATUS_COMPLETED, `ended_as = ${S.REFERRAL_STATUS_COMPLETED}`, 'ended_at', 'started_at'],
  ...[
    S.REFERRAL_STATUS_DECLINED,
    S.REFERRAL_STATUS_NOT_DELIVERED,
    S.REFERRAL_STATUS_WITHDRAWN,
    S.REFERRAL_STATUS_CANCELLED,
    S.REFERRAL_STATUS_LAPSED,
  ].map((end): [ReferralStatus, string, string, string] => [end, `ended_as = ${end}`, 'ended_at', 'sent_at']),
  [S.REFERRAL_STATUS_LOOP_CLOSED, 'closed_at is not null', 'closed_at', 'ended_at'],
];

/** What is asked of one stage: how many reached it, and how long half and nine of ten of them took at most. No time is less than none. */
const countOf = ([, reached, at, from]: (typeof STAGES)[number], place: number): string => {
  const took = `extract(epoch from ${at}::timestamptz - ${from}::timestamptz)::float8`;
  return `count(*) filter (where ${reached})::int as reached_${place}, percentile_cont(array[0.5, 0.9])
    within group (order by case when ${took} < 0 then 0 else ${took} end) filter (where ${reached}) as took_${place}`;
};

const COUNTS = STAGES.map(countOf).join(', ');

type FunnelRow = Readonly<Record<`reached_${number}`, number>> &
  Readonly<Record<`took_${number}`, readonly (number | null)[] | null>> & { overdue: number; unanswered: number };

/** How far the referrals came that `agency` sent or received, or that anybody did. A step that is dated before the one it follows took no time. */
export const readFunnel = async (
  db: Pool,
  agency: string | null,
  { sentFrom, sentUntil, category, province, sender, receiver }: GetReferralFunnelRequest,
): Promise<GetReferralFunnelResponse> => {
  // Spelled out for each caller, so that an agency's own are read from the indexes.
  const own = agency === null ? '$1::text is null' : '(sender = $1 or receiver = $1)';
  const { rows } = await db.query<FunnelRow>({
    name: agency === null ? 'funnel' : 'own-funnel',
    text: `select ${COUNTS}, count(*) filter (where overdue)::int as overdue, count(*) filter (where not answered)::int as unanswered
             from ${SUMMARY}.referrals where ${own}
               and sent_at >= coalesce($2::timestamptz, '-infinity') and sent_at < coalesce($3::timestamptz, 'infinity')
               and ($4 = 0 or category = $4) and ($5 = '' or province = $5) and ($6 = '' or sender = $6) and ($7 = '' or receiver = $7)`,
    values: [agency, sentFrom ?? null, sentUntil ?? null, category, province, sender, receiver],
  });
  const [row] = rows as [FunnelRow];
  const steps = STAGES.map(([stage], place): FunnelStep => {
    const [median, ninth] = row[`took_${place}`] ?? [];
    return { stage, referrals: row[`reached_${place}`] ?? 0, median: known(median), ninthDecile: known(ninth) };
  });
  return { steps, overdue: row.overdue, unanswered: row.unanswered };
};

const known = (seconds: number | null | undefined) => (typeof seconds === 'number' ? duration(seconds) : undefined);

const duration = (seconds: number) => ({ seconds: Math.max(0, Math.floor(seconds)), nanos: 0 });
