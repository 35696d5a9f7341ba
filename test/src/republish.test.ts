import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, type ServiceName, serviceNames, wipeKafka } from '@accompany/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { explain } from '../../packages/cli/src/exit.js';
import { createProgram } from '../../packages/cli/src/program.js';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { settled, statuses } from './operations.js';
import { ago, caseWithReferral, openCase, seedDirectory } from './play.js';
import { copiedFrom, parkedAnywhere, storedIn } from './settled.js';

/** Kafka loses all it holds, under services of which one had not read all of it, and operators have the events sent once more. */
let harness: Harness;
let folder: string;

beforeAll(async () => {
  harness = await startHarness({ log: 'own kafka' });
  folder = await mkdtemp(join(tmpdir(), 'accompany-republish-'));
  const { services, certificates } = harness.network;
  await writeFile(join(folder, 'state.json'), JSON.stringify({ services, certificates }));
});
afterAll(async () => {
  await harness?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A command of the operator, in this process: what it prints and how it ends. */
const accompany = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  process.exitCode = undefined;
  try {
    await createProgram().parseAsync([...args, '--state', join(folder, 'state.json')], { from: 'user' });
    return { code: process.exitCode ?? 0, out: printed.mock.calls.join(''), err: '' };
  } catch (error) {
    const { message, exitCode } = explain(error);
    return { code: exitCode, out: printed.mock.calls.join(''), err: message };
  } finally {
    process.exitCode = undefined;
    printed.mockRestore();
  }
};

/** What changes though nothing happens: how far somebody is, and what operators ordered. */
const BOOKKEEPING = ['checkpoints', 'log_checkpoints', 'republications', 'relayed_to', 'operations'];

/** All that a service keeps, by table. */
const contentOf = async (service: ServiceName): Promise<Record<string, string>> => {
  const db = harness.db(service);
  const { rows: tables } = await db.query(
    `select schemaname || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') and tablename <> all ($1) order by 1`,
    [BOOKKEEPING],
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await db.query(
      `select count(*) || ' rows ' || md5(string_agg(t::text, chr(10) order by t::text)) as content from ${name} t`,
    );
    found[`${service} ${name}`] = rows[0].content;
  }
  return found;
};

const contentOfAll = async (services: readonly ServiceName[]): Promise<Record<string, string>> =>
  Object.assign({}, ...(await Promise.all(services.map(contentOf))));

const republishAll = async (): Promise<void> => {
  for (const service of serviceNames) expect(await accompany('republish', service, '--from', '0')).toMatchObject({ code: 0, err: '' });
};

/** Each event of each service once in the timeline, in the order of its service. */
const expectAllTold = async (): Promise<void> => {
  for (const service of serviceNames)
    if (service !== 'timeline' && service !== 'vault')
      expect([service, await copiedFrom(harness, service)]).toEqual([service, await storedIn(harness, service)]);
};

test('Kafka loses its data: once all is sent again, everybody has everything once, and life goes on', { timeout: 180_000 }, async () => {
  const directory = await seedDirectory(harness);
  const { caseId } = await caseWithReferral(harness, directory);
  await openCase(harness);
  await settled(harness);
  const threaten = () => harness.as('aple').intake.reportThreat({ occurredAt: ago(1), caseId, kind: 1, description: 'Made up.' });

  await harness.network.kill('timeline');
  await threaten();
  const others = serviceNames.filter((service) => service !== 'timeline');
  const fewer = { ...harness, network: { ...harness.network, services: without(harness.network.services, 'timeline') } };
  await settled(fewer);
  const before = await contentOfAll(others);
  await wipeKafka(harness.kafka as Server);
  // Whoever starts makes the topics again, and all could go on.
  await harness.network.restart('timeline');

  await threaten();
  const replaced = await eventually('every relay sees that the log is another one', async () => {
    const all = await statuses(harness);
    const found = all.filter(({ logReplaced }) => logReplaced).map(({ service }) => service);
    return all.every(({ relayedPosition, service }) => relayedPosition === 0 || found.includes(service)) && found;
  });
  expect(replaced).toContain('intake');
  const status = await accompany('status');
  expect([status.code, status.out]).toEqual([5, expect.stringMatching(/intake .*sends nothing: .*`accompany republish`/)]);
  expect(await copiedFrom(harness, 'intake')).not.toEqual(await storedIn(harness, 'intake'));

  await republishAll();
  await settled(harness);
  await expectAllTold();
  expect(await parkedAnywhere(harness)).toEqual([]);
  const after = await contentOfAll(serviceNames);
  const changed = Object.keys(before).filter((table) => before[table] !== after[table]);
  // What the threat that was reported meanwhile did, and nothing else.
  const touched = ['intake public.commands', 'intake public.events', 'assessment public.commands', 'assessment public.events'];
  expect(changed).toEqual([...touched, 'referral public.copy_open_things']);

  await republishAll();
  await settled(harness);
  expect(await contentOfAll(serviceNames)).toEqual(after);

  await openCase(harness);
  await settled(harness);
  await expectAllTold();
  expect(await accompany('status')).toMatchObject({ code: 0, out: expect.stringContaining('all is well') });
});

test('what cannot be sent once more is said', async () => {
  expect(await accompany('republish', 'nobody', '--from', '0')).toMatchObject({
    code: 2,
    err: expect.stringContaining('there are vault, directory'),
  });
  expect(await accompany('republish', 'intake', '--from', '999999')).toMatchObject({
    code: 1,
    err: expect.stringContaining('0 means all'),
  });
  expect((await accompany('republish', 'vault', '--from', '0')).out).toBe('vault has no events after position 0: nothing was to be sent\n');
  const told = await accompany('republish', 'directory', '--from', '1', '--json');
  expect(JSON.parse(told.out)).toMatchObject({ service: 'directory', fromPosition: 1, events: expect.any(Number) });
});

const without = <Of extends object>(all: Of, key: keyof Of): Of =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name !== key)) as Of;
