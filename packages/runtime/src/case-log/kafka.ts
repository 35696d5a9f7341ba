import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import { within } from '../within.js';
import { createBookmark } from './bookmark.js';
import type { CaseLog, ConsumeOptions, LogConsumer, LogProducer, ReceivedRecord } from './case-log.js';
import { BATCH, chunksOf } from './chunks.js';
import { CHECK_RETRY, CONSUMER_RETRY, type KafkaOptions, kafkaClient, PRODUCER_RETRY, withAdmin } from './kafka-client.js';
import { expectSame, identityOf } from './kafka-identity.js';
import { lagOf } from './kafka-lag.js';
import { watchSockets } from './kafka-sockets.js';
import { checkAll, createMissing } from './kafka-topics.js';
import { openThings, settlement } from './lifecycle.js';
import { partitionFor, partitionTable } from './partition.js';
import { faultsInWords } from './topic-check.js';

// Node does not see this name among the exports of a CommonJS module.
const { KafkaJSNonRetriableError } = kafkajs;

const SEND_DEADLINE_MS = 8_000;
const HEARTBEAT_MS = 1_000;
const JOIN_DEADLINE_MS = 10_000;
const RETRY_MS = 200;
const COMMIT_MS = 500;
/** Partitions whose batches may be under way at once: as many as there are, so that what one fetch brings of all of them can go together. */
const AT_ONCE = 8;

/** The case log in Kafka: see `CaseLog`. Brokers are `host:port`. */
export const openKafkaLog = (brokers: string[], options: KafkaOptions): CaseLog => {
  const table = partitionTable();
  const open = openThings();
  const silent = { ...options, logger: options.logger.child({}, { level: 'silent' }) };
  return {
    ensureTopics: async (topics) => {
      const faults = await withAdmin(brokers, options, async (admin) => {
        await createMissing(admin, topics);
        return faultsInWords(await checkAll(admin, topics));
      });
      if (faults !== undefined) throw new Error(faults);
      for (const { name, partitions } of topics) table.set(name, partitions);
    },
    checkTopics: (topics) => withAdmin(brokers, options, (admin) => checkAll(admin, topics)),
    producer: async () => {
      const producer = await produce(brokers, options);
      return { ...producer, close: open.add(producer.close) };
    },
    consume: async (consumption) => {
      const consumer = await consume(brokers, consumption, options);
      return { ...consumer, stop: open.add(consumer.stop) };
    },
    partitionOf: table.partitionOf,
    identity: () => identityOf(brokers, options),
    check: async () => {
      await withAdmin(brokers, silent, (admin) => admin.describeCluster(), CHECK_RETRY);
    },
    // Asked every few seconds by those who watch: a server that is away is told by them, not by a line for each time.
    lag: (group, topics) => withAdmin(brokers, silent, (admin) => lagOf(admin, group, topics), PRODUCER_RETRY),
    close: open.closeAll,
  };
};

const produce = async (brokers: string[], options: KafkaOptions): Promise<LogProducer> => {
  let closed = false;
  const sockets = watchSockets(options.socketFactory, true);
  const producer = kafkaClient(brokers, { ...options, socketFactory: sockets.factory }, PRODUCER_RETRY).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // kafkajs asks for the partition before each attempt: the one place to stop it from sending on after its owner has given up.
    createPartitioner:
      () =>
      ({ message, partitionMetadata }) => {
        if (closed) throw new KafkaJSNonRetriableError('the producer is closed');
        return partitionFor(String(message.key), partitionMetadata.length);
      },
  });
  await producer.connect();
  return {
    send: async (topic, records) => {
      for (const chunk of chunksOf(records)) {
        const messages = chunk.map(({ key, value, headers }) => ({ key, value: bufferOf(value), headers }));
        const sent = producer.send({ topic, messages, acks: -1, timeout: 5_000 });
        // An attempt that was under way at close may have connected once more.
        sent.catch(() => (closed ? producer.disconnect() : undefined)).catch(() => undefined);
        await within(SEND_DEADLINE_MS, sent, `kafka did not acknowledge within ${SEND_DEADLINE_MS} ms`);
      }
    },
    isIntact: () => sockets.losses() === 0,
    close: async () => {
      closed = true;
      await producer.disconnect();
    },
  };
};

// kafkajs gives a join up at once when the coordinator is loading or moving, as it is on a broker that has just started.
const consume = async (brokers: string[], consumption: ConsumeOptions, options: KafkaOptions): Promise<LogConsumer> => {
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

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
