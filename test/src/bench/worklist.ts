import { randomUUID } from 'node:crypto';
import { EVENT_CODECS } from '@accompany/contracts/events';
import { createDatabase } from '@accompany/local';
import { ensureView, migrate, openPool } from '@accompany/store';
import { caseSummary } from '@accompany/timeline-service/case-summary';
import { services } from '@accompany/timeline-service/services-view';
import { readItems } from '@accompany/timeline-service/work-queries';
import type { Pool } from 'pg';
import { type Figure, interleaved, quantile, summary } from './figure.js';

/** Cambodia's size. */
const CASES = 12_000;
const WORKERS = 300;
const PROVINCES = 25;
const AGENCIES = 30;
const CASES_AT_ONCE = 500;
const HOUR = 60 * 60 * 1000;

type Written = { stream: string; type: string; payload: Uint8Array; at: Date };

const written = (stream: string, at: Date, type: string, value: object): Written => {
  const name = type.slice(type.lastIndexOf('.') + 1);
  const $case = name.charAt(0).toLowerCase() + name.slice(1);
  const codec = EVENT_CODECS[type] as unknown as { fromPartial(object: object): never; encode(message: never): { finish(): Uint8Array } };
  return { stream, type, at, payload: codec.encode(codec.fromPartial({ event: { $case, value } })).finish() };
};

const agencyOf = (nr: number): string => `agency-${nr % AGENCIES}`;
const workerOf = (nr: number): string => `worker-${nr % WORKERS}`;

/** What happened in the nr-th open case, lately: whatever a network does, in the shares in which it may. */
const eventsOf = (nr: number, caseId: string, now: number): Written[] => {
  const ago = (hours: number): Date => new Date(now - hours * HOUR);
  const [lead, other] = [agencyOf(nr), agencyOf(nr * 7 + 1 + Math.floor(nr / AGENCIES))];
  const [onCase, assessment, referral, plan] = [
    `case-${caseId}`,
    ...['assessment', 'referral', 'plan'].map((kind) => `${kind}-${randomUUID()}`),
  ] as [string, string, string, string];
  const needId = randomUUID();
  const parties = { sender: lead, receiver: other };
  const category = 1 + (nr % 11);
  const urgency = 1 + (nr % 3);
  const areaCode = String(1 + (nr % PROVINCES)).padStart(2, '0');
  const intake = 'accompany.intake.v1.';
  const refers = 'accompany.referral.v1.';
  const assesses = 'accompany.assessment.v1.';
  return [
    written(onCase, ago(900), `${intake}CaseOpened`, { clientId: randomUUID(), leadAgency: lead, risk: 1 + (nr % 4), areaCode }),
    // The workers of an agency have its cases.
    written(onCase, ago(899), `${intake}CaseworkerAssigned`, { person: workerOf(nr) }),
    written(onCase, ago(890), `${intake}ConsentGiven`, {
      consentId: randomUUID(),
      by: 1,
      scope: { agencies: [other], validUntil: ago(-24 * (nr % 120)) },
    }),
    written(assessment, ago(880), `${assesses}AssessmentRequested`, { kind: 1, agency: lead, dueAt: ago(700 - (nr % 900)) }),
    ...(nr % 3 === 0 ? [] : [written(assessment, ago(800), `${assesses}AssessmentApproved`, { kind: 1 })]),
    written(assessment, ago(799), `${assesses}NeedIdentified`, { needId, category, urgency, agency: lead }),
    written(referral, ago(100), `${refers}ReferralDrafted`, { needId, sender: lead, category, urgency }),
    ...(nr % 8 === 0
      ? []
      : [written(referral, ago(72), `${refers}ReferralSent`, { ...parties, needId, category, urgency, dueBy: ago((nr % 96) - 48) })]),
    ...(nr % 2 === 0 ? [] : [written(referral, ago(60), `${refers}ReferralAccepted`, { ...parties, by: other, needId, category })]),
    ...(nr % 2 === 0
      ? []
      : [
          written(plan, ago(59), `${refers}PlanDrafted`, {
            referralId: referral.slice('referral-'.length),
            deliverer: other,
            sender: lead,
          }),
        ]),
    ...(nr % 2 === 0
      ? []
      : [
          written(plan, ago(58), `${refers}PlanActivated`, {
            frequency: { sessions: 1 + (nr % 3), period: 1 },
            startsAt: ago(58 + (nr % 300)),
          }),
        ]),
    ...(nr % 20 === 0
      ? [written(onCase, ago(300), `${intake}WhereaboutsLost`, { searchId: randomUUID(), nextReviewAt: ago((nr % 300) - 100) })]
      : []),
  ];
};

/** Writes the cases into the copy, as the consumer would have, and builds the view from it. @returns a case of each worker */
const load = async (db: Pool): Promise<string[]> => {
  const now = Date.now();
  const ids: string[] = [];
  let position = 0;
  for (let from = 0; from < CASES; from += CASES_AT_ONCE) {
    const rows = Array.from({ length: CASES_AT_ONCE }, (_, index) => {
      const key = randomUUID();
      ids.push(key);
      const versions = new Map<string, number>();
      return eventsOf(from + index, key, now).map((event, sequence) => {
        const version = (versions.get(event.stream) ?? 0) + 1;
        versions.set(event.stream, version);
        position += 1;
        return { key, sequence: sequence + 1, version, position, ...event };
      });
    }).flat();
    await db.query(
      `with news as (
         select * from unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::bytea[], $8::timestamptz[])
           as n (key, sequence, stream, version, position, type, payload, at)),
       kept as (insert into cases (key, topic, sequence, last_occurred_at) select key, 'case', count(*), max(at) from news group by key)
       insert into records (key, sequence, source, stream, version, position, type, payload, metadata, occurred_at, recorded_at, late)
       select key, sequence, 'bench', stream, version, position, type, payload, $9, at, at, false from news`,
      [
        ...(['key', 'sequence', 'stream', 'version', 'position', 'type'] as const).map((column) => rows.map((row) => row[column])),
        rows.map(({ payload }) => Buffer.from(payload)),
        rows.map(({ at }) => at),
        JSON.stringify({ actor: { kind: 'agency', agency: 'bench', person: 'p' }, correlation: 'bench' }),
      ],
    );
  }
  for (const view of [caseSummary, services]) await ensureView(db, view, { hold: async () => {}, pageSize: CASES_AT_ONCE });
  await db.query('analyze');
  return ids;
};

const ALL = { kinds: [], urgencies: [], overdueOnly: false, dueBefore: undefined, caseworker: '', caseId: '' };

/** What workers ask in turn: the first page of their own list, of their agency's, what of it is overdue, and its next page. */
const ask = async (db: Pool, nr: number): Promise<void> => {
  const agency = agencyOf(nr);
  const page = { after: '', size: 50, now: new Date() };
  const asked = [{ ...ALL, caseworker: workerOf(nr) }, ALL, { ...ALL, overdueOnly: true }, ALL][nr % 4] as typeof ALL;
  const after = nr % 4 === 3 ? JSON.stringify([2, new Date().toISOString(), '', 0, '']) : '';
  const { rows } = await readItems(db, agency, asked, { ...page, after });
  if (nr % 4 === 1 && rows.length === 0) throw new Error(`nothing waits for ${agency}`);
};

/** The time in milliseconds that 99 of 100 of these take at most, one after the other. */
const p99 = async (times: number, work: (nr: number) => Promise<unknown>): Promise<number> => {
  const took: number[] = [];
  for (let nr = 0; nr < times; nr++) {
    const began = performance.now();
    await work(nr);
    took.push(performance.now() - began);
  }
  return quantile(took, 0.99);
};

/** A worker's or an agency's worklist out of 12,000 open cases, against one row read by its key in the same database. */
export const benchWorklist = async (postgres: string, rounds: number, times: number): Promise<Figure> => {
  const database = await createDatabase(postgres, 'accompany_bench_worklist');
  const root = new URL('../../../', import.meta.url);
  await migrate(database.ownerUrl, new URL(database.appUrl).username, [
    { name: 'runtime', folder: new URL('packages/runtime/sql/', root) },
    { name: 'service', folder: new URL('services/timeline/migrations/', root) },
  ]);
  const db = openPool(database.appUrl);
  try {
    const ids = await load(db);
    const measured = await interleaved(
      rounds,
      () => p99(times, (nr) => ask(db, nr)),
      () => p99(times, (nr) => db.query({ name: 'one-case', text: 'select * from cases where key = $1', values: [ids[nr % ids.length]] })),
    );
    const { median } = summary(measured.ours);
    return {
      name: 'worklist of 12,000 open cases, p99',
      unit: 'ms',
      ...measured,
      against: 'p99 of one select of a row by its key in the same database',
      result: `${median.toFixed(1)} ms`,
      target: 'under 20 ms',
      met: median < 20,
    };
  } finally {
    await db.end();
  }
};
