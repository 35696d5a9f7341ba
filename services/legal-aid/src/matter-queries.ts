import { caseFacts } from '@accompany/access';
import type { Part } from '@accompany/access/parts';
import type { App, Call } from '@accompany/runtime';
import { agencyOf } from './guards.js';
import { type Matter, matterAggregate } from './matter.js';

/** The caller's part in a case; none where there is no case. */
export const partOf = async (app: App, caseId: string, call: Call): Promise<Part | undefined> => {
  const { agency } = agencyOf(call.actor);
  return caseId === '' ? undefined : (await caseFacts(app.db, caseId))?.partOf(agency);
};

/** A matter, its case and the caller's part in that case. */
export type FoundMatter = { readonly state: Matter; readonly part: Part | undefined; readonly caseId: string; readonly etag: string };

/** Looks a matter up; an unknown one is `none` with an empty case. */
export const findMatter = async (app: App, id: string, call: Call): Promise<FoundMatter> => {
  const { state, key: caseId, etag } = await app.load(matterAggregate, id);
  return { state, caseId, etag, part: await partOf(app, caseId, call) };
};
