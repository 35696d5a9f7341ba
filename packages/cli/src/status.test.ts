import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, type Network, startNetwork } from '@accompany/local';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readState } from './network.js';
import { askAll } from './status/ask.js';
import { findingsOf } from './status/wellness.js';
import { accompany, bin } from './testing.js';

const kafka = process.env.ACCOMPANY_KAFKA as string;
const name = randomUUID();
let folder: string;
let network: Network;

const argumentsOf = (args: readonly string[]): string[] => ['status', '--state', join(folder, 'state.json'), ...args];

const status = (...args: string[]) => accompany(argumentsOf(args));

/** What is not well, as `service page`. */
const notWell = async () => {
  const answers = await askAll(readState(join(folder, 'state.json')), new AbortController().signal);
  return findingsOf(answers).map(({ service, help }) => `${service} ${help.replace(/^docs\/runbooks\/(.*)\.md$/, '$1')}`);
};

const eventually = (expected: unknown) => expect.poll(notWell, { timeout: 30_000, interval: 100 }).toEqual(expected);

const sessionOn = async (service: 'directory' | 'timeline'): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: (network.databases.get(service) as Database).superUrl });
  await client.connect();
  return client;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accompany-status-'));
  const stateFile = join(folder, 'state.json');
  network = await startNetwork({ services: ['directory', 'timeline'], kafka: `${kafka}/${name}`, fresh: true, stateFile });
});

afterAll(async () => {
  await network?.stop({ now: true });
  await rm(folder, { recursive: true });
});

test('a network that is well says so, with versions, views and partitions', async () => {
  await eventually([]);
  const { code, out } = await status('--partitions');
  expect(code).toBe(0);
  expect(out).toMatch(/^directory +\d+\.\d+\.\d+ +serving +0 +0 +0 +0 of 0 +0 +0$/m);
  expect(out).toMatch(/^timeline +case_summary +\d+ +0$/m);
  expect(out).toMatch(/^timeline +case-events\.v1 +7 +0$/m);
  expect(out).toMatch(/\nall is well\n$/);
});

test('what is not read and then cannot be read, and a timer that does not fire, are told while they last', async () => {
  const timeline = await sessionOn('timeline');
  await timeline.query('begin; lock table log_checkpoints in access exclusive mode');
  const producer = new Kafka({ brokers: [kafka], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const tenMinutesAgo = String(Date.now() - 600_000);
  await producer.send({ topic: `${name}.case-events.v1`, messages: [{ key: 'foreign', value: 'not ours', timestamp: tenMinutesAgo }] });
  await producer.disconnect();
  await expect.poll(notWell, { timeout: 30_000 }).toEqual(expect.arrayContaining(['timeline consumer-behind', 'timeline view-behind']));
  const { out } = await status();
  expect(out).toMatch(/^timeline +has not read 1 event of case-events\.v1\/\d for (9|10) min +docs\/runbooks\/consumer-behind\.md$/m);
  await timeline.query('rollback');
  await eventually(expect.not.arrayContaining(['timeline consumer-behind']));
  expect(await notWell()).toContain('timeline record-set-aside');
  await timeline.end();

  const directory = await sessionOn('directory');
  await directory.query("insert into timers values ('none', 'agency-a', 'never', 'a', now() - interval '5 minutes')");
  await eventually(expect.arrayContaining(['directory timers-overdue']));
  await directory.query('delete from timers');
  await directory.end();
  await eventually(expect.not.arrayContaining(['directory timers-overdue']));
});

test('watching goes on until Ctrl-C, which ends it with 0 though not all is well', async () => {
  const watching = spawn(process.execPath, [bin, ...argumentsOf(['--watch', '--every', '0.1'])], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  watching.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const ended = once(watching, 'exit');
  await expect.poll(() => out.match(/UTC\nservice +version/g)?.length ?? 0, { timeout: 30_000 }).toBeGreaterThan(1);
  expect(out).toContain('not well');
  watching.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});

test('a service that is away is told among the others; when none answers, the network cannot be reached', async () => {
  await network.kill('directory');
  const { code, out } = await status('--json');
  expect(code).toBe(5);
  const help = 'docs/runbooks/service-down.md';
  expect(JSON.parse(out)).toMatchObject({
    well: false,
    findings: expect.arrayContaining([{ service: 'directory', what: expect.stringMatching(/^does not answer at localhost:\d+$/), help }]),
    services: [
      { service: 'directory', health: 'away' },
      { service: 'timeline', health: 'serving', status: { service: 'timeline' } },
    ],
  });
  await network.kill('timeline');
  expect((await status()).code).toBe(3);
});
