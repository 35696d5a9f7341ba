import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, type ProcessId } from './processes.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
let home: string;
let bin: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'accompany-up-test-'));
  bin = join(home, 'bin');
  await mkdir(bin);
  await chmod(home, 0o755);
});
afterEach(async () => {
  await infra(['down']);
  await rm(home, { recursive: true });
});

type Outcome = { code: number; out: string; err: string };

/** Runs the command as a person would, with a home of its own and no server in the environment. */
const infra = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const own = { PATH: process.env.PATH, XDG_CACHE_HOME: join(home, 'cache'), ACCOMPANY_SERVERS_FOLDER: join(home, 'lasting'), ...env };
    execFile(process.execPath, [main, ...args], { env: own }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

type Row = { name: string; from: string; address: string; running: boolean; folder: string; process: ProcessId };
const status = async (): Promise<Row[]> => JSON.parse((await infra(['status', '--json'])).out) as Row[];

test('a server that is up survives the command, and down ends it', async () => {
  expect(await infra(['up', 'postgres'])).toMatchObject({ code: 0, out: expect.stringMatching(/^export ACCOMPANY_POSTGRES='postgres:/) });
  const [server] = await status();
  expect(server).toMatchObject({ name: 'postgres', from: 'local', running: true });
  expect((await infra(['up', 'postgres'])).out).toContain(server?.address);
  expect((await infra(['status'])).out).toContain('running');
  expect(await infra(['down'])).toMatchObject({ code: 0, out: 'Ended postgres.\n' });
  expect(isAlive(server?.process as ProcessId)).toBe(false);
  expect(await infra(['status'])).toMatchObject({ code: 3, out: 'Nothing is up.\n' });
});

test('data that was kept is there again at the next up', async () => {
  await infra(['up', 'postgres']);
  const before = await status();
  await infra(['down', '--keep']);
  await infra(['up', 'postgres']);
  expect((await status())[0]?.address).toBe(before[0]?.address);
  expect((await readFile(join(before[0]?.folder as string, 'log'), 'utf8')).match(/ready to accept connections/g)).toHaveLength(2);
});

test('a server given in the environment is used as it is, and down leaves it alone', async () => {
  const given = { ACCOMPANY_NATS: 'nats://127.0.0.1:1' };
  expect((await infra(['up', 'nats'], given)).out).toBe("export ACCOMPANY_NATS='nats://127.0.0.1:1'\n");
  expect(await infra(['down'])).toMatchObject({ code: 0, out: 'Nothing was up.\n' });
});

test('when there is no way, the three ways are named with what is missing, and no stack', async () => {
  const { code, out, err } = await infra(['up', 'kafka', 'nats'], { PATH: bin });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('its address in ACCOMPANY_KAFKA: not set');
  expect(err).toContain('Docker: no docker in PATH');
  expect(err).toContain('Kafka needs Java 17 or newer, and there is no java in PATH');
  expect(err).toContain('no nats-server in PATH; no go in PATH; no apt-get in PATH');
  expect(err).not.toContain('    at ');
});

test('where a Docker engine answers, the server is started by compose and ended by it', async () => {
  const calls = join(home, 'calls');
  await writeFile(join(bin, 'docker'), `#!/bin/sh\necho "$ACCOMPANY_KAFKA_PORT $*" >> ${calls}\necho id\n`);
  await chmod(join(bin, 'docker'), 0o755);
  await symlink('/bin/sh', join(bin, 'sh'));
  const up = await infra(['up', 'kafka'], { PATH: bin });
  const address = /ACCOMPANY_KAFKA='127.0.0.1:(\d+)'/.exec(up.out)?.[1];
  await infra(['down', '--keep'], { PATH: bin });
  const compose = (await readFile(calls, 'utf8')).split('\n').filter((line) => line.includes('--file'));
  expect(compose.map((line) => line.replace(/--file \S+compose.yaml/, '--file'))).toEqual([
    `${address} compose --project-name accompany-kafka --file up --detach --wait kafka`,
    `${address} compose --project-name accompany-kafka --file down`,
  ]);
});
