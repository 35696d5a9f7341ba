import { randomUUID } from 'node:crypto';
import { EVENT_CODECS } from '@accompany/contracts/events';
import { createDatabase } from '@accompany/local';
import { migrate, openPool } from '@accompany/store';
import type { Pool } from 'pg';

/** Cambodia's size. */
const WORKERS = 300;
const PROVINCES = 25;
const AGENCIES = 30;
const CASES_AT_ONCE = 500;
const HOUR = 60 * 60 * 1000;

/** An event as a service would have stored it. */
export type Written = { stream: string; type: string; payload: Uint8Array; at: Date };

const written = (stream: string, at: Date, type: string, value: object): Written => {
  const name = type.slice(type.lastIndexOf('.') + 1);
  const $case = name.charAt(0).toLowerCase() + name.slice(1);
  const codec = EVENT_CODECS[type] as unknown as { fromPartial(object: object): never; encode(message: never): { finish(): Uint8Array } };
  return { stream, type, at, payload: codec.encode(codec.fromPartial({ event: { $case, value } })).finish() };
};

/** An agency and a worker of the nr-th case. */
export const agencyOf = (nr: number): string => `agency-${nr % AGENCIES}`;
export const workerOf = (nr: number): string => `worker-${nr % WORKERS}`;

/** What happened in the nr-th open case, lately: whatever a network does, in the shares in which it may. */
export const eventsOf = (nr: number, caseId: string, now: number): Written[] => {
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

/** The same case as long as asked: sessions are planned and held, until it has so many events. */
export const longCase = (nr: number, caseId: string, now: number, size: number): Written[] => {
  const began = eventsOf(nr, caseId, now).slice(0, size);
  const plan = `plan-${randomUUID()}`;
  const sessions = Math.ceil((size - began.length) / 2);
  const held = Array.from({ length: sessions }, (_, session) => {
    const sessionId = randomUUID();
    const at = new Date(now - HOUR * (50 - (49 * session) / sessions));
    return [
      written(plan, at, 'accompany.referral.v1.SessionPlanned', { sessionId, plannedFor: at }),
      written(plan, at, 'accompany.referral.v1.SessionHeld', { sessionId, heldAt: at }),
    ];
  });
  return [...began, ...held.flat()].slice(0, size);
};

/** A timeline's database with nothing in it. */
export const openTimeline = async (postgres: string, name: string): Promise<Pool> => {
  const database = await createDatabase(postgres, name);
  const root = new URL('../../../', import.meta.url);
  await migrate(database.ownerUrl, new URL(database.appUrl).username, [
    { name: 'runtime', folder: new URL('packages/runtime/sql/', root) },
    { name: 'service', folder: new URL('services/timeline/migrations/', root) },
  ]);
  return openPool(database.appUrl);
};

/** Writes cases into the copy, as the consumer would have. @returns their ids, by their number */
export const loadCases = async (
  db: Pool,
  cases: number,
  historyOf: (nr: number, caseId: string, now: number) => Written[],
): Promise<string[]> => {
  const now = Date.now();
  const ids: string[] = [];
  const base = await db.query<{ last: string }>('select coalesce(max(position), 0) as last from records');
  let position = Number(base.rows[0]?.last);
  // The database writes some while the next are made.
  let writing: Promise<unknown> = Promise.resolve();
  for (let from = 0; from < cases; from += CASES_AT_ONCE) {
    const rows = Array.from({ length: Math.min(CASES_AT_ONCE, cases - from) }, (_, index) => {
      const key = randomUUID();
      ids.push(key);
      const versions = new Map<string, number>();
      return historyOf(from + index, key, now).map((event, sequence) => {
        const version = (versions.get(event.stream) ?? 0) + 1;
        versions.set(event.stream, version);
        position += 1;
        return { key, sequence: sequence + 1, version, position, ...event };
      });
    }).flat();
    await writing;
    writing = db.query(
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
  await writing;
  return ids;
};
