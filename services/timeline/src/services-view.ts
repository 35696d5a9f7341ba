import { readFileSync } from 'node:fs';
import type { LogEvent } from '@accompany/runtime';
import { streamCategory, type View, viewSchema } from '@accompany/store';
import type { PoolClient } from 'pg';
import { isOfCase } from './copy-records.js';
import { offersOf } from './offers.js';
import { readCases } from './records.js';
import { staleIn } from './stale.js';

/** The view of the services that are on offer, by agency. Raise the version with any change of its tables or its fold. */
export const services: View = {
  name: 'services',
  version: 1,
  create: readFileSync(new URL('../views/services.sql', import.meta.url), 'utf8'),
  write: async (tx, schema, keys) => {
    for (const [agency, facts] of await readCases(tx, keys)) {
      const { active, offers } = offersOf(facts);
      await tx.query(`delete from ${schema}.services where agency = $1`, [agency]);
      await tx.query(
        `insert into ${schema}.services (service_id, area_code, agency, category, places, free_places)
         select service_id, area_code, $1, category, places, free_places from jsonb_populate_recordset(null::${schema}.services, $2::jsonb)`,
        [agency, JSON.stringify(offers)],
      );
      await tx.query(
        `insert into ${schema}.agencies (agency, active, last_sequence) values ($1, $2, $3)
         on conflict (agency) do update set active = excluded.active, last_sequence = excluded.last_sequence`,
        [agency, active, facts.at(-1)?.sequence ?? 0],
      );
    }
  },
  stale: staleIn('network', 'agencies', 'agency'),
};

/** The schema of the live tables. */
export const SERVICES = viewSchema(services);

const DIRECTORY = new Set(['agency', 'office', 'service']);

/** Writes what agencies offer anew when the directory says something of them; of other facts of the network only that they are seen. */
export const writeOffers = async (tx: PoolClient, events: readonly LogEvent[]): Promise<void> => {
  const ofNetwork = events.filter((event) => !isOfCase(event));
  if (ofNetwork.length === 0) return;
  const agencies = new Set(ofNetwork.map(({ meta }) => meta.caseId));
  const changed = new Set(ofNetwork.filter(({ meta }) => DIRECTORY.has(streamCategory(meta.stream))).map(({ meta }) => meta.caseId));
  await services.write(tx, SERVICES, [...changed].sort());
  await tx.query(
    `insert into ${SERVICES}.agencies as a (agency, active, last_sequence) select key, false, sequence from cases where key = any ($1::text[])
     on conflict (agency) do update set last_sequence = excluded.last_sequence`,
    [[...agencies].filter((agency) => !changed.has(agency)).sort()],
  );
};
