import type { Held } from '../demo/start.js';
import { eventually } from '../journey.js';
import { bold, dim, say } from '../output.js';
import { keptSpans, tracesOfCase } from './of-case.js';
import { extentOf, shortName, traceTree } from './tree.js';

/** What the demo shows a trace of: one call, which changes what another service holds. */
const SHOWN = 'ReferralAccepted';

/** Shows one command of a case, and what it caused in other services, with its timings; nothing where traces are not kept. */
export const tellTrace = async ({ as, state: { traces: keeper, viewer } }: Held, caseId: string): Promise<void> => {
  if (keeper === undefined) return;
  const { traces } = await tracesOfCase(as('operator'), caseId, Number.POSITIVE_INFINITY);
  const shown = traces.findLast(({ eventTypes }) => eventTypes.some((type) => shortName(type) === SHOWN));
  if (shown === undefined) return;
  const { traceId } = shown;
  const spans = await eventually('the spans of the trace', async () => {
    const kept = await keptSpans(keeper, traceId);
    return kept.some((span) => span.traceId === traceId && span.parentId === '') ? kept : undefined;
  });
  say(`\n${bold('How A21’s acceptance went through the network')}  ${dim(extentOf(traceId, spans))}\n`);
  say(traceTree(traceId, spans));
  say(dim(`\n  the others, while the network runs: accompany trace ${caseId.slice(0, 8)}`));
  if (viewer !== undefined) say(`  ${viewer}traces/${traceId}`);
};
