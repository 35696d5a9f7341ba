import type { Pool } from 'pg';
import type { Usage } from './capacity.js';

/** How many referrals each of these services serves, now and at the moment of which its capacity was said. */
export const usageOf = async (
  db: Pool,
  services: readonly { readonly serviceId: string; readonly capacityAsOf: Date }[],
): Promise<Map<string, Usage>> => {
  const { rows } = await db.query<{ service_id: string; now: number; when_said: number }>(
    `select said.service_id,
            count(*) filter (where ended_at is null)::int as now,
            count(*) filter (where accepted_at <= said.at and (ended_at is null or ended_at > said.at))::int as when_said
     from unnest($1::text[], $2::timestamptz[]) as said (service_id, at)
     join copy_referrals using (service_id)
     where accepted_at is not null
     group by said.service_id`,
    [services.map(({ serviceId }) => serviceId), services.map(({ capacityAsOf }) => capacityAsOf)],
  );
  return new Map(rows.map((row) => [row.service_id, { now: row.now, whenSaid: row.when_said }]));
};
