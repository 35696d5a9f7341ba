import type { Network } from '@accompany/client';
import { InvalidArgumentError } from 'commander';
import { Failure } from './exit.js';

/** A moment: a day means its end, so that `--as-of 2022-02-03` includes what happened on it. Times without a zone are UTC. */
export const moment = (text: string): Date => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const zoned = day ? `${text}T23:59:59.999Z` : /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const time = new Date(zoned);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('expected a day (2022-02-03) or a time (2022-02-03T09:00:00Z).');
  return time;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A case by its id, or by the first letters of it when they mean one case. */
export const findCase = async (network: Network, text: string): Promise<string> => {
  if (UUID.test(text)) return text.toLowerCase();
  if (!/^[0-9a-f-]{4,36}$/i.test(text)) throw new Failure(`"${text}" is not a case id. \`accompany cases\` lists them.`, 2);
  const matches: string[] = [];
  let pageToken = '';
  do {
    const page = await network.timeline.listCases({ pageSize: 200, pageToken });
    matches.push(...page.cases.map(({ caseId }) => caseId).filter((id) => id.startsWith(text.toLowerCase())));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  if (matches.length > 1) throw new Failure(`"${text}" begins the ids of ${matches.length} cases; give more of it.`, 2);
  return matches[0] ?? Promise.reject(new Failure(`no case begins with "${text}". \`accompany cases\` lists them.`));
};
