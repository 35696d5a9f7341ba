import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@accompany/client';
import { type Server, type ServiceName, startPostgres } from '@accompany/local';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { freeze, healthOf } from './healthy.js';

const SERVING = 1;
const NOT_SERVING = 2;
const SERVICES = ['vault', 'directory', 'intake'] as const;
const NAMES = {
  vault: ['accompany.vault.v1.VaultService'],
  directory: ['accompany.directory.v1.DirectoryService', 'accompany.common.v1.ActionsService'],
  intake: ['accompany.intake.v1.IntakeService', 'accompany.intake.v1.ProgrammeService', 'accompany.common.v1.ActionsService'],
};
const EVERYWHERE = ['', 'accompany.operations.v1.OperationsService'];

let postgres: Server;
let harness: Harness;
const health = new Map<ServiceName, ReturnType<typeof healthOf>>();

beforeAll(async () => {
  postgres = await startPostgres();
  harness = await startHarness({ postgres: postgres.address, services: SERVICES });
  for (const service of SERVICES) health.set(service, healthOf(harness, service));
});
afterAll(async () => {
  for (const one of health.values()) one.close();
  await harness?.stop();
  await postgres?.stop();
});

/** What every name of every service says. */
const all = (): Promise<number[]> =>
  Promise.all(SERVICES.flatMap((service) => [...EVERYWHERE, ...NAMES[service]].map((name) => health.get(service)?.ask(name) ?? 0)));

const allSay = (status: number, withinMs: number): Promise<boolean> =>
  eventually(`every name of every service says ${status}`, async () => (await all()).every((one) => one === status), withinMs);

const logOf = async (service: ServiceName): Promise<string> => readFile(join(harness.network.logs, `${service}.log`), 'utf8');

const register = (agencyId: string): Promise<unknown> =>
  harness.operator.directory.registerAgency({ agencyId, name: `Example ${agencyId}`, kinds: [1] }, { retry: false });

const processes = () => SERVICES.map((service) => harness.network.process(service)?.pid);

// A test that failed may have left the services without their Postgres.
beforeEach(() => allSay(SERVING, 10_000));

test('every name that a process serves has its health, another has none', async () => {
  await expect(health.get('vault')?.ask('accompany.intake.v1.IntakeService')).rejects.toThrow('NOT_FOUND');
});

test('Postgres is killed: within 5 s no name serves and calls are UNAVAILABLE; it comes back: all serve again, in the same processes', async () => {
  const before = processes();
  await register('before');
  await postgres.kill();
  await allSay(NOT_SERVING, 5_000);
  expect(refusal(await register('meanwhile').catch((error: unknown) => error))).toMatchObject({
    code: 'UNAVAILABLE',
    reason: 'DEPENDENCY_UNAVAILABLE',
  });
  await postgres.restart();
  await allSay(SERVING, 10_000);
  await register('after');
  expect(processes()).toEqual(before);
  expect(harness.deaths).toEqual([]);
});

test.runIf(process.platform === 'linux')('Postgres hangs: within 5 s no name serves; it goes on: all serve again', async () => {
  const before = processes();
  const frozen = await freeze(postgres);
  try {
    await allSay(NOT_SERVING, 5_000);
  } finally {
    frozen.thaw();
  }
  await allSay(SERVING, 10_000);
  await register('thawed');
  expect(processes()).toEqual(before);
});

test('the vault is away: the others say so in their logs, and serve what needs no key', async () => {
  await harness.network.kill('vault');
  await eventually('intake misses the vault', async () => (await logOf('intake')).includes('vault does not answer'));
  expect(await health.get('intake')?.ask()).toBe(SERVING);
  const unknown = harness.as('aple').intake.getCase({ caseId: randomUUID() }, { retry: false });
  expect(refusal(await unknown.catch((error: unknown) => error))?.reason).toBe('CASE_UNKNOWN');
  await harness.network.restart('vault');
  await eventually('intake has the vault again', async () => (await logOf('intake')).includes('vault answers again'));
});

test('asked to end, a service first says that it no longer serves, and still answers', async () => {
  const ending = harness.network.kill('directory', 'SIGTERM');
  await eventually('it says so', async () => (await health.get('directory')?.ask()) === NOT_SERVING, 2_000);
  await register('late');
  await ending;
  await harness.network.restart('directory');
  expect(await health.get('directory')?.ask()).toBe(SERVING);
});
