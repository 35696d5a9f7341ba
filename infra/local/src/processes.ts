import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process and the moment it began, because the system gives a pid again to another process. */
export type ProcessId = { pid: number; began: string };

/** When the process began, in the system's own words, or undefined when it is gone (or dead and not yet collected). */
export const beganAt = (pid: number): string | undefined => {
  try {
    if (process.platform === 'linux') {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      // A zombie is dead, but not while other threads of it still hold its files and ports.
      return (fields[0] === 'Z' || fields[0] === 'X') && Number(fields[17]) <= 1 ? undefined : fields[19];
    }
    process.kill(pid, 0);
    return process.platform === 'win32' ? 'unknown' : execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

export const isAlive = ({ pid, began }: ProcessId): boolean => beganAt(pid) === began;

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile, or there is no such group: what was wanted is so.
  }
};

/** Waits until the process is gone; false when it is still there after `ms`. */
export const gone = async (process: ProcessId, ms: number): Promise<boolean> => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (!isAlive(process)) return true;
  return !isAlive(process);
};

/** Ends a process with `signal`, and its whole group with SIGKILL when it has not ended after `graceMs`. */
export const end = async (target: ProcessId, signal: NodeJS.Signals, graceMs = 10_000): Promise<void> => {
  if (!isAlive(target)) return;
  send(target.pid, signal);
  if (signal !== 'SIGKILL' && (await gone(target, graceMs))) return;
  send(-target.pid, 'SIGKILL');
  send(target.pid, 'SIGKILL');
  await gone(target, 5_000);
};

export type Account = { uid: number; gid: number };
export type Launch = {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  account?: Account | undefined;
  /** Output goes here, appended, so that it outlives both the process and its starter. */
  logFile: string;
};

/** Starts a program in a process group of its own, so that a Ctrl-C meant for its starter does not reach it. */
export const launch = ({ command, args, env, cwd, account, logFile }: Launch): Promise<ProcessId & { exited: Promise<string> }> => {
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log], env: env ?? process.env, cwd, ...account });
  closeSync(log);
  child.unref();
  const exited = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve({ pid: child.pid as number, began: beganAt(child.pid as number) ?? 'ended', exited }));
  });
};

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** What a log file says from byte `from` on (at most its last 256 KiB). */
export const readLog = async (file: string, from = 0): Promise<string> => {
  const start = Math.max(from, sizeOf(file) - 262_144);
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(Math.max(1, sizeOf(file) - start)), position: start });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
};

export const lastLines = async (file: string, count = 15): Promise<string> =>
  existsSync(file) ? (await readLog(file)).trimEnd().split('\n').slice(-count).join('\n') : '';
