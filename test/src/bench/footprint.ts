import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type ServiceName, serviceNames } from '@accompany/local';
import pidusage from 'pidusage';
import { startHarness } from '../harness.js';
import { ago, openCase, seedDirectory } from '../play.js';
import { type Figure, summary } from './figure.js';
import { inFlight } from './flight.js';
import type { Sizes } from './suite.js';

const MEGABYTE = 1024 * 1024;
const LOADED = 16;
const BARE = "await import('nice-grpc'); await import('pg'); console.log('ready'); setInterval(() => {}, 60_000);";
const AGAINST = 'a bare node process that imports nice-grpc and pg';

type Usage = { memory: number; cpu: number };

/** Resident megabytes, and percent of one core since the last look at these processes. */
const usageOf = async (pids: readonly number[]): Promise<Usage[]> => {
  const found = await pidusage([...pids]);
  return pids.map((pid) => ({ memory: (found[pid]?.memory ?? Number.NaN) / MEGABYTE, cpu: found[pid]?.cpu ?? Number.NaN }));
};

const startBare = async () => {
  const bare = spawn(process.execPath, ['--input-type=module', '--eval', BARE], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: import.meta.dirname,
  });
  await once(bare.stdout, 'data');
  return bare;
};

/** What each service takes while nobody calls, and the memory of the largest under load; against a bare process. */
export const benchFootprint = async ({ rounds, quick, seconds }: Sizes): Promise<Figure[]> => {
  const harness = await startHarness({ log: 'own kafka' });
  const bare = await startBare();
  try {
    await seedDirectory(harness);
    const { caseId } = await openCase(harness);
    const pids = serviceNames.map((service: ServiceName) => harness.network.process(service)?.pid as number);
    const look = async (): Promise<{ services: Usage[]; bare: Usage }> => {
      const usages = await usageOf([...pids, bare.pid as number]);
      return { services: usages.slice(0, -1), bare: usages.at(-1) as Usage };
    };
    await delay(quick ? 3_000 : 12_000);
    // What is looked at first covers the start of the processes as well.
    await look();
    const idle: Awaited<ReturnType<typeof look>>[] = [];
    for (let round = 0; round < rounds; round++) {
      await delay(quick ? 1_000 : 3_000);
      idle.push(await look());
    }
    const memory = idle.map((round) => round.bare.memory);
    const each = serviceNames.map((name, nr) =>
      figure(
        `idle memory, ${name}`,
        'MB',
        idle.map(({ services }) => services[nr]?.memory ?? Number.NaN),
        memory,
        150,
      ),
    );
    // Of each service by itself: the most of each round would be that of whoever the clock's ticks of 10 ms favoured in it.
    const cpu = largest(
      serviceNames.map((_name, nr) =>
        figure(
          'idle CPU, busiest service',
          '% of a core',
          idle.map(({ services }) => services[nr]?.cpu ?? Number.NaN),
          idle.map((round) => round.bare.cpu),
          quick ? undefined : 1,
        ),
      ),
    );
    if (quick) return [largest(each), cpu];
    const { intake } = harness.as('aple');
    const loaded: number[] = [];
    const beside: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await inFlight(LOADED, seconds, (nr) => intake.assignCaseworker({ occurredAt: ago(1), caseId, person: `worker-${nr}` }));
      const seen = await look();
      loaded.push(Math.max(...seen.services.map((one) => one.memory)));
      beside.push(seen.bare.memory);
    }
    return [...each, cpu, figure('memory under load, largest service', 'MB', loaded, beside, undefined)];
  } finally {
    bare.kill('SIGKILL');
    await harness.stop();
  }
};

/** The figure of the service that takes the most. */
const largest = (figures: readonly Figure[]): Figure =>
  figures.reduce((most, next) => (summary(next.ours).median > summary(most.ours).median ? next : most));

const figure = (name: string, unit: string, ours: readonly number[], baseline: readonly number[], limit: number | undefined): Figure => {
  const { median } = summary(ours);
  return {
    ...{ name, unit, ours, baseline, against: AGAINST },
    result: `${median.toFixed(unit === 'MB' ? 0 : 1)} ${unit === 'MB' ? 'MB' : '%'}`,
    target: limit === undefined ? 'none set' : `at most ${limit}`,
    met: limit === undefined || median <= limit,
  };
};
