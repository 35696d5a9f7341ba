import { CaseTrace } from '@accompany/contracts/timeline/v1/service';
import { type Command, InvalidArgumentError } from 'commander';
import { findCase } from '../arguments.js';
import { Failure } from '../exit.js';
import { withNetwork } from '../network.js';
import { globals } from '../options.js';
import { bold, dim, say, sayJson } from '../output.js';
import { keptSpans, type TracesOfCase, tracesOfCase } from '../trace/of-case.js';
import { shortName, traceTree } from '../trace/tree.js';

const NEWEST = 5;

const count = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('expected a number from 1.');
  return Number(text);
};

/** `accompany trace <case>`: each command of a case with all that it caused, over the services, as a tree with timings. */
export const traceCommand = (program: Command): void => {
  program
    .command('trace')
    .description('show the traces of a case as trees: what each command caused, in which service, and how long it took')
    .argument('<case>', 'id of the case, or its first letters')
    .option('--limit <number>', 'how many traces, from the newest back', count, NEWEST)
    .option('--all', 'all traces of the case')
    .action(async (given: string, { limit, all }: { limit: number; all?: boolean }, command: Command) => {
      const { json, ...options } = globals(command);
      await withNetwork(options, async (network, { traces: keeper }) => {
        const caseId = await findCase(network, given);
        const found = await tracesOfCase(network, caseId, all ? Number.POSITIVE_INFINITY : limit);
        if (keeper === undefined) throw new Failure(notKept(found));
        const withSpans = found.traces.map(async (trace) => ({ trace, spans: await keptSpans(keeper, trace.traceId) }));
        const traces = await Promise.all(withSpans);
        if (json) {
          const told = traces.map(({ trace, spans }) => ({ ...(CaseTrace.toJSON(trace) as object), spans }));
          return sayJson({ caseId, traces: told, untracedEvents: found.untracedEvents });
        }
        say(bold(`Case ${caseId}`));
        if (traces.length === 0) say('\n  no traces');
        for (const { trace, spans } of traces) say(`\n${headOf(trace)}\n${spans.length === 0 ? GONE : traceTree(trace.traceId, spans)}`);
        if (found.untracedEvents > 0) say(dim(`\n${found.untracedEvents} events were recorded while services sent no traces`));
      });
    });
};

const GONE = dim('  no longer kept: the network keeps the newest traces, and only while it runs');

const headOf = ({ traceId, beganAt, eventTypes }: CaseTrace): string =>
  `${bold(eventTypes.map(shortName).join(', '))}\n${dim(`${beganAt?.toISOString()}  trace ${traceId}`)}`;

const notKept = ({ traces }: TracesOfCase): string =>
  [
    'this network keeps no traces: it was started with OTEL_EXPORTER_OTLP_ENDPOINT, or not by `accompany up`.',
    ...(traces.length === 0 ? [] : ['  Look for these where its services send them, the newest last:']),
    ...traces.map(({ traceId }) => `  ${traceId}`),
  ].join('\n');
