import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerDemoDirectory } from '../../packages/cli/src/demo/directory.js';
import type { Imported } from '../../packages/cli/src/oscar/import.js';
import type { Summary } from '../../packages/cli/src/oscar/summary.js';
import { type Harness, startHarness } from './harness.js';
import { settled } from './operations.js';
import { bridgeState, listOfClients, oneClient } from './oscar-samples.js';

const accompany = fileURLToPath(new URL('../../packages/cli/bin/accompany.js', import.meta.url));
const real = fileURLToPath(new URL('../../../shared/fixtures/oscar/', import.meta.url));

type Ended = { code: number; out: string; err: string };
type Report = Summary & { records: Imported[] };

let harness: Harness;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-import-'));
  harness = await startHarness();
  await registerDemoDirectory(harness.operator);
  const { services, certificates, caseLog, postgres } = harness.network;
  await writeFile(join(folder, 'network.json'), JSON.stringify({ services, certificates, caseLog, postgres }));
});
afterAll(async () => {
  await harness?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command line as people do, against the network of this test. */
const cli = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, ACCOMPANY_STATE: join(folder, 'network.json'), NO_COLOR: '1' };
    execFile(process.execPath, [accompany, ...args], { env, timeout: 60_000, maxBuffer: 32 * 1024 * 1024 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

const json = async <Answer>(...args: string[]): Promise<Answer> => {
  const { code, out, err } = await cli(...args, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as Answer;
};

const importFile = async (path: string): Promise<Report> => {
  const report = await json<Report>('import', 'oscar', path);
  expect(report.applied + report.alreadyKnown + report.quarantined, 'the summary adds up').toBe(report.read);
  expect(report.records).toHaveLength(report.read);
  return report;
};

const sample = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return path;
};

const waiting = () => json<{ quarantineId: string; reason: string; externalReference: { id: string } }[]>('quarantine', 'list');

const caseOf = (report: Report, index: number): string => {
  const { caseId } = report.records[index] as { caseId?: string };
  if (caseId === undefined) throw new Error(`record ${index} has no case: ${JSON.stringify(report.records[index])}`);
  return caseId;
};

/** The same file again: every record is known or still waits, and no store holds an event more. */
const addsNothing = async (path: string, first: Report): Promise<void> => {
  const before = await settled(harness);
  const again = await importFile(path);
  expect(again).toMatchObject({ read: first.read, applied: 0, alreadyKnown: first.read - first.quarantined });
  expect(again).toMatchObject({ quarantined: first.quarantined, quarantinedBefore: first.quarantined, reasons: first.reasons });
  expect(await settled(harness)).toBe(before);
};

/** Everybody's name, place and account in the samples; none may be told. */
const TOLD = /Example-|Fictional|ឧទាហរណ៍|made-up|000 111|02030405/;

describe('records in the three shapes of OSCaR', () => {
  test('one client: a report, and a referral from outside, told with its source', async () => {
    const path = await sample('one.json', oneClient);
    const first = await importFile(path);
    expect(first).toMatchObject({ read: 1, applied: 1, quarantined: 0 });
    await addsNothing(path, first);

    const { code, out } = await cli('timeline', caseOf(first, 0));
    expect(code).toBe(0);
    expect(out).toContain('OSCaR demo organisation');
    expect(out).toContain('source oscar 01EXAMPLE000001|3b0d54aa-0c55-4f67-9a7e-0d3f4f3c1a01|2023-04-02');
    expect(out).toMatch(/risk +high/);
    expect(out).not.toMatch(/ambiguous/);
    expect(out).not.toMatch(/sharing allowed/);
    expect(out).not.toMatch(TOLD);
  });

  test('a list: ambiguities are kept, what is not understood waits, and one that is wrong stops no other', async () => {
    const path = await sample('list.json', listOfClients);
    const first = await importFile(path);
    expect(first).toMatchObject({ read: 10, applied: 3, alreadyKnown: 1, quarantined: 6 });
    expect(first.reasons).toEqual({
      record_unreadable: 1,
      agency_unknown: 1,
      service_unknown: 1,
      date_unreadable: 1,
      date_in_future: 1,
      no_service: 1,
    });
    await addsNothing(path, first);

    const exited = (await cli('timeline', caseOf(first, 0))).out;
    expect(exited).toMatch(/ambiguous: .*status means rejected or ended/);
    expect(exited).toMatch(/ambiguous: .*date not given/);
    expect(exited).toMatch(/risk +unknown/);
    const several = (await cli('timeline', caseOf(first, 1))).out;
    expect(several).toMatch(/ambiguous: .*status covers several services/);
    expect(several).toContain('source oscar 01EXAMPLE000003|first|2023-04-02');
    expect(several).toContain('source oscar 01EXAMPLE000003|second|2023-04-02');
    expect(caseOf(first, 2)).toBe(caseOf(first, 1));
    for (const told of [exited, several]) expect(told).not.toMatch(TOLD);
  });

  test('what waits is listed with its reason, and shown whole to the agency that imported it, to nobody else', async () => {
    const listed = await waiting();
    expect(listed.map(({ reason }) => reason).sort()).toEqual(
      ['agency_unknown', 'date_in_future', 'date_unreadable', 'no_service', 'record_unreadable', 'service_unknown'].sort(),
    );
    const unknown = listed.find(({ reason }) => reason === 'agency_unknown');
    expect(unknown?.externalReference.id).toMatch(/^01EXAMPLE000004/);
    const shown = await json<{ original: string }>('quarantine', 'show', unknown?.quarantineId ?? '');
    expect(shown.original).toContain('Example-Child-4');
    expect((await cli('quarantine', 'show', unknown?.quarantineId ?? '', '--as', 'a21')).err).toContain('QUARANTINED_UNKNOWN');
    expect(await json('quarantine', 'list', '--as', 'a21')).toEqual([]);
    expect((await cli('quarantine', 'list')).out).not.toMatch(TOLD);
  });

  test('a bridge state: the same child on another day is the same case, and its risk is not lowered', async () => {
    const path = await sample('bridge.json', bridgeState);
    const first = await importFile(path);
    expect(first).toMatchObject({ read: 2, applied: 2, quarantined: 0 });
    await addsNothing(path, first);

    const known = await importFile(await sample('one.json', oneClient));
    expect(caseOf(first, 0)).toBe(caseOf(known, 0));
    const { timeline } = harness.as('aple');
    const { case: stands } = await timeline.getCaseAsOf({ caseId: caseOf(first, 0) });
    expect(stands).toMatchObject({ risk: RiskLevel.RISK_LEVEL_HIGH, sharingBases: [], participants: [] });
    expect(stands?.referrals.map(({ sender, fromOutside }) => [sender, fromOutside])).toEqual([
      ['oscar-demo', true],
      ['oscar-demo', true],
    ]);
    expect((await timeline.getCaseAsOf({ caseId: caseOf(first, 1) })).case?.referrals).toMatchObject([{ sender: 'cif' }]);
  });

  test('place codes keep their zeros, names arrive sealed, and consent is the word of the source only', async () => {
    const { intake } = harness.as('aple');
    const { records } = await importFile(await sample('one.json', oneClient));
    const { rows } = await harness
      .db('intake')
      .query(`select stream from events where key = $1 and stream like 'report-%' limit 1`, [(records[0] as { caseId: string }).caseId]);
    const report = await intake.getReport({ reportId: rows[0].stream.slice('report-'.length) });
    expect(report).toMatchObject({
      areaCode: '0203',
      contact: { placeCode: '02030405' },
      identity: { givenName: 'Example-Child-1', otherNames: ['ឧទាហរណ៍1'] },
      assertedConsent: { evidence: 'https://files.example/form-1.png' },
    });
    const { out } = await cli('events', rows[0].stream, '--json');
    expect(out).toContain('sealed (identity)');
    expect(out).not.toMatch(TOLD);
  });

  test.each([
    ['not JSON', '[\n  {"global_id": "A"},\n  ]\n', /line 3, column 3: not JSON/],
    ['none of the shapes', '{\n "data": {"data": 5}\n}', /line 2, column \d+: expected one client/],
    ['empty', '', /line 1, column 1/],
  ])('a file that is %s is refused with line and reason, and nothing is sent', async (_what, content, reason) => {
    const before = await settled(harness);
    const { code, out, err } = await cli('import', 'oscar', await sample('broken.json', content));
    expect(code).toBe(4);
    expect(out).toBe('');
    expect(err).toMatch(reason);
    expect(await settled(harness)).toBe(before);
  });
});

const there = existsSync(real);
if (!there) console.info(`The files that OSCaR really sent are not tried: ${real} is not there.`);

describe.skipIf(!there)('files that OSCaR really sent, from ../shared/fixtures/oscar', () => {
  test.each(['oscarNewReferral.json', 'oscarReferralSample.json', 'getOscarNew.json'])('%s', async (name) => {
    const path = join(real, name);
    const printed = await cli('import', 'oscar', path);
    expect(printed).toMatchObject({ code: 0, err: '' });
    const [, read, applied, known, quarantined] =
      /read (\d+) = applied (\d+) \+ already known (\d+) \+ quarantined (\d+)/.exec(printed.out)?.map(Number) ?? [];
    expect(read).toBeGreaterThan(0);
    expect((applied ?? 0) + (known ?? 0) + (quarantined ?? 0)).toBe(read);

    const before = await settled(harness);
    const again = await importFile(path);
    expect(again).toMatchObject({ read, applied: 0, alreadyKnown: (applied ?? 0) + (known ?? 0), quarantined });
    expect(again.quarantinedBefore).toBe(quarantined);
    expect(await settled(harness)).toBe(before);

    const listed = await waiting();
    for (const record of again.records) {
      if (record.outcome === 'quarantined') {
        expect(listed.some(({ reason, externalReference }) => reason === record.reason && externalReference.id === record.id)).toBe(true);
      } else if (record.caseId !== undefined) {
        const { out } = await cli('timeline', record.caseId);
        expect(out).toContain(`source oscar ${record.id}`);
        for (const code of 'ambiguities' in record ? record.ambiguities : []) expect(out).toContain(code.replaceAll('_', ' '));
      }
    }
    console.info(`${name}: read ${read}, applied ${applied}, already known ${known}, quarantined ${quarantined}`);
  });
});
