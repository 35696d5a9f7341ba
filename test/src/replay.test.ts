import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, caseWithReferral, type Directory, type OpenCase, openCase, seedDirectory } from './play.js';
import { parkedAnywhere, settled } from './settled.js';

let harness: Harness;
let directory: Directory;
const cases: OpenCase[] = [];

beforeAll(async () => {
  harness = await startHarness();
  directory = await seedDirectory(harness);
  const { intake } = harness.as('aple');
  cases.push(
    ...(await inParallel(
      4,
      Array.from({ length: 20 }, () => () => openCase(harness)),
    )),
  );
  for (const [nr, played] of (
    await inParallel(
      4,
      Array.from({ length: 6 }, () => () => caseWithReferral(harness, directory)),
    )
  ).entries()) {
    const { caseId, referralId } = played;
    if (nr % 3 !== 0) await harness.as('a21').referral.acceptReferral({ occurredAt: ago(100), referralId });
    if (nr % 3 === 1) await harness.as('a21').referral.startService({ occurredAt: ago(90), referralId });
    // Written down late: it happened before what is known already.
    await intake.reportThreat({ occurredAt: ago(550), caseId, kind: 1, description: 'A made-up threat.' });
    cases.push(played);
  }
  await settled(harness);
});
afterAll(() => harness?.stop());

/** Every table that is a function of the log, with the number of its rows and a hash over them. */
const hashes = async (): Promise<Record<string, string>> => {
  const db = harness.db('timeline');
  const { rows: tables } = await db.query(
    `select schemaname, tablename from pg_tables
      where schemaname ~ '_v[0-9]+$' or (schemaname = 'public' and tablename in ('records', 'cases', 'agencies')) order by 1, 2`,
  );
  const found: Record<string, string> = {};
  for (const { schemaname, tablename } of tables) {
    const { rows } = await db.query(
      `select count(*) || ' rows ' || coalesce(encode(sha256(string_agg(sha256(convert_to(t::text, 'UTF8')), '' order by t::text)), 'hex'), '') as hash from "${schemaname}"."${tablename}" t`,
    );
    found[`${schemaname}.${tablename}`] = rows[0].hash;
  }
  return found;
};

/** All that the timeline answers about the cases. */
const answers = async (): Promise<unknown[]> =>
  inParallel(
    4,
    cases.map(({ caseId }) => async () => {
      const { timeline } = harness.as('aple');
      const when = { asOf: ago(95), knownAt: new Date('2100-01-01T00:00:00Z') };
      return [await timeline.getTimeline({ caseId }), (await timeline.getCaseAsOf({ caseId, ...when })).case];
    }),
  );

test('the timeline’s database is dropped: rebuilt from Kafka it equals what it was, row for row', { timeout: 120_000 }, async () => {
  const before = { hashes: await hashes(), answers: await answers() };
  expect(Object.keys(before.hashes)).toEqual(
    expect.arrayContaining(['public.records', 'public.cases', 'case_summary_v3.cases', 'case_summary_v3.participants']),
  );
  expect(Object.values(before.hashes).every((hash) => !hash.startsWith('0 rows'))).toBe(true);
  await harness.network.wipe('timeline');
  await settled(harness);
  expect(await hashes()).toEqual(before.hashes);
  expect(await answers()).toEqual(before.answers);
  expect(await parkedAnywhere(harness)).toEqual([]);
});

test('a view rebuilt beside the live one while commands go on ends equal, and no read fails meanwhile', { timeout: 120_000 }, async () => {
  const going = new AbortController();
  const failures: unknown[] = [];
  let [commands, reads] = [0, 0];
  const aple = harness.as('aple');
  const writing = async (worker: number) => {
    for (let nr = worker; !going.signal.aborted; nr += 3) {
      const { caseId } = cases[nr % cases.length] as OpenCase;
      await aple.intake.reportThreat({ occurredAt: ago(1), caseId, kind: 2, description: 'A made-up threat.' });
      commands += 1;
    }
  };
  const reading = async (worker: number) => {
    for (let nr = worker; !going.signal.aborted; nr += 1) {
      const { caseId } = cases[nr % cases.length] as OpenCase;
      const read = nr % 2 === 0 ? aple.timeline.listCases({}) : aple.timeline.getTimeline({ caseId, pageSize: 1 });
      await read.catch((error: unknown) => failures.push(error));
      reads += 1;
    }
  };
  const { timeline } = harness.operator;
  // Copy and view move in one transaction: a case of which the view is older, at any moment, lost an event in the switch.
  const behind: number[] = [];
  const looking = async () => {
    while (!going.signal.aborted) {
      const { views } = await timeline.getStatus({});
      behind.push(...views.map(({ lagCases }) => lagCases).filter((lag) => lag > 0));
    }
  };
  const working = [writing(0), writing(1), writing(2), reading(0), reading(1), looking()];
  const phases: string[] = [];
  try {
    for (let nr = 0; nr < 5; nr++) {
      const [commandsBefore, readsBefore] = [commands, reads];
      const { operation } = await timeline.rebuildView({ requestId: randomUUID(), view: 'case_summary' });
      const waited = await timeline.waitOperation(
        { operationId: operation?.operationId as string, timeout: { seconds: 30, nanos: 0 } },
        { deadline: 40_000 },
      );
      expect(waited.operation).toMatchObject({ done: true, result: { $case: 'rebuilt' } });
      phases.push(waited.operation?.progress?.phase as string);
      expect(commands).toBeGreaterThan(commandsBefore);
      expect(reads).toBeGreaterThan(readsBefore);
    }
  } finally {
    going.abort();
    await Promise.all(working);
  }
  expect(failures).toEqual([]);
  expect(behind).toEqual([]);
  await settled(harness);
  const live = await hashes();
  const lines = await aple.timeline.listCases({});
  expect(lines.cases).toHaveLength(cases.length);

  // The same once more, when nothing moves, and from an empty database: what was rebuilt under way has to be exactly this.
  const { operation } = await timeline.rebuildView({ requestId: randomUUID(), view: 'case_summary' });
  await timeline.waitOperation({ operationId: operation?.operationId as string, timeout: { seconds: 30, nanos: 0 } }, { deadline: 40_000 });
  expect(await hashes()).toEqual(live);
  await harness.network.wipe('timeline');
  await settled(harness);
  expect(await hashes()).toEqual(live);
});
