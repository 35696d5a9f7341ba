#!/usr/bin/env node
import { Command } from 'commander';
import { groundServers, type Provided, serverNames, variableOf } from './provide.js';
import type { ServerName } from './server.js';
import { down, status, up } from './up.js';

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const table = (rows: string[][]): void => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
};

const exports = (servers: Provided[]): void => {
  for (const { name, address } of servers) print(`export ${variableOf(name)}='${address}'`);
};

const server = (value: string, before: ServerName[] = []): ServerName[] => {
  const name = serverNames.find((known) => known === value);
  if (name === undefined) program.error(`There is no server ${value}: it is one of ${serverNames.join(', ')}.`, { exitCode: 2 });
  return [...before, name as ServerName];
};

const program = new Command('npm run infra --')
  .description('The servers that Accompany stands on, for development: Postgres, Kafka and NATS, and Zipkin to look at traces.')
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

program
  .command('up')
  .description('start them and leave them running; prints their addresses as shell exports')
  .argument('[server...]', `these of ${serverNames.join(', ')} (default: ${groundServers.join(', ')})`, server)
  .option('--json', 'print JSON')
  .action(async (names: ServerName[], options: { json?: boolean }) => {
    const servers = await up(names.length > 0 ? names : groundServers);
    if (options.json) print(JSON.stringify(servers, null, 2));
    else exports(servers);
  });

program
  .command('down')
  .description('end what `up` started, and remove its data')
  .option('--keep', 'leave the data for the next `up`')
  .action(async (options: { keep?: boolean }) => {
    const servers = await down({ keep: options.keep ?? false });
    print(servers.length === 0 ? 'Nothing was up.' : `Ended ${servers.map(({ name }) => name).join(', ')}.`);
  });

program
  .command('status')
  .description('say what `up` started and whether it runs; exit code 3 when something does not')
  .option('--json', 'print JSON')
  .action(async (options: { json?: boolean }) => {
    const servers = await status();
    if (options.json) print(JSON.stringify(servers, null, 2));
    else if (servers.length === 0) print('Nothing is up.');
    else table(servers.map(({ name, running, from, address }) => [name, running ? 'running' : 'ended', from, address]));
    if (servers.length === 0 || servers.some(({ running }) => !running)) process.exitCode = 3;
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
