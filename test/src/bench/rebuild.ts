import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nodeOptions } from '@accompany/local/program';
import { rebuildView, viewHash } from '@accompany/store';
import { caseSummary } from '@accompany/timeline-service/case-summary';
import { readCases } from '@accompany/timeline-service/records';
import type { Pool } from 'pg';
import { bigStore } from './big-store.js';
import type { Built } from './build-view.js';
import { atLeast, type Figure, interleaved } from './figure.js';
import type { Sizes } from './suite.js';

const PAGE = 100;
const hold = async (): Promise<void> => {};
const run = promisify(execFile);

/** Builds the view in a process of its own, as a service has it, the first time or anew. */
const built = async (db: Pool, anew = false): Promise<Built> => {
  const program = fileURLToPath(new URL('build-view.js', import.meta.url));
  const { stdout } = await run(process.execPath, [...nodeOptions, program, String(db.options.connectionString), anew ? 'anew' : '']);
  return JSON.parse(stdout) as Built;
};

/** Builds the view anew in this process, in which it is read, too. @returns seconds */
const rebuilt = async (db: Pool): Promise<number> => {
  const began = performance.now();
  await rebuildView(db, caseSummary, { hold });
  return (performance.now() - began) / 1000;
};

/** Reads and decodes the same events, page by page, and writes nothing. @returns seconds */
const read = async (db: Pool): Promise<number> => {
  const began = performance.now();
  for (let after = ''; ; ) {
    const { rows } = await db.query<{ key: string }>("select key from cases where topic = 'case' and key > $1 order by key limit $2", [
      after,
      PAGE,
    ]);
    const keys = rows.map(({ key }) => key);
    if (keys.length === 0) break;
    await readCases(db, keys);
    after = keys.at(-1) as string;
  }
  return (performance.now() - began) / 1000;
};

/**
 * The view of all cases built from the copy, against reading and decoding the same events: in rounds on a tenth of them,
 * and on all of them, where it is built and built anew.
 */
export const benchRebuild = async ({ postgres, rounds, events }: Sizes): Promise<Figure[]> => {
  const small = await bigStore(postgres, events / 10);
  const little = await built(small.db);
  const speed = { unit: 'events a second', against: 'reading and decoding the same events, without writing' };
  const inRounds = await interleaved(
    rounds,
    async () => events / 10 / (await rebuilt(small.db)),
    async () => events / 10 / (await read(small.db)),
    0,
  );
  const { db, cases } = await bigStore(postgres, events);
  const first = await built(db);
  const reading = await read(db);
  const live = await viewHash(db, caseSummary);
  const second = await built(db, true);
  const readAgain = await read(db);
  const again = await viewHash(db, caseSummary);
  const seconds = Math.max(first.seconds, second.seconds);
  const more = Math.max(first.peak, second.peak) - little.peak;
  const none = { baseline: [], against: '' };
  return [
    atLeast(0.4, { name: `rebuild of ${events / 10} events in ${small.cases} cases`, ...speed, ...inRounds }),
    atLeast(0.4, {
      name: `rebuild of ${events} events in ${cases} cases, the first time and anew`,
      ...speed,
      ours: [events / first.seconds, events / second.seconds],
      baseline: [events / reading, events / readAgain],
    }),
    {
      name: 'rebuild of all, the first time and anew, the slower',
      unit: 's',
      ours: [first.seconds, second.seconds],
      ...none,
      result: `${seconds.toFixed(1)} s`,
      target: 'under 60 s',
      met: seconds < 60,
    },
    {
      name: 'rebuild of all, most memory of its process',
      unit: 'MB',
      ours: [first.peak, second.peak],
      baseline: [little.peak, little.peak],
      against: 'the same of a tenth of the events',
      result: `${more.toFixed(0)} MB more`,
      target: 'under 100 MB',
      met: more < 100,
    },
    {
      name: 'rebuild of all, rows equal to those before',
      unit: 'rows',
      ours: [again.rows],
      baseline: [live.rows],
      against: 'the view as it was, by the hash of its rows',
      result: live.hash === again.hash ? 'equal hashes' : 'different hashes',
      target: 'equal hashes',
      met: live.hash === again.hash,
    },
  ];
};
