import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { provideAll, release, variableOf } from '@accompany/local';
import { Command, InvalidArgumentError, Option } from 'commander';
import { closeStores } from './big-store.js';
import type { Figure } from './figure.js';
import { commitOf, described, type Ran } from './ran.js';
import { type Sizes, SUITES } from './suites.js';

type Given = { quick: boolean; only?: string[]; events?: number; rounds?: number; json?: string };

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1 on');
  return value;
};

const bench = async ({ quick, only, events, rounds, json }: Given): Promise<void> => {
  const began = Date.now();
  const servers = await provideAll(['postgres', 'kafka', 'nats'], { lasting: false });
  for (const server of servers) process.env[variableOf(server.name)] = server.address;
  const sizes: Sizes = {
    quick,
    rounds: rounds ?? 5,
    seconds: 1,
    events: events ?? (quick ? 100_000 : 1_000_000),
    postgres: process.env[variableOf('postgres')] as string,
  };
  const figures: Figure[] = [];
  try {
    for (const [name, suite] of Object.entries(SUITES)) {
      if (only === undefined ? suite.part !== 'quick' && (quick || suite.part === 'named') : !only.includes(name)) continue;
      const from = Date.now();
      process.stderr.write(`${name} … `);
      figures.push(...(await suite.run(sizes)));
      process.stderr.write(`${((Date.now() - from) / 1000).toFixed(0)} s\n`);
    }
  } finally {
    await closeStores();
    await Promise.all(servers.map((server) => release(server)));
  }
  const ran: Ran = {
    ...{ commit: commitOf(), date: new Date().toISOString().slice(0, 10), seconds: Math.round((Date.now() - began) / 1000) },
    ...{ cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', memoryMb: Math.round(totalmem() / 2 ** 20), node: process.version },
    ...{ rounds: sizes.rounds, events: sizes.events, figures },
  };
  console.log(`\n${described(ran)}`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(ran, null, 2)}\n`);
};

const suites = Object.entries(SUITES).map(
  ([name, { about, part }]) => `  ${name.padEnd(16)} ${about}${part === 'named' ? ' (only where it is named)' : ''}`,
);

await new Command('bench')
  .description('Measures each leg of the network beside a named baseline, in turn and in the same run, on real servers.')
  .option('--quick', 'only the figures that are quick to have', false)
  .addOption(new Option('--only <suite...>', 'only these suites').choices(Object.keys(SUITES)))
  .option('--events <n>', 'events in the largest store (default: 1000000; quick: 100000)', wholeNumber)
  .option('--rounds <n>', 'rounds of each figure (default: 5)', wholeNumber)
  .option('--json <file>', 'write all rounds to this file')
  .addHelpText('after', `\nSuites:\n${suites.join('\n')}`)
  .action(bench)
  .parseAsync();
