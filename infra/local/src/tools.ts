import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** The full path of a program in PATH. */
export const find = (program: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** Runs a tool to its end; what it printed comes back, and also stands in the error when it fails. */
export const runTool = (
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number; timeoutMs: number },
): Promise<string> =>
  new Promise((resolve, reject) => {
    const { timeoutMs, ...rest } = options;
    const child = execFile(command, args, { ...rest, timeout: timeoutMs, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const why = error.killed ? `no end after ${timeoutMs / 1000} s` : (stderr.trim() || stdout.trim() || error.message).slice(-2_000);
      reject(new Error(`${[command.split('/').at(-1), ...args].join(' ').slice(0, 120)}: ${why}`));
    });
    child.stdin?.end();
  });

/** Fills `folder` once, in a way that two processes at a time, or one that is interrupted, leave it whole or absent. */
export const fillOnce = async (folder: string, fill: (empty: string) => Promise<void>): Promise<void> => {
  await mkdir(dirname(folder), { recursive: true });
  const fresh = await mkdtemp(`${folder}.`);
  try {
    await fill(fresh);
    await rename(fresh, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
};

/** A line for the person who waits, on standard error so that machine output stays clean. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
