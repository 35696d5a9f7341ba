import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Network, type NetworkOptions, runningNetwork, startNetwork } from './network.js';
import { isAlive, type ProcessId } from './processes.js';
import type { Death } from './supervise.js';

const program = () => fileURLToPath(new URL('../dist/pretend-service.js', import.meta.url));
const services = ['vault', 'intake'] as const;
const deaths: Death[] = [];
let stateFile: string;
let network: Network | undefined;

beforeAll(async () => {
  stateFile = join(await mkdtemp(join(tmpdir(), 'accompany-network-test-')), 'network.json');
});
afterAll(() => rm(join(stateFile, '..'), { recursive: true }));
afterEach(async () => {
  deaths.length = 0;
  await network?.stop({ now: true });
  network = undefined;
});

const begin = async (options: NetworkOptions = {}): Promise<Network> => {
  network = await startNetwork({
    fresh: true,
    kafka: false,
    services,
    agencies: ['aple'],
    stateFile,
    program,
    onDeath: (death) => deaths.push(death),
    ...options,
  });
  return network;
};

const databases = async (): Promise<string[]> => {
  const client = new pg.Client({ connectionString: process.env.ACCOMPANY_POSTGRES });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname like 'accompany\\_%' order by datname`,
  );
  await client.end();
  return rows.map(({ datname }) => datname);
};

test('a network says where it is, and leaves nothing behind', async () => {
  const before = await databases();
  const { services: addresses, certificates, logs, stop, process: processOf } = await begin();
  const state = await runningNetwork(stateFile);
  expect(state).toMatchObject({ services: addresses, certificates, caseLog: expect.stringMatching(/^postgres:.*_log$/) });
  expect(existsSync(join(certificates, 'agency-aple.key'))).toBe(true);
  expect((await databases()).length - before.length).toBe(3);
  const processes = services.map((service) => processOf(service) as ProcessId);
  expect(processes.map(isAlive)).toEqual([true, true]);
  await expect(startNetwork({ fresh: true, stateFile })).rejects.toThrow('running already');

  await stop();
  expect(processes.map(isAlive)).toEqual([false, false]);
  expect(await databases()).toEqual(before);
  expect([existsSync(stateFile), existsSync(logs)]).toEqual([false, false]);
});

test('a service that dies by itself is started again at its address, and it is said', async () => {
  const { process: processOf, signal } = await begin();
  const first = processOf('intake') as ProcessId;
  signal('intake', 'SIGKILL');
  await expect.poll(() => processOf('intake')?.pid ?? first.pid, { timeout: 10_000 }).not.toBe(first.pid);
  expect(deaths).toMatchObject([{ service: 'intake', how: 'SIGKILL', againInMs: 250, lastLines: 'pretend: serving' }]);
});

test('a service that was killed stays away until it is restarted; one that runs ends when its successor is ready', async () => {
  const { process: processOf, kill, restart, logs } = await begin();
  await kill('intake');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(processOf('intake')).toBeUndefined();
  await restart('intake');
  await restart('intake');
  expect(deaths).toEqual([]);
  expect((await readFile(join(logs, 'intake.log'), 'utf8')).trim().split('\n')).toEqual([
    'pretend: serving',
    'pretend: serving',
    'pretend: waits for its address',
    'pretend: ending in order',
    'pretend: serving',
  ]);
});

test('a wiped service has an empty database', async () => {
  const { databases: given, wipe } = await begin();
  const tables = async (sql: string) => {
    const client = new pg.Client({ connectionString: given.get('intake')?.ownerUrl });
    await client.connect();
    return (await client.query(sql).finally(() => client.end())).rowCount;
  };
  await tables('create table seen (id int)');
  await wipe('intake');
  expect(await tables(`select from pg_tables where schemaname = 'public'`)).toBe(0);
});

test('a service that cannot start is told with its last words, and nothing stays', async () => {
  const before = await databases();
  const environment = (service: string) => (service === 'intake' ? { PRETEND_DEATH: 'no such thing' } : {});
  await expect(begin({ environment })).rejects.toThrow(/^intake ended while starting \(exit code 1\).*\n.*no such thing/);
  expect(await databases()).toEqual(before);
  expect(existsSync(stateFile)).toBe(false);
});
