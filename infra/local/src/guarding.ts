import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProcessId } from './processes.js';

/** What must not outlive this process. */
export type Held =
  | ({ kind: 'process'; signal: NodeJS.Signals } & ProcessId)
  | { kind: 'folder'; path: string }
  | { kind: 'command'; command: string; args: string[] };
export type GuardMessage = { hold: number; what: Held } | { release: number };

let guard: ChildProcess | undefined;
let next = 1;
const holding = new Map<number, Held>();

const tell = (message: GuardMessage): void => {
  guard?.stdin?.write(`${JSON.stringify(message)}\n`);
};

const startGuard = (): void => {
  const program = fileURLToPath(new URL('../dist/guard.js', import.meta.url));
  guard = spawn(process.execPath, ['--max-old-space-size=32', program], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  guard.stdin?.on('error', () => {});
  for (const [hold, what] of holding) tell({ hold, what });
};

/**
 * Promises that `what` ends with this process, however this process ends (also by SIGKILL): a small guard process waits on a
 * pipe that only closes when we are gone. Returns a function that takes the promise back, for what was ended in order.
 */
export const hold = (what: Held): (() => void) => {
  const id = next++;
  holding.set(id, what);
  if (guard === undefined || guard.exitCode !== null || guard.signalCode !== null) startGuard();
  else tell({ hold: id, what });
  return () => {
    if (!holding.delete(id)) return;
    tell({ release: id });
    if (holding.size > 0) return;
    guard?.stdin?.end();
    guard = undefined;
  };
};
