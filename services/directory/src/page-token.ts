import { createHash } from 'node:crypto';
import { type Actor, Rejection } from '@accompany/domain';

/** Whose list it is and what was asked: a token opens only the list that it was given for. */
export type List = { readonly actor: Actor; readonly category: number; readonly areaCode: string };

/** The token for the page after a service. The directory is open to all, so it is bound to its list but not secret. */
export const pageToken = (list: List, lastServiceId: string): string => `${digest(list)}.${lastServiceId}`;

/** The service id after which the page begins; empty for the first page. Throws INVALID_FIELDS when the token is of another list. */
export const pageStart = (list: List, token: string): string => {
  if (token === '') return '';
  const [mark, lastServiceId] = token.split('.');
  if (mark === digest(list) && lastServiceId !== undefined) return lastServiceId;
  throw new Rejection('INVALID_FIELDS', {}, [
    { field: 'page_token', description: 'the next_page_token of the page before, with the same category and area_code' },
  ]);
};

const digest = ({ actor, category, areaCode }: List): string =>
  createHash('sha256')
    .update(JSON.stringify([actor.kind === 'agency' ? actor.agency : `svc:${actor.service}`, category, areaCode]))
    .digest('base64url')
    .slice(0, 22);
