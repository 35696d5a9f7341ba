import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@accompany/local';
import { openCaseLog, TOPICS, toRecord } from '@accompany/runtime';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { explain } from '../../packages/cli/src/exit.js';
import { createProgram } from '../../packages/cli/src/program.js';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, type OpenCase, openCase, seedDirectory } from './play.js';

/** What operators do with the command line about a case that a service cannot go on with. */
let harness: Harness;
let folder: string;
let cases: readonly OpenCase[];

beforeAll(async () => {
  harness = await startHarness({ services: ['directory', 'intake', 'timeline', 'vault'] });
  folder = await mkdtemp(join(tmpdir(), 'accompany-parked-'));
  const { services, certificates } = harness.network;
  await writeFile(join(folder, 'state.json'), JSON.stringify({ services, certificates }));
  await seedDirectory(harness);
  cases = [await openCase(harness), await openCase(harness)];
});
afterAll(async () => {
  await harness?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** `accompany parked …`, in this process: what it prints and how it ends. */
const parked = async (...args: string[]): Promise<Ended> => {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  process.exitCode = undefined;
  try {
    await createProgram().parseAsync(['parked', ...args, '--state', join(folder, 'state.json')], { from: 'user' });
    return { code: process.exitCode ?? 0, out: printed.mock.calls.join(''), err: '' };
  } catch (error) {
    const { message, exitCode } = explain(error);
    return { code: exitCode, out: printed.mock.calls.join(''), err: message };
  } finally {
    process.exitCode = undefined;
    printed.mockRestore();
  }
};

/** Some of those that read about cases. */
const PARKING = [
  ['directory', 'referrals-copy'],
  ['intake', 'reactions'],
  ['timeline', 'timeline'],
] as const;

const listed = async () => JSON.parse((await parked('list', '--json')).out);

/** How many events of a case wait for a consumer. */
const waitingIn = async (service: ServiceName, consumer: string, caseId: string): Promise<number> => {
  const { rowCount } = await harness.db(service).query('select from parked where consumer = $1 and key = $2', [consumer, caseId]);
  return rowCount ?? 0;
};

const plant = async (key: string, value: Buffer, headers: Record<string, string>): Promise<void> => {
  const log = await openCaseLog(harness.network.caseLog, { logger: pino({ level: 'silent' }), clientId: 'planting' });
  const producer = await log.producer();
  await producer.send(TOPICS.case.name, [{ key, value, headers }]);
  await log.close();
};

const threaten = async (caseId: string): Promise<number> => {
  const { position } = await harness.as('aple').intake.reportThreat({ occurredAt: ago(1), caseId, kind: 1, description: 'Made up.' });
  return position?.value ?? 0;
};

/** Positions of the threats that the timeline tells of a case, in its order, and what operators did. */
const told = async (caseId: string): Promise<(number | string)[]> => {
  const { entries } = await harness.as('aple').timeline.getTimeline({ caseId, pageSize: 200 });
  return entries.flatMap(({ type, position, sentence }): (number | string)[] => {
    if (type.endsWith('.ThreatReported')) return [position?.value ?? 0];
    return type.startsWith('accompany.operations.') ? [sentence] : [];
  });
};

test('a broken record holds up its case alone; skipped, what waited takes effect in order, and the history says so', async () => {
  const [{ caseId }, other] = cases as [OpenCase, OpenCase];
  const { headers } = toRecord('outside', {
    ...{ position: 1, stream: `case-${randomUUID()}`, version: 1, type: 'accompany.intake.v1.ThreatReported', topic: 'case', key: caseId },
    ...{ payload: Buffer.alloc(0), metadata: JSON.stringify({ actor: { kind: 'service', service: 'outside' }, correlation: 'c' }) },
    ...{ occurredAt: ago(2), recordedAt: ago(2) },
  });
  await plant(caseId, Buffer.from('a child’s name in the clear'), headers);
  for (const [service, consumer] of PARKING) await eventually(`${service} parks it`, () => waitingIn(service, consumer, caseId));
  const waiting = [await threaten(caseId), await threaten(caseId)];
  const goesOn = await threaten(other.caseId);
  await eventually('the other case goes on', async () => (await told(other.caseId)).includes(goesOn));
  await eventually('two events wait behind', async () => (await waitingIn('timeline', 'timeline', caseId)) === 3);
  expect(await told(caseId)).toEqual([]);

  const list = await parked('list');
  expect(list.code).toBe(0);
  expect(list.out).toMatch(new RegExp(`timeline +timeline +${caseId} +ThreatReported \\(outside 1\\) +3 +error: `));
  const shown = await parked('show', caseId.slice(0, 8), '--service', 'timeline');
  expect(shown.out).toMatch(/failed +ThreatReported +outside 1/);
  expect(list.out + shown.out).not.toMatch(/child/);

  const resumed = await parked('resume', caseId, '--service', 'timeline');
  expect([resumed.code, resumed.out]).toEqual([1, expect.stringMatching(/timeline timeline: 0 taken in, 3 still wait: error: /)]);
  const skipped = await parked('skip', caseId, '--reason', 'unreadable', '--ticket', 'OPS-7');
  expect([skipped.code, skipped.err]).toEqual([0, '']);
  for (const consumer of PARKING) expect(skipped.out).toMatch(new RegExp(`^${consumer.join(' ')}: \\d+ taken in, the case goes on$`, 'm'));
  expect((await parked('list')).out).toBe('nothing is parked\n');
  const lines = await eventually('the history says so', async () => {
    const found = await told(caseId);
    return found.filter((line) => String(line).includes('let the intake service pass over')).length > 0 && found;
  });
  expect(lines.filter((line) => typeof line === 'number')).toEqual(waiting);
  expect(lines).toContain(
    'An operator let the timeline service pass over what it could not take in, threat reported of the outside service: nobody can read it; see OPS-7.',
  );
  const { rows } = await harness.db('timeline').query("select metadata from records where type like '%ParkedEventSkipped'");
  for (const { metadata } of rows) expect(JSON.parse(metadata).actor).toEqual({ kind: 'service', service: 'operator' });
});

test('resumed once its cause is gone, what waited takes effect in order, and the case goes on', async () => {
  const [, { caseId }] = cases as [OpenCase, OpenCase];
  const before = await told(caseId);
  const owner = new pg.Client({ connectionString: harness.network.databases.get('timeline')?.superUrl });
  await owner.connect();
  try {
    await owner.query(`alter table records add constraint planted check (key <> '${caseId}') not valid`);
    const sent = [await threaten(caseId), await threaten(caseId), await threaten(caseId)];
    await eventually('they wait', async () => (await waitingIn('timeline', 'timeline', caseId)) === 3);
    expect((await parked('resume', caseId)).out).toContain('timeline timeline: 0 taken in, 3 still wait: error: error 23514');
    await owner.query('alter table records drop constraint planted');
    const resumed = await parked('resume', caseId, '--json');
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.out)).toMatchObject([{ service: 'timeline', consumer: 'timeline', caseId, waiting: 0 }]);
    sent.push(await threaten(caseId));
    const threats = async () => (await told(caseId)).filter((line) => typeof line === 'number');
    await eventually('all are told', async () => (await threats()).length === before.length + sent.length);
    expect(await threats()).toEqual([...before, ...sent]);
  } finally {
    await owner.end();
  }
});

test('a record that is not ours is set aside by every service that reads it, and left out by all of them at once', async () => {
  await plant('foreign', Buffer.from('a child’s name in the clear'), {});
  const services = ['directory', 'intake', 'timeline'];
  const found = await eventually('it is set aside', async () => {
    const { setAside } = await listed();
    return setAside.length === services.length && setAside;
  });
  const { topic, partition, offset } = { partition: 0, ...found[0] };
  const place = `${topic}/${partition}/${offset}`;
  expect((await parked('list')).out).toMatch(new RegExp(`records that are not ours\\n.*\\n.*\\n.*intake +${place} +29`));
  const left = await parked('skip', place, '--reason', 'not-ours');
  expect([left.code, left.out]).toEqual([0, `${place} is left out by ${services.join(', ')}\n`]);
  expect((await parked('list')).out).toBe('nothing is parked\n');
  expect((await parked('skip', place, '--reason', 'not-ours')).code).toBe(1);
});
