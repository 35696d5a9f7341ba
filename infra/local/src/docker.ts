import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './folders.js';
import { freePort } from './ports.js';
import type { ServerName } from './server.js';
import { find, runTool } from './tools.js';
import { Unavailable } from './unavailable.js';

const composeFile = fileURLToPath(new URL('../compose.yaml', import.meta.url));

/** Throws what is missing; an engine that does not answer in 5 s counts as missing. */
const dockerProgram = async (): Promise<string> => {
  const docker = find('docker');
  if (docker === undefined) throw new Unavailable('no docker in PATH');
  try {
    await runTool(docker, ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 5_000 });
  } catch {
    throw new Unavailable('no Docker engine answers');
  }
  try {
    await runTool(docker, ['compose', 'version'], { timeoutMs: 5_000 });
  } catch {
    throw new Unavailable('docker has no compose plugin');
  }
  return docker;
};

type Settings = Record<string, string>;

/** Where the values that a project was started with are kept. */
export const settingsFile = (project: string): string => join(cacheFolder(), 'docker', `${project}.json`);

const freshSettings = async (): Promise<Settings> => ({
  ACCOMPANY_POSTGRES_PASSWORD: randomBytes(18).toString('base64url'),
  ACCOMPANY_KAFKA_CLUSTER: randomBytes(16).toString('base64url'),
  ACCOMPANY_POSTGRES_PORT: `${await freePort()}`,
  ACCOMPANY_KAFKA_PORT: `${await freePort()}`,
  ACCOMPANY_NATS_PORT: `${await freePort()}`,
  ACCOMPANY_ZIPKIN_PORT: `${await freePort()}`,
});

/** The values that compose.yaml asks for: new the first time, the same while the project's data exists. */
const settingsOf = async (project: string): Promise<Settings> => {
  const file = settingsFile(project);
  const kept = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Settings) : {};
  const settings = { ...(await freshSettings()), ...kept };
  if (Object.keys(settings).length > Object.keys(kept).length) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
  }
  return settings;
};

const compose = async (docker: string, project: string, args: string[]): Promise<void> => {
  const env = { ...process.env, ...(await settingsOf(project)) };
  await runTool(docker, ['compose', '--project-name', project, '--file', composeFile, ...args], { env, timeoutMs: 300_000 });
};

/** Starts one server of compose.yaml and waits until it is healthy. One project a server, so that each is ended by itself. */
export const startInDocker = async (name: ServerName, project: string): Promise<string> => {
  const docker = await dockerProgram();
  await compose(docker, project, ['up', '--detach', '--wait', name]);
  const settings = await settingsOf(project);
  const address = `127.0.0.1:${settings[`ACCOMPANY_${name.toUpperCase()}_PORT`]}`;
  switch (name) {
    case 'postgres':
      return `postgres://postgres:${settings.ACCOMPANY_POSTGRES_PASSWORD}@${address}/postgres`;
    case 'kafka':
      return address;
    case 'nats':
      return `nats://${address}`;
    case 'zipkin':
      return `http://${address}`;
  }
};

export const stopInDocker = async (project: string, { keep }: { keep: boolean }): Promise<void> => {
  await compose(await dockerProgram(), project, ['down', ...(keep ? [] : ['--volumes'])]);
  if (!keep) await rm(settingsFile(project), { force: true });
};

export const isRunningInDocker = async (project: string): Promise<boolean> => {
  const docker = await dockerProgram().catch(() => undefined);
  if (docker === undefined) return false;
  return (await runTool(docker, ['compose', '--project-name', project, 'ps', '--quiet'], { timeoutMs: 10_000 })).trim() !== '';
};

/** What ends the project when this process is gone. */
export const dockerEnd = (project: string): { command: string; args: string[] } => ({
  command: 'docker',
  args: ['compose', '--project-name', project, 'down', '--volumes'],
});
