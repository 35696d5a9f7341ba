import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { AuthorityInformed, ClientLocated, WhereaboutsLost } from '@accompany/contracts/intake/v1/events';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, Event, KnownCase, Search } from './case.js';
import { ledAndOpen, ledAndStanding } from './case-guards.js';

const DAY_MS = 86_400_000;

/** Nobody knows where the child is. One search at a time. */
export const loseWhereabouts = (state: Case, command: Omit<WhereaboutsLost, 'nextReviewAt'>, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.search?.lost.searchId === command.searchId) return [];
  const open = openSearch(found);
  if (open !== undefined) throw new Rejection('SEARCH_OPEN', { search: open.lost.searchId });
  if (command.lastContactAt !== undefined && command.lastContactAt > context.occurredAt)
    refuse('last_contact_at', 'expected a time not after occurred_at');
  const nextReviewAt = daysAfter(context.occurredAt, command.reviewEveryDays);
  return [{ $case: 'whereaboutsLost', value: { ...command, nextReviewAt } }];
};

/** Somebody looked at the search; the next review is due after the search's days, or when they say. */
export const reviewSearch = (
  state: Case,
  command: { searchId: string; reviewId: string; findings: Sealed | undefined; nextReviewAt: Date | undefined },
  context: DecisionContext,
): Event[] => {
  const { searchId, reviewId, findings } = command;
  const found = ledAndStanding(state, context);
  if (found.search?.reviews.some((review) => review.reviewId === reviewId)) return [];
  const { lost } = currentSearch(found, searchId);
  const nextReviewAt = command.nextReviewAt ?? daysAfter(context.occurredAt, lost.reviewEveryDays);
  if (nextReviewAt <= context.occurredAt) refuse('next_review_at', 'expected a time after occurred_at');
  return [{ $case: 'searchReviewed', value: { searchId, reviewId, findings, nextReviewAt } }];
};

/** A review is due. That is told and nothing more: the search goes on until somebody finds the child. */
export const tellReviewDue = (state: Case, dueAt: Date): Event[] => {
  if (state.status === 'none') return [];
  const search = openSearch(state);
  if (search === undefined || search.reviewDue || search.nextReviewAt.getTime() !== dueAt.getTime()) return [];
  return [{ $case: 'searchReviewDue', value: { searchId: search.lost.searchId, dueAt } }];
};

/** The child was found. This may be learned after the case was closed, and does not reopen it. */
export const locate = (state: Case, command: ClientLocated, context: DecisionContext): Event[] => {
  const found = ledAndStanding(state, context);
  const { search } = found;
  if (search?.lost.searchId === command.searchId && search.located?.placeCode === command.placeCode) return [];
  currentSearch(found, command.searchId);
  return [{ $case: 'clientLocated', value: command }];
};

/** The lead told an authority something: what, and on which legal basis. This may be needed after the closure too. */
export const informAuthority = (state: Case, command: Omit<AuthorityInformed, 'informedBy'>, context: DecisionContext): Event[] => {
  const found = ledAndStanding(state, context);
  if (found.informed.has(command.disclosureId)) return [];
  if (command.searchId !== '' && found.search?.lost.searchId !== command.searchId) throw new Rejection('SEARCH_UNKNOWN');
  return [{ $case: 'authorityInformed', value: { ...command, informedBy: callerOf(context).agency } }];
};

/** The search that goes on; undefined while it is known where the child is. */
export const openSearch = (state: KnownCase): Search | undefined => (state.search?.located === undefined ? state.search : undefined);

/** Whether an authority was told in the course of a search. */
export const authoritiesInformed = (state: KnownCase, { lost }: Search): boolean =>
  [...state.informed.values()].some(({ searchId }) => searchId === lost.searchId);

const currentSearch = (state: KnownCase, searchId: string): Search => {
  const search = openSearch(state);
  if (search?.lost.searchId !== searchId) throw new Rejection('SEARCH_UNKNOWN');
  return search;
};

const daysAfter = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY_MS);

const refuse = (field: string, description: string): never => {
  throw new Rejection('INVALID_FIELDS', {}, [{ field, description }]);
};
