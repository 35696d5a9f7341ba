import { ensureView, rebuildView, viewHash } from '@accompany/store';
import { caseSummary } from '@accompany/timeline-service/case-summary';
import { readCases } from '@accompany/timeline-service/records';
import type { Pool } from 'pg';
import { bigStore } from './big-store.js';
import { atLeast, type Figure, interleaved } from './figure.js';
import type { Sizes } from './suite.js';

const PAGE = 100;
const LOOK_MS = 100;
const MEGABYTE = 2 ** 20;
const hold = async (): Promise<void> => {};

/** How long building the view took, in seconds, and by how many megabytes this process grew meanwhile at most. */
type Built = { readonly seconds: number; readonly grown: number };

const timed = async (build: () => Promise<void>): Promise<Built> => {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, LOOK_MS);
  const began = performance.now();
  await build();
  clearInterval(looking);
  return { seconds: (performance.now() - began) / 1000, grown: (most - before) / MEGABYTE };
};

const built = (db: Pool): Promise<Built> => timed(() => ensureView(db, caseSummary, { hold }));
const rebuilt = (db: Pool): Promise<Built> => timed(() => rebuildView(db, caseSummary, { hold }));

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

/** The view of all cases built from the copy, against reading and decoding the same events: in rounds on a tenth of them; on all, built and built anew. */
export const benchRebuild = async ({ postgres, rounds, events }: Sizes): Promise<Figure[]> => {
  const small = await bigStore(postgres, events / 10);
  const little = await built(small.db);
  const speed = { unit: 'events a second', against: 'reading and decoding the same events, without writing' };
  const inRounds = await interleaved(
    rounds,
    async () => events / 10 / (await rebuilt(small.db)).seconds,
    async () => events / 10 / (await read(small.db)),
    0,
  );
  const { db, cases } = await bigStore(postgres, events);
  const first = await built(db);
  const reading = [await read(db)];
  const live = await viewHash(db, caseSummary);
  const second = await rebuilt(db);
  reading.push(await read(db));
  const again = await viewHash(db, caseSummary);
  const twice = { ours: [first, second].map(({ seconds }) => events / seconds), baseline: reading.map((seconds) => events / seconds) };
  const seconds = Math.max(first.seconds, second.seconds);
  const grown = Math.max(first.grown, second.grown);
  const more = grown - little.grown;
  const none = { baseline: [], against: '' };
  return [
    atLeast(0.4, { name: `rebuild of ${events / 10} events in ${small.cases} cases`, ...speed, ...inRounds }),
    atLeast(0.4, { name: `rebuild of ${events} events in ${cases} cases, built and built anew`, ...speed, ...twice }),
    {
      name: 'rebuild of all, time of the slower',
      unit: 's',
      ours: [first.seconds, second.seconds],
      ...none,
      result: `${seconds.toFixed(1)} s`,
      target: 'under 60 s',
      met: seconds < 60,
    },
    {
      name: 'rebuild of all, memory beyond that of a tenth of the events',
      unit: 'MB',
      ours: [grown],
      ...none,
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
