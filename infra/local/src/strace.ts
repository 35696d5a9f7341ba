import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { unpackedByApt } from './apt.js';
import { find } from './tools.js';
import { Unavailable } from './unavailable.js';

const program = async (): Promise<string> =>
  find('strace') ??
  (await unpackedByApt('strace', 'strace').catch((error: Error) => {
    throw new Unavailable(`There is no strace to be had. The two ways:\n  1. strace in PATH: not there\n  2. apt: ${error.message}`);
  }));

/**
 * Watches processes of this machine for some of the kernel's calls, for example `fsync`.
 * @returns once all of them are watched: `stop`, which gives the calls that were made since, a line each as strace writes them
 * @throws Unavailable without a strace; Error when it ends before, with what it said
 */
export const watchCalls = async (pids: readonly number[], calls: readonly string[]): Promise<{ stop: () => Promise<string[]> }> => {
  const args = ['-f', '-e', `trace=${calls.join(',')}`, ...pids.flatMap((pid) => ['-p', String(pid)])];
  const strace = spawn(await program(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  const lines = createInterface(strace.stderr).on('line', (line) => said.push(line));
  const ended = once(strace, 'exit');
  const isAttached = (line: string) => / attached/.test(line);
  while (said.filter(isAttached).length < pids.length)
    if ((await Promise.race([once(lines, 'line'), ended.then(() => 'ended')])) === 'ended')
      throw new Error(`strace ended: ${said.join('\n')}`);
  return {
    stop: async () => {
      strace.kill('SIGINT');
      await ended;
      return said.filter((line) => calls.some((call) => line.includes(`${call}(`)));
    },
  };
};
