import type { PoolClient } from 'pg';
import type { Account } from './account.js';
import type { ItemRow } from './work/item.js';
import { itemsOf } from './work/items.js';
import { areaOf, type NeedRow, needsOf } from './work/needs.js';
import { type ReferralRow, referralRows, stepsOf } from './work/referral-steps.js';

/** What there is to do in a case, which of its needs wait, and how far its referrals came. */
export type Work = { readonly items: readonly ItemRow[]; readonly needs: readonly NeedRow[]; readonly referrals: readonly ReferralRow[] };

/** The work of a case. Pure: a function of its events. */
export const workOf = ({ counted, history }: Account): Work => {
  const steps = stepsOf(counted);
  const area = areaOf(counted);
  return {
    items: itemsOf(counted, history, steps),
    needs: needsOf(history, area),
    referrals: referralRows(steps, history, area.slice(0, 2)),
  };
};

/** Replaces the work of these cases: in one statement, see `copyRecords`; rows that did not change are left alone. */
export const writeWork = async (tx: PoolClient, schema: string, cases: ReadonlyMap<string, Work>): Promise<void> => {
  const rows = (of: (work: Work) => readonly object[]): string =>
    JSON.stringify([...cases].flatMap(([case_id, work]) => of(work).map((row) => ({ case_id, ...row }))));
  await tx.query({
    name: `work-${schema}`,
    text: `with ${replace(schema, 'items', '$2', ['case_id', 'kind', 'subject_id', 'agency'], ITEM)},
      ${replace(schema, 'needs', '$3', ['case_id', 'need_id'], NEED)},
      ${replace(schema, 'referrals', '$4', ['case_id', 'referral_id'], REFERRAL)} select`,
    values: [[...cases.keys()], rows(({ items }) => items), rows(({ needs }) => needs), rows(({ referrals }) => referrals)],
  });
};

const ITEM = ['counterpart', 'category', 'urgency', 'since', 'due_at', 'shows_at', 'caseworker'];
const NEED = ['category', 'urgency', 'area_code', 'since'];
const REFERRAL =
  `sender receiver category province answered ended_as overdue sent_at received_at accepted_at started_at ended_at closed_at`.split(' ');

const replace = (schema: string, table: string, rows: string, key: readonly string[], data: readonly string[]): string => {
  const same = key.map((column) => `n.${column} = o.${column}`).join(' and ');
  const set = data.map((column) => `${column} = excluded.${column}`).join(', ');
  const [old, news] = [data.map((column) => `o.${column}`).join(', '), data.map((column) => `excluded.${column}`).join(', ')];
  return `new_${table} as (select * from jsonb_populate_recordset(null::${schema}.${table}, ${rows}::jsonb)),
      gone_${table} as (delete from ${schema}.${table} o where o.case_id = any ($1::text[]) and not exists (select from new_${table} n where ${same})),
      put_${table} as (insert into ${schema}.${table} as o select * from new_${table}
        on conflict (${key.join(', ')}) do update set ${set} where (${old}) is distinct from (${news}))`;
};
