import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { provideAll, release, variableOf } from '@accompany/local';
import { benchAppend } from './append.js';
import { benchDecide } from './decide.js';
import { benchDemo } from './demo.js';
import { type Figure, table } from './figure.js';
import { benchHandover } from './handover.js';
import { benchIdle } from './idle.js';
import { benchVisible } from './visible.js';
import { benchWorklist } from './worklist.js';

const suites = ['append', 'visible', 'idle', 'demo', 'decide', 'worklist', 'handover'];
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
  allowPositionals: true,
});
const wanted = positionals.length === 0 ? suites : positionals;
const unknown = wanted.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Usage: npm run bench -- [--quick] [--json FILE] [${suites.join(' | ')}] …`);
  process.exit(2);
}
const sizes = values.quick
  ? { rounds: 5, appends: 60, seconds: 2, settleMs: 3_000, referrals: 20_000, worklists: 400, handovers: 1 }
  : { rounds: 11, appends: 300, seconds: 10, settleMs: 30_000, referrals: 200_000, worklists: 2_000, handovers: 3 };

const servers = await provideAll(['postgres', 'nats'], { lasting: false });
for (const server of servers) process.env[variableOf(server.name)] = server.address;
const figures: Figure[] = [];
let services = {};
const began = Date.now();
try {
  for (const name of wanted) {
    console.error(`${name} …`);
    if (name === 'append') figures.push(await benchAppend(process.env[variableOf('postgres')] as string, sizes.rounds, sizes.appends));
    if (name === 'visible') figures.push(await benchVisible(sizes.rounds, sizes.seconds));
    if (name === 'idle') {
      const idle = await benchIdle(sizes.rounds, sizes.settleMs);
      figures.push(...idle.figures);
      services = idle.services;
    }
    if (name === 'demo') figures.push(await benchDemo(sizes.rounds));
    if (name === 'decide') figures.push(await benchDecide(sizes.rounds, sizes.referrals));
    if (name === 'handover') figures.push(await benchHandover(sizes.handovers, 500));
    if (name === 'worklist')
      figures.push(await benchWorklist(process.env[variableOf('postgres')] as string, sizes.rounds, sizes.worklists));
  }
} finally {
  await Promise.all(servers.map((server) => release(server)));
}
const machine = { cores: cpus().length, cpu: cpus()[0]?.model, memoryMb: Math.round(totalmem() / 2 ** 20), node: process.version };
console.log(`\n${table(figures)}`);
console.log(
  `\nMedian of ${sizes.rounds} rounds, Accompany and baseline in turn, in brackets the least and the most. ${machine.cores} cores, node ${machine.node}, ${((Date.now() - began) / 1000).toFixed(0)} s.`,
);
for (const [name, { memory, cpu }] of Object.entries(services as Record<string, { memory: number; cpu: number }>))
  console.log(`  idle ${name.padEnd(12)}${memory.toFixed(0).padStart(4)} MB  ${cpu.toFixed(1).padStart(5)} % CPU`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ machine, sizes, figures, services }, null, 2)}\n`);
