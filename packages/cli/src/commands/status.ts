import { setTimeout as delay } from 'node:timers/promises';
import { GetStatusResponse } from '@accompany/contracts/operations/v1/service';
import { type Command, InvalidArgumentError } from 'commander';
import { createLogUpdate } from 'log-update';
import { EXIT } from '../exit.js';
import { readState } from '../network.js';
import { globals } from '../options.js';
import { say, sayJson } from '../output.js';
import { type Answer, askAll } from '../status/ask.js';
import { shown } from '../status/tables.js';
import { type Finding, findingsOf } from '../status/wellness.js';

type Given = { partitions?: boolean; watch?: boolean; every: number };

/** `accompany status`: how every service stands, and what is not well and where it stands what to do; `--watch` again and again. */
export const statusCommand = (program: Command): void => {
  program
    .command('status')
    .description('show how every service stands and what needs an operator; ends with 5 when anything does')
    .option('--partitions', 'show what is to be read by partition')
    .option('--watch', 'refresh until Ctrl-C, which ends it with 0')
    .option('--every <seconds>', 'how often to refresh', seconds, 2)
    .action(async ({ partitions = false, watch = false, every }: Given, command: Command) => {
      const { json, state: file } = globals(command);
      const look = async (stop: AbortSignal) => {
        const answers = await askAll(readState(file), stop);
        const findings = findingsOf(answers);
        return { answers, findings, text: json ? '' : shown(answers, findings, partitions) };
      };
      if (watch) return refresh(every, json, look);
      const { answers, findings, text } = await look(new AbortController().signal);
      process.exitCode = exitCodeOf(answers, findings);
      if (json) sayJson(forMachines(answers, findings));
      else say(text);
    });
};

type Look = (stop: AbortSignal) => Promise<{ answers: readonly Answer[]; findings: readonly Finding[]; text: string }>;

/** In place on a terminal; elsewhere, where nothing can be taken back, one block after the other. */
const refresh = async (everySeconds: number, json: boolean, look: Look): Promise<void> => {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const screen = createLogUpdate(process.stdout, { showCursor: true });
  while (!stop.signal.aborted) {
    const { answers, findings, text } = await look(stop.signal);
    if (stop.signal.aborted) break;
    const at = new Date().toISOString().slice(11, 19);
    if (json) sayJson(forMachines(answers, findings));
    else if (process.stdout.isTTY) screen(`${text}\n\n${at} UTC, every ${everySeconds} s; Ctrl-C ends it`);
    else say(`${at} UTC\n${text}\n`);
    await delay(everySeconds * 1_000, undefined, { signal: stop.signal }).catch(() => {});
  }
  screen.done();
};

const exitCodeOf = (answers: readonly Answer[], findings: readonly Finding[]): number => {
  if (answers.every(({ health }) => health === 'away')) return EXIT.unreachable;
  return findings.length === 0 ? EXIT.ok : EXIT.unwell;
};

const forMachines = (answers: readonly Answer[], findings: readonly Finding[]) => ({
  well: findings.length === 0,
  findings,
  services: answers.map(({ status, ...rest }) => ({ ...rest, status: status && GetStatusResponse.toJSON(status) })),
});

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 3_600)) throw new InvalidArgumentError('Expected a number of seconds from 0.1 to 3600.');
  return value;
}
