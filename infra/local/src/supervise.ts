import { setTimeout as sleep } from 'node:timers/promises';
import { hold } from './guarding.js';
import { end, isAlive, type Launch, lastLines, launch, type ProcessId, readLog, sizeOf } from './processes.js';

export type Supervised = {
  name: string;
  process(): ProcessId | undefined;
  /** Starts it and waits until it serves. */
  start(): Promise<void>;
  /** Starts it anew. Where it runs, it ends only when its successor is ready and waits for its address. */
  replace(): Promise<void>;
  /** Ends it; it stays away until `start`. */
  stop(signal: NodeJS.Signals): Promise<void>;
};

export type Death = { service: string; how: string; againInMs: number; lastLines: string };

export type SuperviseOptions = {
  name: string;
  /** Asked anew for each start, because what a process is given may have changed. */
  launch: () => Launch;
  isServing: () => Promise<boolean>;
  /** Told when the process ended by itself and will be started again. */
  onDeath: (death: Death) => void;
  startTimeoutMs: number;
};

/** Who has the address that a successor waits for. */
type Predecessor = { readonly process: ProcessId; readonly end: () => Promise<void> };

const firstWaitMs = 250;
const longestWaitMs = 10_000;
/** A process that lived this long was well: the waits begin from the shortest again. */
const wellMs = 30_000;
/** A service gives itself 20 s to end in order. */
const graceMs = 22_000;
/** The words in its log by which a service says that all but its address is ready. */
const readyText = 'waits for its address';

/** Keeps one process running: when it ends by itself it is started again, after waits that double from 0.25 s to 10 s. */
export const supervise = (options: SuperviseOptions): Supervised => {
  const { name } = options;
  let current: (ProcessId & { since: number }) | undefined;
  let wanted: AbortController | undefined;
  let reviving: Promise<void> = Promise.resolve();
  let deaths = 0;

  const begin = async (signal: AbortSignal, before?: Predecessor): Promise<void> => {
    const plan = options.launch();
    const from = sizeOf(plan.logFile);
    const running = await launch(plan);
    const release = hold({ kind: 'process', signal: 'SIGKILL', pid: running.pid, began: running.began });
    const mine = { pid: running.pid, began: running.began, since: Date.now() };
    current = mine;
    let served = false;
    let ended: string | undefined;
    let tookOver = before === undefined;
    void running.exited.then((how) => {
      ended = how;
      release();
      if (current === mine) current = undefined;
      if (served && !signal.aborted) reviving = revive(signal, how, Date.now() - mine.since, plan.logFile);
    });
    if (signal.aborted) await end(mine, 'SIGKILL');
    for (const deadline = Date.now() + options.startTimeoutMs; Date.now() < deadline; await sleep(50)) {
      if (ended !== undefined)
        throw new Error(`${name} ended while starting (${ended}). Its last words:\n${await lastLines(plan.logFile)}`);
      // One that ended meanwhile leaves its address, and nobody waits for it.
      if (before !== undefined && !tookOver && (!isAlive(before.process) || (await readLog(plan.logFile, from)).includes(readyText))) {
        await before.end();
        tookOver = true;
      }
      served = tookOver && (await options.isServing());
      if (served && ended === undefined) return;
    }
    await end(mine, 'SIGKILL');
    throw new Error(`${name} did not serve within ${options.startTimeoutMs / 1000} s. Its last words:\n${await lastLines(plan.logFile)}`);
  };

  const revive = async (signal: AbortSignal, how: string, livedMs: number, logFile: string): Promise<void> => {
    if (livedMs >= wellMs) deaths = 0;
    for (let reason = how; !signal.aborted; ) {
      const againInMs = Math.min(longestWaitMs, firstWaitMs * 2 ** deaths);
      deaths += 1;
      options.onDeath({ service: name, how: reason, againInMs, lastLines: await lastLines(logFile, 5) });
      await sleep(againInMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      try {
        return await begin(signal);
      } catch (error) {
        reason = (error as Error).message;
      }
    }
  };

  const replace = async (old: NonNullable<typeof current>): Promise<void> => {
    const oldWanted = wanted;
    const next = new AbortController();
    let ending = false;
    try {
      await begin(next.signal, {
        process: old,
        end: async () => {
          ending = true;
          oldWanted?.abort();
          wanted = next;
          await end(old, 'SIGTERM', graceMs);
        },
      });
    } catch (error) {
      // A successor that cannot start leaves everything as it was.
      if (!ending) current = old;
      throw error;
    }
  };

  const start = async (): Promise<void> => {
    wanted = new AbortController();
    deaths = 0;
    await begin(wanted.signal);
  };

  return {
    name,
    process: () => current && { pid: current.pid, began: current.began },
    start,
    replace: () => (current === undefined ? start() : replace(current)),
    stop: async (signal) => {
      wanted?.abort();
      wanted = undefined;
      if (current !== undefined) await end(current, signal, graceMs);
      await reviving;
    },
  };
};
