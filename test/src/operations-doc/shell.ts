import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = fileURLToPath(new URL('../../../packages/cli/bin/accompany.js', import.meta.url));

/** What a command printed, to both outputs, and how it ended. */
export type Ended = { readonly code: number | null; readonly printed: string };

/** A command that runs. */
export type Running = {
  /** Waits until it printed something that looks like this. */
  says(what: RegExp): Promise<void>;
  /** Asks it to end, as Ctrl-C does, and waits until it has. */
  interrupt(): Promise<Ended>;
  readonly ended: Promise<Ended>;
};

/** Starts a command as it stands in the docs. `npx accompany` is run without npx, which only looks for the program. */
export const start = (command: string, environment: NodeJS.ProcessEnv): Running => {
  const [name, ...given] = command.replace(/^npx accompany/, `${process.execPath} ${program}`).split(' ');
  const child: ChildProcess = spawn(name as string, given, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const output of [child.stdout, child.stderr]) output?.on('data', (data: Buffer) => (printed += data));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, printed }));
  return {
    says: async (what) => {
      await eventually(
        `${command} says ${what}`,
        async () => {
          if (what.test(printed)) return true;
          if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${printed}`);
          throw new Error(printed);
        },
        60_000,
      );
    },
    interrupt: () => {
      child.kill('SIGINT');
      return ended;
    },
    ended,
  };
};
