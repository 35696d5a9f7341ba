import type { LogEvent, Projection } from '@accompany/runtime';
import { type View, viewExists } from '@accompany/store';
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
  const [summaryIsThere, servicesAreThere] = [presence(caseSummary), presence(services)];
  const recent = recentCases();
  return {
    name: COPY,
    topics: ['case', 'network'],
    concernedBy: () => true,
    applyBatch: async (tx, events) => {
      const copied = await copyRecords(tx, events);
      await nameAgencies(tx, events);
      const ofCases = copied.filter(isOfCase);
      if ((await summaryIsThere(tx)) && ofCases.length > 0) {
        const { cases, work } = await recent.grow(tx, ofCases);
        await Promise.all([writeLines(tx, SUMMARY, cases), work.size === 0 ? undefined : writeWork(tx, SUMMARY, work)]);
      }
      if (await servicesAreThere(tx)) await writeOffers(tx, events);
    },
    committed: (events) => {
      for (const [caseId, ofCase] of byCase(events.filter(isOfCase))) moves.tell(caseId, recent.keep(caseId, ofCase));
    },
  };
};

/**
 * Whether a view is there to be kept. Before its first build it is not; the build then finds what was copied until it switches,
 * and from that moment on every event has to be written, whether other views are built yet or not.
 */
const presence = (view: View): ((tx: PoolClient) => Promise<boolean>) => {
  let there = false;
  return async (tx) => {
    there ||= await viewExists(tx, view);
    return there;
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
