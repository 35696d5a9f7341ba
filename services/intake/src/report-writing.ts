import type { Sealed } from '@accompany/contracts/common/v1/common';
import type { DecisionContext } from '@accompany/domain';
import type { App, Call, Mutation, Standing } from '@accompany/runtime';
import { callerOf } from './caller.js';
import { type Event, type Report, readable, reportAggregate } from './report.js';
import { narrativeSealer } from './report-sealing.js';

type OfReport = Mutation & { readonly reportId: string };

/** What the handlers of a known report have in common. */
export type ReportWriting = {
  /** Seals a text about the report's child; only for agencies that may see the report. */
  readonly seal: (reportId: string, call: Call, text: string) => Promise<Sealed | undefined>;
  /** Carries a decision out. */
  readonly decide: (request: OfReport, call: Call, decide: (state: Report, context: DecisionContext) => Event[]) => Promise<Standing>;
};

export const reportWriting = (app: App): ReportWriting => ({
  seal: async (reportId, call, text) => {
    const { state } = await app.load(reportAggregate, reportId);
    const { received } = readable(state, callerOf(call).agency);
    return narrativeSealer(app, received.clientId, reportId)(text);
  },
  decide: async (request, call, decide) => {
    const { etag, position } = await app.execute(reportAggregate, request.reportId, request, call, { decide });
    return { etag, position };
  },
});
