import type { LogEvent, Projection } from '@accompany/runtime';
import { viewExists } from '@accompany/store';
import type { PoolClient } from 'pg';
import { caseSummary, SUMMARY, writeLines } from './case-summary.js';
import { byCase, copyRecords, isOfCase } from './copy-records.js';
import type { Moves } from './moves.js';
import { recentCases } from './recent-cases.js';
import { services, writeOffers } from './services-view.js';
import { writeWork } from './work.js';

/** Name of the consumer whose checkpoints say how far the copy is. */
export const COPY = 'timeline';

/** Copies the log by case, and keeps the views, in the consumer's transaction. */
export const copyOfTheLog = (moves: Moves): Projection => {
  // Before the first build there is no view to keep; the build then finds what was copied until it switches.
  let built = false;
  const recent = recentCases();
  return {
    name: COPY,
    topics: ['case', 'network'],
    concernedBy: () => true,
    applyBatch: async (tx, events) => {
      const copied = await copyRecords(tx, events);
      await nameAgencies(tx, events);
      built ||= (await viewExists(tx, caseSummary)) && (await viewExists(tx, services));
      const ofCases = copied.filter(isOfCase);
      if (!built) return;
      if (ofCases.length > 0) {
        const { cases, work } = await recent.grow(tx, ofCases);
        await writeLines(tx, SUMMARY, cases);
        if (work.size > 0) await writeWork(tx, SUMMARY, work);
      }
      await writeOffers(tx, events);
    },
    committed: (events) => {
      for (const [caseId, ofCase] of byCase(events.filter(isOfCase))) moves.tell(caseId, recent.keep(caseId, ofCase));
    },
  };
};

const nameAgencies = async (tx: PoolClient, events: readonly LogEvent[]): Promise<void> => {
  for (const { event } of events)
    if (event.$case === 'agencyRegistered')
      await tx.query('insert into agencies (agency, name) values ($1, $2) on conflict (agency) do update set name = excluded.name', [
        event.value.agencyId,
        event.value.name,
      ]);
};
