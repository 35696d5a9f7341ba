import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startNetwork } from '@accompany/local';
import { type Figure, interleaved, summary } from './figure.js';
import type { Sizes } from './suite.js';

const CLI = fileURLToPath(new URL('../../../packages/cli/dist/main.js', import.meta.url));

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

const networkAlone = async (): Promise<number> => {
  const began = performance.now();
  const kept = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith('ACCOMPANY_')) delete process.env[name];
  try {
    const network = await startNetwork({ fresh: true, stateFile: false });
    await network.stop({ now: true });
  } finally {
    Object.assign(process.env, kept);
  }
  return (performance.now() - began) / 1000;
};

/** From an installed checkout to the end of the demo, its network started and stopped in between. */
export const benchDemo = async ({ rounds, quick }: Sizes): Promise<Figure[]> => {
  const measured = await interleaved(rounds, demo, networkAlone, 0);
  const { median, max } = summary(measured.ours);
  const most = quick ? 30 : 20;
  return [
    {
      name: 'demo, from installed to finished',
      unit: 's',
      ...measured,
      against: 'starting and stopping the network alone',
      result: `${median.toFixed(1)} s, at most ${max.toFixed(1)} s`,
      target: `at most ${most} s`,
      met: median <= most,
    },
  ];
};
