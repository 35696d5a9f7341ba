import type { LogEvent } from '@accompany/runtime';
import { LRUCache } from 'lru-cache';
import type { PoolClient } from 'pg';
import type { Fact } from './fact.js';
import { readCases } from './records.js';

/** An event with its place among those of its case. */
export type Numbered = LogEvent & { readonly sequence: number };

/** Gives all facts of the cases that these new events belong to. */
export type RecentCases = (tx: PoolClient, numbered: readonly Numbered[]) => Promise<Map<string, readonly Fact[]>>;

/** Most facts kept in memory, some kilobytes each at the most. */
const MOST_FACTS = 10_000;

/**
 * Cases that move are likely to move again: their facts are kept, and trusted only where the new events follow on the last one
 * that is known. What does not fit together, after a failure or another process, is read again.
 */
export const recentCases = (): RecentCases => {
  const known = new LRUCache<string, readonly Fact[]>({ maxSize: MOST_FACTS, sizeCalculation: (facts) => facts.length + 1 });
  return async (tx, numbered) => {
    const cases = new Map<string, readonly Fact[]>();
    const unknown: string[] = [];
    for (const caseId of new Set(numbered.map(({ meta }) => meta.caseId))) {
      const before = known.get(caseId);
      const news = numbered.filter(({ meta }) => meta.caseId === caseId);
      if (before?.at(-1)?.sequence === (news[0] as Numbered).sequence - 1) cases.set(caseId, [...before, ...news.map(toFact)]);
      else unknown.push(caseId);
    }
    if (unknown.length > 0) for (const [caseId, facts] of await readCases(tx, unknown)) cases.set(caseId, facts);
    for (const [caseId, facts] of cases) known.set(caseId, facts);
    return cases;
  };
};

const toFact = ({ meta, event, sequence }: Numbered): Fact => ({ ...meta, event, sequence });
