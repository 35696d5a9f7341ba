import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Figure, summary } from './figure.js';
import type { Sizes } from './suite.js';

const CLI = fileURLToPath(new URL('../../../packages/cli/bin/accompany.js', import.meta.url));

/** The demo as a newcomer runs it: no server of ours is named, so that it starts its own. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ACCOMPANY_')));

const demo = async (): Promise<number> => {
  const began = performance.now();
  const child = spawn(process.execPath, [CLI, 'demo', '--once'], { stdio: ['ignore', 'ignore', 'pipe'], env: environment() });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the demo ended with ${code}:\n${said}`);
  return (performance.now() - began) / 1000;
};

/** So often at most: it takes as long as several suites, and there is nothing beside which it would be measured in turn. */
const RUNS = 3;

/** From an installed checkout to the end of the demo, its network started and stopped in between. */
export const benchDemo = async ({ rounds, quick }: Sizes): Promise<Figure[]> => {
  const ours: number[] = [];
  while (ours.length < Math.min(rounds, RUNS)) ours.push(await demo());
  const { median } = summary(ours);
  const most = quick ? 30 : 20;
  return [
    {
      name: 'demo, from installed to finished',
      unit: 's',
      ours,
      baseline: [],
      against: '',
      result: `${median.toFixed(1)} s`,
      target: `at most ${most} s`,
      met: median <= most,
    },
  ];
};
