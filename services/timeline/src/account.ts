import { EVER, type Fact, factsAt, isCorrection } from './fact.js';
import { type History, historyOf } from './history.js';

/** All facts of a case in log order, those of them that count in the order in which they happened, and the history that they add up to. */
export type Account = { readonly facts: readonly Fact[]; readonly counted: readonly Fact[]; readonly history: History };

/** What all facts of a case, as known last, add up to. */
export const accountOf = (facts: readonly Fact[]): Account => {
  const inOrder = factsAt(facts, EVER, EVER);
  return { facts, counted: inOrder.filter(({ correction }) => correction?.struck !== true), history: historyOf(inOrder) };
};

/** Goes on from an account when the news happened after all that is in it and nothing was ever corrected, else begins anew. */
export const follow = (before: Account, news: readonly Fact[]): Account => {
  const facts = [...before.facts, ...news];
  const { lastOccurredAt } = before.history;
  const inOrder = lastOccurredAt !== undefined && news.every(({ occurredAt }) => occurredAt >= lastOccurredAt);
  if (!inOrder || facts.some(isCorrection)) return accountOf(facts);
  const next = factsAt(news, EVER, EVER);
  return { facts, counted: [...before.counted, ...next], history: historyOf(next, before.history) };
};
