import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The program as it is installed. */
export const bin = fileURLToPath(new URL('../bin/accompany.js', import.meta.url));

/** How the program ended, and what it printed. */
export type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** Runs the program as people do, in a process of its own, with these words and what is added to the environment. */
export const accompany = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    execFile(process.execPath, [bin, ...args], { env, maxBuffer: 16 * 1024 * 1024 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
