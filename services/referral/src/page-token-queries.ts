import { createHmac, timingSafeEqual } from 'node:crypto';
import { Rejection } from '@accompany/domain';

/** Where a page ended: the value it is sorted by, and the id. */
export type Mark = { readonly sortBy: string; readonly id: string };

/** The token of the next page, sealed for one agency and one list. */
export const writeToken = (key: Buffer, list: string, { sortBy, id }: Mark): string => {
  const text = Buffer.from(JSON.stringify([sortBy, id])).toString('base64url');
  return `${text}.${sign(key, list, text)}`;
};

/**
 * Where the page before ended; the beginning for an empty token.
 * @throws Rejection INVALID_FIELDS for a token of another agency or list
 */
export const readToken = (key: Buffer, list: string, token: string): Mark => {
  if (token === '') return { sortBy: '-infinity', id: '' };
  const [text = '', signature = ''] = token.split('.');
  const expected = Buffer.from(sign(key, list, text));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Rejection('INVALID_FIELDS', {}, [
      { field: 'page_token', description: 'the next_page_token of the page before, of the same list' },
    ]);
  const [sortBy, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string];
  return { sortBy, id };
};

const sign = (key: Buffer, list: string, text: string): string =>
  createHmac('sha256', key).update(`page-token\n${list}\n${text}`).digest('base64url');
