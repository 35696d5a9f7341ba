import type { Network } from '@accompany/client';
import type { CaseTrace } from '@accompany/contracts/timeline/v1/service';
import type { Span } from '@accompany/local/traces';
import { EXIT, Failure } from '../exit.js';

/** The newest traces of a case, oldest first, and how many of its events were recorded in none. */
export type TracesOfCase = { readonly traces: readonly CaseTrace[]; readonly untracedEvents: number };

/** Asks in which traces a case was recorded: the newest `most` of them. */
export const tracesOfCase = async ({ timeline }: Network, caseId: string, most: number): Promise<TracesOfCase> => {
  const traces: CaseTrace[] = [];
  let untracedEvents = 0;
  let pageToken = '';
  do {
    const page = await timeline.listCaseTraces({ caseId, pageSize: Math.min(200, most - traces.length), pageToken });
    traces.push(...page.traces);
    ({ nextPageToken: pageToken, untracedEvents } = page);
  } while (pageToken !== '' && traces.length < most);
  return { traces: traces.reverse(), untracedEvents };
};

/** The spans that the network keeps of a trace, and those that link to it; none when it is no longer kept. */
export const keptSpans = async (keeper: string, traceId: string): Promise<Span[]> => {
  const answer = await fetch(`${keeper}/traces/${traceId}`, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (answer?.ok) return (await answer.json()) as Span[];
  throw new Failure(`what keeps the traces of this network does not answer at ${keeper}. \`accompany up\` holds it.`, EXIT.unreachable);
};
