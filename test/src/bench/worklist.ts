import { ensureView } from '@accompany/store';
import { caseSummary } from '@accompany/timeline-service/case-summary';
import { services } from '@accompany/timeline-service/services-view';
import { readItems } from '@accompany/timeline-service/work-queries';
import type { Pool } from 'pg';
import { type Figure, interleaved, quantile, summary } from './figure.js';
import type { Sizes } from './suite.js';
import { agencyOf, eventsOf, loadCases, openTimeline, workerOf } from './world.js';

/** Cambodia's size. */
const CASES = 12_000;
const TIMES = 400;

const ALL = { kinds: [], urgencies: [], overdueOnly: false, dueBefore: undefined, caseworker: '', caseId: '' };

/** What workers ask in turn: the first page of their own list, of their agency's, what of it is overdue, and its next page. */
const ask = async (db: Pool, nr: number): Promise<void> => {
  const agency = agencyOf(nr);
  const page = { after: '', size: 50, now: new Date() };
  const asked = [{ ...ALL, caseworker: workerOf(nr) }, ALL, { ...ALL, overdueOnly: true }, ALL][nr % 4] as typeof ALL;
  const after = nr % 4 === 3 ? JSON.stringify([2, new Date().toISOString(), '', 0, '']) : '';
  const { rows } = await readItems(db, agency, asked, { ...page, after });
  if (nr % 4 === 1 && rows.length === 0) throw new Error(`nothing waits for ${agency}`);
};

/** The time in milliseconds that 99 of 100 of these take at most, one after the other. */
const p99 = async (times: number, work: (nr: number) => Promise<unknown>): Promise<number> => {
  const took: number[] = [];
  for (let nr = 0; nr < times; nr++) {
    const began = performance.now();
    await work(nr);
    took.push(performance.now() - began);
  }
  return quantile(took, 0.99);
};

/** A worker's or an agency's worklist out of 12,000 open cases, against one row read by its key in the same database. */
export const benchWorklist = async ({ postgres, rounds }: Sizes): Promise<Figure[]> => {
  const db = await openTimeline(postgres, 'accompany_bench_worklist');
  try {
    const ids = await loadCases(db, CASES, eventsOf);
    for (const view of [caseSummary, services]) await ensureView(db, view, { hold: async () => {}, pageSize: 500 });
    const measured = await interleaved(
      rounds,
      () => p99(TIMES, (nr) => ask(db, nr)),
      () => p99(TIMES, (nr) => db.query({ name: 'one-case', text: 'select * from cases where key = $1', values: [ids[nr % ids.length]] })),
    );
    const { median } = summary(measured.ours);
    return [
      {
        name: 'worklist of 12,000 open cases, p99',
        unit: 'ms',
        ...measured,
        against: 'p99 of one select of a row by its key in the same database',
        result: `${median.toFixed(1)} ms`,
        target: 'under 20 ms',
        met: median < 20,
      },
    ];
  } finally {
    await db.end();
  }
};
