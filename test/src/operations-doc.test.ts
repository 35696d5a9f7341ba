import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Network } from '@accompany/client';
import { type Server, startPostgres, variableOf } from '@accompany/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, readState } from '../../packages/cli/src/network.js';
import { createProgram } from '../../packages/cli/src/program.js';
import { alerts } from './alerts/rules.js';
import { commands, mentions, readPage } from './operations-doc/commands.js';
import { breakEvent, failedForAWhile, foreignRecord } from './operations-doc/planted.js';
import { type Running, start } from './operations-doc/shell.js';
import { openCase } from './play.js';

/** How a command of the docs is run: what stands for its placeholders, and what it has to say. It ends with 0 unless it stays. */
type Run = {
  readonly command: string;
  readonly says: RegExp;
  readonly given?: () => Promise<Record<string, string>>;
  readonly stays?: true;
};

let folder: string;
let postgres: Server;
let up: Running;
let stateFile: string;
let aple: Network;
/** Two cases: the one is broken for good, the other for a while. */
let broken: string;
let healed: string;
const environment: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  [folder, postgres] = await Promise.all([mkdtemp(join(tmpdir(), 'accompany-operations-')), startPostgres()]);
  stateFile = join(folder, 'state.json');
  Object.assign(environment, {
    XDG_CACHE_HOME: folder,
    ACCOMPANY_STATE: stateFile,
    [variableOf('postgres')]: postgres.address,
    [variableOf('kafka')]: `${process.env[variableOf('kafka')]}/${randomUUID()}`,
  });
  up = start('npx accompany up', environment);
  await up.says(/The network is up/);
  aple = connectAs(readState(stateFile), 'aple');
  [broken, healed] = [(await openCase({ as: () => aple })).caseId, (await openCase({ as: () => aple })).caseId];
});
afterAll(async () => {
  aple?.close();
  await up?.interrupt();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** In the order in which they are run: what is only looked at first, what is broken and repaired last. */
const runs: readonly Run[] = [
  { command: 'npx accompany status', says: /timeline .*serving/ },
  { command: 'npx accompany status --json', says: /"well": ?true/ },
  { command: 'npx accompany status --partitions', says: /case-events\.v1/ },
  { command: 'npx accompany status --watch', says: /UTC/, stays: true },
  { command: 'npx accompany topics', says: /case-events\.v1 .*for ever/ },
  { command: 'npx accompany trace <case>', says: /CaseOpened/, given: async () => ({ case: broken }) },
  { command: 'npx accompany worklist --agency <agency>', says: /./, given: async () => ({ agency: 'aple' }) },
  { command: 'npx accompany quarantine list --as <agency>', says: /nothing is set aside/, given: async () => ({ agency: 'aple' }) },
  { command: 'npx accompany rebuild case_summary', says: /it serves now/ },
  {
    command: 'npx accompany republish <service> --from 0',
    says: /intake has sent [1-9]\d* events once more/,
    given: async () => ({ service: 'intake' }),
  },
  { command: 'npx accompany parked list', says: /timeline/, given: () => breakEvent(stateFile, broken).then(() => ({})) },
  { command: 'npx accompany parked show <case>', says: /failed/, given: async () => ({ case: broken }) },
  {
    command: 'npx accompany parked skip <case> --service <service> --consumer <consumer> --reason unreadable',
    says: /the case goes on/,
    given: async () => ({ case: broken, service: 'timeline', consumer: 'timeline' }),
  },
  {
    command: 'npx accompany parked skip <record> --reason not-ours',
    says: /is left out by/,
    given: async () => ({ record: await foreignRecord(stateFile) }),
  },
  {
    command: 'npx accompany parked resume <case>',
    says: /timeline timeline: [1-9]\d* taken in, .*the case goes on/,
    given: async () => {
      await failedForAWhile(stateFile, aple, healed);
      return { case: healed };
    },
  },
];

test('every command in a block of the docs is run here, and nothing else', () => {
  expect(['npx accompany up', ...runs.map(({ command }) => command)].sort()).toEqual(commands().sort());
});

test.each(runs)('$command', async ({ command, says, given, stays }) => {
  const filled = Object.entries((await given?.()) ?? {}).reduce((text, [name, value]) => text.replace(`<${name}>`, value), command);
  expect(filled).not.toMatch(/[<>]/);
  const running = start(filled, environment);
  await running.says(says);
  expect(await (stays ? running.interrupt() : running.ended)).toMatchObject({ code: 0 });
});

test('a command that is named in a sentence is one that there is', () => {
  const known = createProgram().commands;
  for (const mention of mentions()) {
    const [name, ...rest] = mention.split(' ');
    const command = known.find((one) => one.name() === name);
    const nested = command?.commands.find((one) => one.name() === rest[0]) ?? command;
    const options = rest.filter((word) => word.startsWith('--') && word !== '--help');
    expect([
      mention,
      nested?.name() !== undefined && options.every((option) => nested.options.some(({ long }) => long === option)),
    ]).toEqual([mention, true]);
  }
});

test('each alert stands in the list with its severity and its page', () => {
  const listed = [...readPage('operations.md').matchAll(/^\| \[(\w+)\]\((runbooks\/[\w-]+\.md)\) \| (\w+) \|/gm)].map((row) =>
    row.slice(1, 4),
  );
  const all = alerts.map(({ alert, annotations, labels }) => [alert, annotations.runbook_url.replace('docs/', ''), labels.severity]);
  expect(listed.sort()).toEqual(all.sort());
});
