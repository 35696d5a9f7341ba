import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { CaseLog, LogConsumer, ReceivedRecord } from './case-log/case-log.js';
import { isUnreachable } from './errors.js';
import { FEW, gathering } from './gathering.js';
import { handleBatch } from './handling.js';
import type { Logger } from './log.js';
import { createPassing } from './passing.js';
import type { Projection } from './reaction.js';
import { TOPICS } from './topics.js';

/** A running consumer of the log. */
export type Consumer = {
  /** Resolves when something was committed, at the latest after `ms`. */
  committed(ms: number): Promise<void>;
  stop(): Promise<void>;
};

export type ConsumerOptions = {
  readonly group: string;
  readonly db: Pool;
  readonly caseLog: CaseLog;
  readonly projections: readonly Projection[];
  readonly logger: Logger;
};

const RETRY_MS = 1_000;
/**
 * After a few events that concern nobody here it takes a breath, in milliseconds, and then fetches more at once: each fetch costs
 * broker and service more than the events in it. Whoever was just concerned fetches on without one, and so does one who is waited for.
 */
const BREATH_MS = 100;

/**
 * Reads the log for all projections of a service. Each event takes effect once: checkpoint and effect are one
 * transaction. A case whose event fails is parked with all that follows; other cases go on. When the database or the
 * log is away it tries again for as long as it runs.
 */
export const startConsumer = (options: ConsumerOptions): Consumer => {
  const stopping = new AbortController();
  const commits = new EventEmitter().setMaxListeners(0);
  const topics = [...new Set(options.projections.flatMap((projection) => projection.topics.map((topic) => TOPICS[topic].name)))];
  let current: LogConsumer | undefined;
  let breath = new AbortController();
  let waiting = 0;
  const passing = createPassing(
    options.db,
    () => commits.emit('commit'),
    (err) => options.logger.warn({ err }, 'checkpoints were not written; they go with the next'),
  );

  const handle = (topic: string, records: readonly ReceivedRecord[]): Promise<boolean> => {
    const projections = options.projections.filter((projection) => projection.topics.some((one) => TOPICS[one].name === topic));
    return patiently(() => handleBatch({ ...options, projections, passing }, records), options.logger, stopping.signal);
  };
  const gathered = new Map<string, (records: readonly ReceivedRecord[]) => Promise<boolean>>(
    topics.map((topic) => [topic, gathering((records) => handle(topic, records))]),
  );

  const onBatch = async ({ topic, records }: { topic: string; records: ReceivedRecord[] }): Promise<void> => {
    const handleTogether = gathered.get(topic);
    if (handleTogether === undefined) throw new Error('records came of a topic that was not asked for');
    const concerned = await handleTogether(records);
    if (concerned) commits.emit('commit');
    else if (records.length < FEW && waiting === 0) await delay(BREATH_MS, undefined, { signal: breath.signal }).catch(() => {});
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        current = await options.caseLog.consume({ group: options.group, topics, onBatch });
        // Stopped while it was still joining: nobody could stop it then.
        if (!stopping.signal.aborted) await current.done;
      } catch (error) {
        if (!stopping.signal.aborted) options.logger.warn({ err: error }, 'consumer interrupted; it goes on from its checkpoint');
      }
      await current?.stop().catch(() => {});
      current = undefined;
      await delay(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const done = topics.length === 0 ? Promise.resolve() : run();
  return {
    committed: async (ms) => {
      waiting += 1;
      breath.abort();
      breath = new AbortController();
      await once(commits, 'commit', { signal: AbortSignal.timeout(ms) }).catch(() => {});
      waiting -= 1;
    },
    stop: async () => {
      stopping.abort();
      breath.abort();
      await current?.stop().catch(() => {});
      await done;
      await passing.flush();
    },
  };
};

/** Repeats work that failed because a server is away, until it succeeds or the consumer stops. */
const patiently = async <Result>(work: () => Promise<Result>, logger: Logger, signal: AbortSignal): Promise<Result> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnreachable(error) || signal.aborted) throw error;
      logger.warn({ err: error }, 'a dependency is away; the batch waits');
      await delay(RETRY_MS, undefined, { signal });
    }
  }
};
