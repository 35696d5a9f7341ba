import { readFileSync } from 'node:fs';
import { type View, viewSchema } from '@accompany/store';
import type { PoolClient } from 'pg';
import { type Account, accountOf } from './account.js';
import { isGoingOn } from './history/legal-aid.js';
import { isOpen } from './history/referral.js';
import { agenciesOf, rolesOf } from './history.js';
import { readCases } from './records.js';
import { staleIn } from './stale.js';
import { areaOf } from './work/needs.js';
import { workOf, writeWork } from './work.js';

/** The view of all cases in one line each, with who takes part and what there is to do. Raise the version with any change of its tables or its fold. */
export const caseSummary: View = {
  name: 'case_summary',
  version: 3,
  create: readFileSync(new URL('../views/case_summary.sql', import.meta.url), 'utf8'),
  write: async (tx, schema, keys) => {
    const read = [...(await readCases(tx, keys))].filter(([, facts]) => facts.length > 0);
    const cases = new Map(read.map(([caseId, facts]) => [caseId, accountOf(facts)]));
    const work = new Map([...cases].map(([caseId, account]) => [caseId, workOf(account)]));
    await Promise.all([writeLines(tx, schema, cases), writeWork(tx, schema, work)]);
  },
  stale: staleIn('case', 'cases', 'case_id'),
};

/** The schema of the live tables. */
export const SUMMARY = viewSchema(caseSummary);

const count = <Thing>(things: Map<string, Thing>, counts: (thing: Thing) => boolean): number => [...things.values()].filter(counts).length;

/** Writes the lines of these cases anew, and who takes part in them: in one statement, see `copyRecords`. */
export const writeLines = async (tx: PoolClient, schema: string, cases: ReadonlyMap<string, Account>): Promise<void> => {
  const accounts = [...cases.values()];
  const histories = accounts.map(({ history }) => history);
  const pairs = [...cases].flatMap(([caseId, { history }]) => agenciesOf(history).map((agency) => ({ agency, caseId, history })));
  await tx.query({
    name: `write-${schema}`,
    text: `with lines as (
       insert into ${schema}.cases (case_id, status, lead_agency, risk, open_threats, open_referrals, unmet_needs, open_matters,
         last_occurred_at, last_recorded_at, last_sequence, caseworker, area_code, sprang_from)
       select * from unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::timestamptz[],
         $10::timestamptz[], $11::bigint[], $12::text[], $13::text[], $14::text[])
       on conflict (case_id) do update set status = excluded.status, lead_agency = excluded.lead_agency, risk = excluded.risk,
         open_threats = excluded.open_threats, open_referrals = excluded.open_referrals, unmet_needs = excluded.unmet_needs,
         open_matters = excluded.open_matters, last_occurred_at = excluded.last_occurred_at, last_recorded_at = excluded.last_recorded_at,
         last_sequence = excluded.last_sequence, caseworker = excluded.caseworker, area_code = excluded.area_code,
         sprang_from = excluded.sprang_from),
     now as (select agency, case_id, string_to_array(roles, ',')::int[] as roles
               from unnest($15::text[], $16::text[], $17::text[]) as n (agency, case_id, roles)),
     gone as (delete from ${schema}.participants p where p.case_id = any ($1::text[])
               and not exists (select from now where now.agency = p.agency and now.case_id = p.case_id))
     insert into ${schema}.participants as p (agency, case_id, roles) select agency, case_id, roles from now
       on conflict (agency, case_id) do update set roles = excluded.roles where p.roles <> excluded.roles`,
    values: [
      [...cases.keys()],
      histories.map(({ status }) => status),
      histories.map(({ lead }) => lead),
      histories.map(({ risk }) => risk),
      histories.map(({ threats }) => count(threats, ({ resolved }) => !resolved)),
      histories.map(({ referrals }) => count(referrals, ({ status }) => isOpen(status))),
      histories.map(({ needs }) => count(needs, ({ met }) => !met)),
      histories.map(({ matters }) => count(matters, ({ status }) => isGoingOn(status))),
      histories.map(({ lastOccurredAt, lastRecordedAt }) => lastOccurredAt ?? lastRecordedAt),
      histories.map(({ lastRecordedAt }) => lastRecordedAt),
      histories.map(({ lastSequence }) => lastSequence),
      histories.map(({ caseworker }) => caseworker),
      accounts.map(({ counted }) => areaOf(counted)),
      histories.map(({ sprangFrom }) => sprangFrom),
      pairs.map(({ agency }) => agency),
      pairs.map(({ caseId }) => caseId),
      pairs.map(({ agency, history }) => rolesOf(history, agency).join(',')),
    ],
  });
};
