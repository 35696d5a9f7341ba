import { createHmac } from 'node:crypto';
import { Rejection } from '@accompany/domain';
import type { App, Call } from '@accompany/runtime';

/** Most entries on a page. */
const MOST = 200;

/** How many entries a page has: what was asked for, or the most. */
export const pageSize = (asked: number): number => (asked === 0 ? MOST : Math.min(asked, MOST));

/** A token for the page after `last`, bound to the caller and to what was asked for. */
export const pageToken = (app: App, call: Call, list: readonly unknown[], last: string): string =>
  Buffer.from(JSON.stringify([last, mark(app, call, list, last)])).toString('base64url');

/** What the page begins after; empty for the first page. @throws Rejection INVALID_FIELDS when the token is of another list */
export const pageStart = (app: App, call: Call, list: readonly unknown[], token: string): string => {
  if (token === '') return '';
  const [last, given] = parse(token);
  if (last !== undefined && given === mark(app, call, list, last)) return last;
  throw new Rejection('INVALID_FIELDS', {}, [
    { field: 'page_token', description: 'expected the next_page_token of the page before, with the other fields as they were' },
  ]);
};

const parse = (token: string): string[] => {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as string[];
  } catch {
    return [];
  }
};

const mark = ({ config }: App, { actor }: Call, list: readonly unknown[], last: string): string =>
  createHmac('sha256', Buffer.from(config.ACCOMPANY_FINGERPRINT_KEY, 'base64'))
    .update(JSON.stringify([actor.kind, actor.kind === 'agency' ? actor.agency : actor.service, list, last]))
    .digest('base64url');
