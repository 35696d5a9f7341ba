import { EVER, factsAt } from '@accompany/timeline-service/fact';
import { describeCase, historyOf } from '@accompany/timeline-service/history';
import { readCase } from '@accompany/timeline-service/records';
import type { Pool } from 'pg';
import { bigStore } from './big-store.js';
import { type Figure, interleaved, quantile, summary } from './figure.js';
import type { Sizes } from './suite.js';
import { loadCases, longCase } from './world.js';

const LENGTHS = [20, 200, 2_000] as const;
const SMALL = 10_000;
/** Cases of each length that are asked in turn, and how often: of too few, the slowest hundredth is chance. */
const CASES = 10;
const TIMES = 1_000;
/** A long case is asked less often: it takes as long. */
const timesFor = (length: number): number => Math.min(TIMES, 60_000 / length);

const answered = async (db: Pool, caseId: string): Promise<void> => {
  const asOf = new Date(Date.now() - 2 * 60 * 60 * 1000);
  const answer = describeCase(caseId, historyOf(factsAt(await readCase(db, caseId), asOf, EVER)), asOf);
  if (answer.caseId !== caseId) throw new Error('another case was told');
};

const selected = async (db: Pool, caseId: string): Promise<void> => {
  await db.query({ name: 'rows-of-a-case', text: 'select * from records where key = $1 order by sequence', values: [caseId] });
};

/** The time in milliseconds that 99 of 100 take at most, one after the other. */
const p99 = async (ids: readonly string[], times: number, work: (caseId: string) => Promise<void>): Promise<number> => {
  const took: number[] = [];
  for (let nr = 0; nr < times; nr++) {
    const began = performance.now();
    await work(ids[nr % ids.length] as string);
    took.push(performance.now() - began);
  }
  return quantile(took, 0.99);
};

/** Cases of one length in a store of one size. */
type Asked = { readonly size: number; readonly length: number; readonly db: Pool; readonly ids: readonly string[] };

const allAsked = async (postgres: string, sizes: readonly number[]): Promise<Asked[]> => {
  const all: Asked[] = [];
  for (const size of sizes) {
    const { db } = await bigStore(postgres, size);
    for (const length of LENGTHS) {
      const ids = await loadCases(db, CASES, (nr, caseId, now) => longCase(nr, caseId, now, length));
      all.push({ size, length, db, ids });
    }
  }
  return all;
};

const askedFor = ({ db, ids, length }: Asked, work: (db: Pool, caseId: string) => Promise<void>): Promise<number> =>
  p99(ids, timesFor(length), (caseId) => work(db, caseId));

/** A case as it was two hours ago, read and told, against one indexed select of the same rows; in a small store and in a large one. */
export const benchAsOf = async ({ postgres, rounds, events }: Sizes): Promise<Figure[]> => {
  const figures: Figure[] = [];
  const rounded = new Map<string, number[]>();
  const all = await allAsked(postgres, [SMALL, events]);
  // All of them once before the first that counts: what is asked first would be measured on code that is not compiled yet, and the next stand better beside it.
  for (const asked of all) for (const work of [answered, selected]) await askedFor(asked, work);
  for (const asked of all) {
    const { size, length } = asked;
    const measured = await interleaved(
      rounds,
      () => askedFor(asked, answered),
      () => askedFor(asked, selected),
    );
    const { median } = summary(measured.ours);
    rounded.set(`${size} ${length}`, measured.ours);
    figures.push({
      name: `as of, a case of ${length} events among ${size}, p99`,
      unit: 'ms',
      ...measured,
      against: 'p99 of one indexed select of the same rows',
      result: `${median.toFixed(2)} ms`,
      target: length === 200 ? 'at most 5 ms' : 'none set',
      met: length !== 200 || median <= 5,
    });
  }
  for (const length of LENGTHS) {
    const [small, large] = [rounded.get(`${SMALL} ${length}`) ?? [], rounded.get(`${events} ${length}`) ?? []];
    const grown = summary(large).median / summary(small).median;
    figures.push({
      name: `as of, a case of ${length} events, large store beside small`,
      unit: 'ms',
      ours: large,
      baseline: small,
      against: `the same among ${SMALL} events`,
      result: `${grown.toFixed(2)} times`,
      target: 'at most 1.3 times',
      met: grown <= 1.3,
    });
  }
  return figures;
};
