import { styleText } from 'node:util';
import { type Refusal, refusal } from '@accompany/client';
import { isUnavailable } from '@accompany/local/unavailable';
import { FileRefused } from './oscar/file.js';

/** What the exit code of a command says; `unwell`: it did what it was asked to, and found something that needs an operator. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3, fileRefused: 4, unwell: 5 } as const;

/** Ends a command with a message for people and an exit code. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.refused,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** An error in words that say what to do, and the exit code that goes with it. */
export const explain = (error: unknown): { message: string; exitCode: number } => {
  if (error instanceof Failure) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof FileRefused) return { message: `the file is refused, ${error.message}`, exitCode: EXIT.fileRefused };
  if (isUnavailable(error)) return { message: error.message, exitCode: EXIT.unreachable };
  const answer = refusal(error);
  if (answer !== undefined) return { message: inWords(answer), exitCode: isAway(answer) ? EXIT.unreachable : EXIT.refused };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: EXIT.refused };
};

/** Whether the network, rather than a rule, stood in the way: trying again later can help. */
export const isAway = ({ code }: Refusal): boolean => code === 'UNAVAILABLE' || code === 'DEADLINE_EXCEEDED';

const inWords = ({ code, reason, message, fields, facts }: Refusal): string =>
  [
    reason === '' ? `${code}: ${message}` : `${reason}: ${message}`,
    ...fields.map(({ field, description }) => `  ${field}: ${description}`),
    ...Object.entries(facts).map(([name, value]) => `  ${name} = ${value}`),
    ...(code === 'UNAVAILABLE' ? ['  Does the network run? `accompany status` tells; `accompany up` starts it.'] : []),
  ].join('\n');

/** Prints an error and remembers its exit code. */
export const fail = (error: unknown): void => {
  const { message, exitCode } = explain(error);
  process.stderr.write(`${styleText('red', 'error')} ${message}\n`);
  process.exitCode = exitCode;
};
