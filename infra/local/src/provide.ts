import { rm } from 'node:fs/promises';
import { dockerEnd, isRunningInDocker, settingsFile, startInDocker, stopInDocker } from './docker.js';
import { lastingFolder } from './folders.js';
import { type Held, hold } from './guarding.js';
import { startKafka } from './kafka.js';
import { startNats } from './nats.js';
import { startPostgres } from './postgres.js';
import { end, isAlive, type ProcessId } from './processes.js';
import { endSignals, type ServerName } from './server.js';
import { Unavailable } from './unavailable.js';
import { startZipkin } from './zipkin.js';

/** A server at hand: everything that is needed to name it and to end it, also by another process. */
export type Provided = { name: ServerName; address: string } & (
  | { from: 'environment' }
  | { from: 'docker'; project: string }
  | { from: 'local'; folder: string; logFile: string; process: ProcessId }
);

/** What a network stands on; tests and `infra up` have these unless they name others. */
export const groundServers: readonly ServerName[] = ['postgres', 'kafka', 'nats'];
export const serverNames: readonly ServerName[] = [...groundServers, 'zipkin'];
export const variableOf = (name: ServerName): string => `ACCOMPANY_${name.toUpperCase()}`;
const start = { postgres: startPostgres, kafka: startKafka, nats: startNats, zipkin: startZipkin };

const endedBy = (project: string): Held[] => [
  { kind: 'command', ...dockerEnd(project) },
  { kind: 'folder', path: settingsFile(project) },
];

/**
 * Finds or starts one server: at the address in the environment, else in Docker, else as a local program.
 * `lasting`: it stays after this process, in a folder (or Docker volume) that is the same next time; else it ends with this process.
 * Throws `Unavailable`, naming the three ways and what is missing in each.
 */
export const provide = async (name: ServerName, { lasting }: { lasting: boolean }): Promise<Provided> => {
  const address = process.env[variableOf(name)];
  if (address !== undefined && address !== '') return { name, address, from: 'environment' };
  const missing: string[] = [];
  const project = `accompany-${name}${lasting ? '' : `-${process.pid}`}`;
  try {
    const inDocker = await startInDocker(name, project);
    for (const what of lasting ? [] : endedBy(project)) hold(what);
    return { name, address: inDocker, from: 'docker', project };
  } catch (error) {
    missing.push((error as Error).message);
  }
  try {
    const server = await start[name](lasting ? { guarded: false, folder: await lastingFolder(name) } : {});
    return { name, address: server.address, from: 'local', folder: server.folder, logFile: server.logFile, process: server.process() };
  } catch (error) {
    missing.push((error as Error).message);
  }
  throw new Unavailable(
    [
      `There is no ${name} to be had. The three ways:`,
      `  1. its address in ${variableOf(name)}: not set`,
      `  2. Docker: ${missing[0]}`,
      `  3. a local program: ${missing[1]}`,
    ].join('\n'),
  );
};

/** Ends what `provide` started, and nothing else: a server from the environment is left alone. */
export const release = async (server: Provided, { keep = false } = {}): Promise<void> => {
  switch (server.from) {
    case 'environment':
      return;
    case 'docker':
      return stopInDocker(server.project, { keep });
    case 'local':
      await end(server.process, endSignals[server.name][keep ? 'keeping' : 'dropping']);
      if (!keep) await rm(server.folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** Whether a server that was started still runs; one from the environment is not asked. */
export const isRunning = async (server: Provided): Promise<boolean> => {
  switch (server.from) {
    case 'environment':
      return true;
    case 'docker':
      return isRunningInDocker(server.project);
    case 'local':
      return isAlive(server.process);
  }
};

/** All servers at once. When one cannot be had, those already started are ended again. */
export const provideAll = async (names: readonly ServerName[], options: { lasting: boolean }): Promise<Provided[]> => {
  const outcomes = await Promise.allSettled(names.map((name) => provide(name, options)));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
  if (failed.length === 0) return started;
  await Promise.all(started.map((server) => release(server)));
  throw new Unavailable(failed.map((error) => error.message).join('\n\n'));
};
