import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import type { DecisionContext } from '@accompany/domain';
import type { App, Call, Mutation, Standing } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { type Case, caseAggregate, type Event } from './case.js';
import { readable } from './case-guards.js';

type OfCase = Mutation & { readonly caseId: string };

/** What the handlers of a case have in common. */
export type CaseWriting = {
  /** Seals a text about the case's child; only for agencies that take part. */
  readonly seal: (caseId: string, call: Call, text: string) => Promise<Sealed | undefined>;
  /** Carries a decision out. */
  readonly decide: (request: OfCase, call: Call, decide: (state: Case, context: DecisionContext) => Event[]) => Promise<Standing>;
};

export const caseWriting = (app: App): CaseWriting => ({
  seal: async (caseId, call, text) => {
    const { state } = await app.load(caseAggregate, caseId);
    const { opened } = readable(state, callerOf(call).agency);
    return app.seal(opened.clientId, PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE, caseAggregate, caseId, text);
  },
  decide: async (request, call, decide) => {
    const { etag, position } = await app.execute(caseAggregate, request.caseId, request, call, { decide });
    return { etag, position };
  },
});
