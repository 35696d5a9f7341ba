import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { hold } from './guarding.js';
import { end, type Launch, lastLines, launch, type ProcessId, readLog, sizeOf } from './processes.js';

export type ServerName = 'postgres' | 'kafka' | 'nats' | 'zipkin';
/** The servers of a network, and what looks at one from outside. */
export type ProgramName = ServerName | 'prometheus';

/** A server that runs. `kill` is SIGKILL; `restart` brings it back with the same data and ports, running or not. */
export type Server = {
  name: ProgramName;
  /** `host:port` for Kafka and Prometheus, a URL for the others. */
  address: string;
  /** Everything of this server: data, configuration, log. */
  folder: string;
  dataFolder: string;
  logFile: string;
  process(): ProcessId;
  /** Ends the server in order. Its folder goes too, unless `keep` (default: what the server was started with). */
  stop(options?: { keep?: boolean }): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
};

export type Program = Omit<Launch, 'logFile'> & {
  name: ProgramName;
  address: string;
  folder: string;
  dataFolder: string;
  /** The words in its log by which it says that it serves. */
  readyText: string;
  /** A start that failed with these words is tried again: what an earlier process held is not free yet. */
  retryText?: string;
};

/** How each server is asked to end with its data in order, and how it is ended, faster, when its data goes too. */
export const endSignals: Record<ProgramName, { keeping: NodeJS.Signals; dropping: NodeJS.Signals }> = {
  postgres: { keeping: 'SIGINT', dropping: 'SIGQUIT' },
  kafka: { keeping: 'SIGTERM', dropping: 'SIGKILL' },
  nats: { keeping: 'SIGTERM', dropping: 'SIGKILL' },
  zipkin: { keeping: 'SIGTERM', dropping: 'SIGKILL' },
  prometheus: { keeping: 'SIGTERM', dropping: 'SIGKILL' },
};

/** Zipkin takes 8 s where nothing else runs, and many times that beside a whole test run. */
const startTimeoutMs = 180_000;

/** Starts the program and waits until it serves; a start that fails is told with the last lines of its log. */
const begin = async (program: Program, logFile: string): Promise<ProcessId> => {
  for (const deadline = Date.now() + startTimeoutMs; ; ) {
    const from = sizeOf(logFile);
    const running = await launch({ ...program, logFile });
    let ended: string | undefined;
    running.exited.then((how) => {
      ended = how;
    });
    while (Date.now() < deadline) {
      const log = await readLog(logFile, from);
      if (log.includes(program.readyText)) return { pid: running.pid, began: running.began };
      if (ended === undefined) await sleep(25);
      else if (program.retryText !== undefined && log.includes(program.retryText)) break;
      else throw new Error(`${program.name} ended while starting (${ended}). The last lines of its log:\n${await lastLines(logFile)}`);
    }
    if (Date.now() >= deadline) {
      await end(running, 'SIGKILL');
      throw new Error(
        `${program.name} did not start within ${startTimeoutMs / 1000} s. The last lines of its log:\n${await lastLines(logFile)}`,
      );
    }
    await sleep(200);
  }
};

export type StartOptions = {
  /** Where data, configuration and log go. Default: a new folder. Data found there is used again. */
  folder?: string;
  /** The server ends when this process ends, however it ends; else it stays until somebody stops it. Default: true. */
  guarded?: boolean;
  /** The folder stays when the server ends. Default: false. */
  keep?: boolean;
};

/** Runs a prepared program as a server. */
export const run = async (program: Program, options: StartOptions): Promise<Server> => {
  const { guarded = true, keep: keepData = false } = options;
  const logFile = `${program.folder}/log`;
  const releases: (() => void)[] = [];
  const guard = (current: ProcessId): void => {
    const signal = endSignals[program.name][keepData ? 'keeping' : 'dropping'];
    if (guarded) releases.push(hold({ kind: 'process', signal, ...current }));
  };
  const throwaway = guarded && !keepData;
  if (throwaway) releases.push(hold({ kind: 'folder', path: program.folder }));
  let current: ProcessId;
  try {
    current = await begin(program, logFile);
    guard(current);
  } catch (error) {
    if (throwaway) await rm(program.folder, { recursive: true, force: true });
    for (const release of releases.splice(0)) release();
    throw error;
  }
  return {
    name: program.name,
    address: program.address,
    folder: program.folder,
    dataFolder: program.dataFolder,
    logFile,
    process: () => current,
    stop: async ({ keep = keepData } = {}) => {
      await end(current, endSignals[program.name][keep ? 'keeping' : 'dropping']);
      if (!keep) await rm(program.folder, { recursive: true, force: true, maxRetries: 5 });
      for (const release of releases.splice(0)) release();
    },
    kill: () => end(current, 'SIGKILL'),
    restart: async () => {
      await end(current, endSignals[program.name].keeping);
      current = await begin(program, logFile);
      guard(current);
    },
  };
};
