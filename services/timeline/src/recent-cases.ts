import type { LogEvent } from '@accompany/runtime';
import { LRUCache } from 'lru-cache';
import type { PoolClient } from 'pg';
import { type Account, accountOf, follow } from './account.js';
import { byCase, metadataOf, type Numbered } from './copy-records.js';
import type { Fact } from './fact.js';
import { agenciesOf } from './history.js';
import type { News } from './moves.js';
import { type Copied, isLate, readCases } from './records.js';
import { type Work, workOf } from './work.js';

/** Cases that moved lately, so that the next event need not read and fold the whole case again. */
export type RecentCases = {
  /** Gives the cases that these new events belong to, in the transaction that copied them, and what there is to do in those where that changed. */
  grow(tx: PoolClient, copied: readonly Numbered[]): Promise<{ cases: Map<string, Account>; work: Map<string, Work> }>;
  /** To be called after the commit: keeps what grew. @returns what is new, for those who watch; undefined when it is not known */
  keep(caseId: string, committed: readonly LogEvent[]): News | undefined;
};

/** A case as it was last written, with the work in it as text, to be compared. */
type Known = Account & { readonly work: string };
type Grown = { readonly known: Known; readonly copied: readonly Numbered[] };

/** Most facts kept in memory, some kilobytes each at the most. */
const MOST_FACTS = 10_000;

/**
 * A case leaves the memory when it grows and comes back after the commit, and only if what was committed is what it grew by: after
 * a failure it is read again. It is trusted only where the new events follow on the last one that is known: after
 * another process had the partition it is read again as well.
 */
export const recentCases = (): RecentCases => {
  const cases = new LRUCache<string, Known>({ maxSize: MOST_FACTS, sizeCalculation: ({ facts }) => facts.length + 1 });
  const growing = new Map<string, Grown>();
  return {
    grow: async (tx, copied) => {
      const unknown: string[] = [];
      const cased = byCase(copied);
      const grown = new Map<string, Account>();
      const written = new Map<string, string>();
      for (const [caseId, ofCase] of cased) {
        const before = cases.get(caseId);
        cases.delete(caseId);
        if (before?.history.lastSequence === (ofCase[0] as Numbered).sequence - 1) {
          grown.set(caseId, follow(before, ofCase.map(toFact)));
          written.set(caseId, before.work);
        } else unknown.push(caseId);
      }
      if (unknown.length > 0) for (const [caseId, facts] of await readCases(tx, unknown)) grown.set(caseId, accountOf(facts));
      const changed = new Map<string, Work>();
      for (const [caseId, account] of grown) {
        const work = workOf(account);
        const text = JSON.stringify(work);
        if (text !== written.get(caseId)) changed.set(caseId, work);
        growing.set(caseId, { known: { ...account, work: text }, copied: cased.get(caseId) ?? [] });
      }
      return { cases: grown, work: changed };
    },
    keep: (caseId, committed) => {
      const grown = growing.get(caseId);
      growing.delete(caseId);
      if (grown === undefined || !isSame(grown.copied, committed)) return undefined;
      cases.set(caseId, grown.known);
      return { entries: grown.copied.map(toCopied), readers: new Set(agenciesOf(grown.known.history)) };
    },
  };
};

const isSame = (copied: readonly Numbered[], committed: readonly LogEvent[]): boolean =>
  copied.length === committed.length && copied.every(({ meta }, index) => meta.eventId === committed[index]?.meta.eventId);

const toFact = ({ meta, event, sequence }: Numbered): Fact => ({ ...meta, event, sequence });

const toCopied = (numbered: Numbered): Copied => ({
  ...toFact(numbered),
  key: numbered.meta.caseId,
  metadata: metadataOf(numbered.meta),
  late: isLate(numbered.late, numbered.meta.actor),
});
