import type { Committed, Executor } from '@accompany/store';
import { countMetric, recordMetric } from './instruments.js';
import { activeTraceparent, traced } from './spans.js';

/** The executor with a span around each command, which the command's events name as what made them. */
export const tracedExecutor = ({ load, execute }: Executor): Executor => ({
  load,
  execute: (aggregate, id, command) =>
    traced('append', { attributes: { 'accompany.aggregate': aggregate.category } }, () =>
      execute(aggregate, id, { ...command, metadata: { ...command.metadata, traceparent: activeTraceparent() } }),
    ),
});

/** Measures what was committed together. */
export const noteBatch = ({ events, conflicts }: Committed): void => {
  recordMetric('accompany.append.batch_size', events);
  if (conflicts > 0) countMetric('accompany.append.conflicts', conflicts);
};
