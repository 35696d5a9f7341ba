import { type Actor, Rejection } from '@accompany/domain';
import { v5 as uuidv5 } from 'uuid';

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

const LISTS = 'e2a7c9d4-1b63-5f08-a94c-60d8b7f35e21';

const digest = ({ actor, category, areaCode }: List): string =>
  uuidv5(JSON.stringify([actor.kind === 'agency' ? actor.agency : `svc:${actor.service}`, category, areaCode]), LISTS);
