import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Actor, Rejection } from '@accompany/domain';

/** Whose list it is and what was asked: a token opens only the list that it was given for. */
export type List = { readonly key: Buffer; readonly actor: Actor; readonly asked: readonly unknown[] };

const USUAL_PAGE = 50;

/** A page of `found`, which holds one entry more than the page when there is a next one; the token is sealed to its list. */
export const pageOf = <Entry>(
  list: List,
  found: readonly Entry[],
  limit: number,
  markOf: (entry: Entry) => string,
): { shown: Entry[]; nextPageToken: string } => {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextPageToken: found.length > limit && last !== undefined ? pageToken(list, markOf(last)) : '' };
};

/** How many entries a page has. */
export const pageLimit = (asked: number): number => asked || USUAL_PAGE;

/** The token for the page after `last`. */
export const pageToken = (list: List, last: string): string => `${Buffer.from(last).toString('base64url')}.${seal(list, last)}`;

/** What the page begins after; empty for the first page. Throws INVALID_FIELDS when the token is of another list. */
export const pageStart = (list: List, token: string): string => {
  if (token === '') return '';
  const [mark = '', given = ''] = token.split('.');
  const last = Buffer.from(mark, 'base64url').toString();
  const expected = Buffer.from(seal(list, last));
  if (expected.length === given.length && timingSafeEqual(expected, Buffer.from(given))) return last;
  throw new Rejection('INVALID_FIELDS', {}, [
    { field: 'page_token', description: 'expected the next_page_token of the page before, with the other fields as they were' },
  ]);
};

const seal = ({ key, actor, asked }: List, last: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([actor.kind, actor.kind === 'agency' ? actor.agency : actor.service, asked, last]))
    .digest('base64url');
