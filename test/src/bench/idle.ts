import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type ServiceName, serviceNames } from '@accompany/local';
import pidusage from 'pidusage';
import { startHarness } from '../harness.js';
import { seedDirectory } from '../play.js';
import { type Figure, interleaved, summary } from './figure.js';

const MEGABYTE = 1024 * 1024;
const BARE = "await import('nice-grpc'); await import('pg'); console.log('ready'); setInterval(() => {}, 60_000);";

type Usage = { memory: number; cpu: number };

/** Resident megabytes, and percent of one core since the last look at these processes. */
const usageOf = async (pids: readonly number[]): Promise<Usage[]> => {
  const found = await pidusage([...pids]);
  return pids.map((pid) => ({ memory: (found[pid]?.memory ?? Number.NaN) / MEGABYTE, cpu: found[pid]?.cpu ?? Number.NaN }));
};

/** What each service takes while nobody calls, against a bare process with the same two libraries. The figures are of the largest service. */
export const benchIdle = async (rounds: number, settleMs: number): Promise<{ figures: Figure[]; services: Record<string, Usage> }> => {
  const harness = await startHarness({ log: 'own kafka' });
  const bare = spawn(process.execPath, ['--input-type=module', '--eval', BARE], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: import.meta.dirname,
  });
  try {
    await once(bare.stdout, 'data');
    await seedDirectory(harness);
    const pids = serviceNames.map((service: ServiceName) => harness.network.process(service)?.pid as number);
    await delay(settleMs);
    let services: Usage[] = [];
    let alone: Usage[] = [];
    const cpu = { ours: [] as number[], baseline: [] as number[] };
    const measured = await interleaved(
      rounds,
      async () => {
        await delay(1_000);
        services = await usageOf(pids);
        cpu.ours.push(Math.max(...services.map((one) => one.cpu)));
        return Math.max(...services.map(({ memory }) => memory));
      },
      async () => {
        alone = await usageOf([bare.pid as number]);
        cpu.baseline.push(alone[0]?.cpu ?? Number.NaN);
        return alone[0]?.memory ?? Number.NaN;
      },
    );
    const against = 'a bare node process that imports nice-grpc and pg';
    const { max } = summary(measured.ours);
    // What was looked at first covers the start of the processes as well.
    const [, ...ours] = cpu.ours;
    const [, ...baseline] = cpu.baseline;
    const figures: Figure[] = [
      {
        name: 'idle memory, largest service',
        unit: 'MB',
        ...measured,
        against,
        result: `${max.toFixed(0)} MB`,
        target: 'under 150 MB',
        met: max < 150,
      },
      {
        name: 'idle CPU, busiest service',
        unit: '% of a core',
        ours,
        baseline,
        against,
        result: `${summary(ours).median.toFixed(1)} %`,
        target: 'none set',
        met: true,
      },
    ];
    return { figures, services: Object.fromEntries(serviceNames.map((name, nr) => [name, services[nr] as Usage])) };
  } finally {
    bare.kill('SIGKILL');
    await harness.stop();
  }
};
