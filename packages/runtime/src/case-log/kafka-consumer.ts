import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import { createBookmark } from './bookmark.js';
import type { ConsumeOptions, LogConsumer, ReceivedRecord } from './case-log.js';
import { BATCH } from './chunks.js';
import { CONSUMER_RETRY, type KafkaOptions, kafkaClient } from './kafka-client.js';
import { expectSame, identityOf } from './kafka-identity.js';
import { watchSockets } from './kafka-sockets.js';
import { settlement } from './lifecycle.js';

// Node does not see this name among the exports of a CommonJS module.
const { KafkaJSNonRetriableError } = kafkajs;

const HEARTBEAT_MS = 1_000;
const JOIN_DEADLINE_MS = 10_000;
const RETRY_MS = 200;
const COMMIT_MS = 500;
/** Partitions whose batches may be under way at once: as many as there are, so that what one fetch brings of all of them can go together. */
const AT_ONCE = 8;

/**
 * A member of a group on Kafka: see `LogConsumer`. kafkajs gives a join up at once when the coordinator is loading or moving, as it is
 * on a broker that has just started; this tries again for ten seconds.
 */
export const consume = async (brokers: string[], consumption: ConsumeOptions, options: KafkaOptions): Promise<LogConsumer> => {
  const deadline = Date.now() + JOIN_DEADLINE_MS;
  for (;;) {
    try {
      return await join(brokers, consumption, options);
    } catch (error) {
      if (Date.now() > deadline || !isRetriable(error)) throw error;
      options.logger.debug({ group: consumption.group }, 'the group cannot be joined yet; trying again');
      await delay(RETRY_MS);
    }
  }
};

const join = async (brokers: string[], { group, topics, onBatch }: ConsumeOptions, options: KafkaOptions): Promise<LogConsumer> => {
  const end = settlement();
  const sockets = watchSockets(options.socketFactory);
  const log = await identityOf(brokers, options);
  const consumer = kafkaClient(brokers, { ...options, socketFactory: sockets.factory }, CONSUMER_RETRY).consumer({
    groupId: group,
    sessionTimeout: 30_000,
    // How long a dead member holds up the group when another joins; a batch is done long before.
    rebalanceTimeout: 6_000,
    heartbeatInterval: HEARTBEAT_MS,
    // How long `stop` waits for an idle fetch; new records end it at once.
    maxWaitTimeInMs: 1_000,
    allowAutoTopicCreation: false,
    // A consumer takes the number of retries from here, not from the client.
    retry: CONSUMER_RETRY,
  });
  let crash: Error | undefined;
  consumer.on('consumer.crash', ({ payload }) => {
    crash = payload.error;
    end.reject(originOf(payload.error));
  });
  const bookmark = createBookmark(COMMIT_MS, (error) => options.logger.debug({ err: error, group }, 'an offset was not committed'));
  let beat = 0;
  let trusted = 0;
  const eachBatch = async ({ batch, isRunning, resolveOffset, heartbeat, ...offsets }: EachBatchPayload) => {
    const { topic, partition, messages } = batch;
    const losses = sockets.losses();
    if (losses > trusted)
      await expectSame(log, brokers, options).catch((error: unknown) => {
        throw new BatchFailed(`the log of ${topic} is in doubt`, error);
      });
    trusted = losses;
    for (let from = 0; from < messages.length && isRunning(); from += BATCH) {
      const records = messages.slice(from, from + BATCH).map((message) => received(topic, partition, message));
      await onBatch({ topic, partition, records }).catch(async (error: unknown) => {
        await bookmark.settled();
        throw new BatchFailed(`the handler of ${topic} failed in partition ${partition} at offset ${records[0]?.offset}`, error);
      });
      resolveOffset(String(records.at(-1)?.offset));
      bookmark.set(() => offsets.commitOffsetsIfNecessary(offsets.uncommittedOffsets()));
      if (!isRunning()) await bookmark.settled();
      if (Date.now() - beat < HEARTBEAT_MS) continue;
      beat = Date.now();
      await heartbeat();
    }
  };
  try {
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: AT_ONCE, eachBatch });
    // A join that failed is reported as a crash, and only there.
    if (crash) throw crash;
  } catch (error) {
    await consumer.disconnect();
    throw error;
  }
  return {
    stop: async () => {
      await bookmark.settled();
      await Promise.race([consumer.disconnect(), end.done.catch(() => undefined)]);
      end.resolve();
    },
    done: end.done,
  };
};

/** Not retriable: kafkajs would call again with the same records at once. Its message holds nothing of what the handler threw. */
class BatchFailed extends KafkaJSNonRetriableError {
  readonly origin: unknown;

  constructor(message: string, origin: unknown) {
    super(message);
    this.origin = origin;
  }
}

const originOf = (error: Error): unknown => {
  if (error instanceof BatchFailed) return error.origin;
  return error.cause instanceof Error ? originOf(error.cause) : error;
};

const isRetriable = (error: unknown): boolean =>
  error instanceof Error && (('retriable' in error && error.retriable === true) || isRetriable(error.cause));

const received = (topic: string, partition: number, { key, value, headers, offset }: KafkaMessage): ReceivedRecord => ({
  topic,
  partition,
  offset,
  key: key?.toString() ?? '',
  value: value ?? new Uint8Array(),
  headers: textsOf(headers ?? {}),
});

// A loop, because it is run a dozen times for each event.
const textsOf = (headers: NonNullable<KafkaMessage['headers']>): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const name in headers) texts[name] = String(headers[name] ?? '');
  return texts;
};
