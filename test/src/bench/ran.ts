import { execFileSync } from 'node:child_process';
import { baselines, type Figure, table } from './figure.js';

/** A run of the bench, as its JSON keeps it. */
export type Ran = {
  /** What was measured; with a plus sign when there was more than what is committed. */
  readonly commit: string;
  readonly date: string;
  readonly seconds: number;
  readonly cores: number;
  readonly cpu: string;
  readonly memoryMb: number;
  readonly node: string;
  readonly rounds: number;
  /** Events in the largest store. */
  readonly events: number;
  readonly figures: readonly Figure[];
};

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();

/** The commit that is checked out. */
export const commitOf = (): string => {
  const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
  return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
};

/** A run as people read it: the figures, how and where they were measured, and what each stands beside. */
export const described = (ran: Ran): string => `${table(ran.figures)}

The median of so many rounds, Accompany and its baseline in turn, in brackets the least and the most. ${ran.cores} cores (${ran.cpu}),
${Math.round(ran.memoryMb / 1024)} GB, Node ${ran.node}, ${ran.events.toLocaleString('en')} events in the largest store, ${ran.seconds} s in all, on ${ran.date} at ${ran.commit}.

Baselines

${baselines(ran.figures)}`;
