import kafkajs from 'kafkajs';
import { within } from '../within.js';
import type { LogProducer } from './case-log.js';
import { chunksOf } from './chunks.js';
import { type KafkaOptions, kafkaClient, PRODUCER_RETRY } from './kafka-client.js';
import { watchSockets } from './kafka-sockets.js';
import { partitionFor } from './partition.js';

// Node does not see this name among the exports of a CommonJS module.
const { KafkaJSNonRetriableError } = kafkajs;

const SEND_DEADLINE_MS = 8_000;

/** A producer on Kafka: see `LogProducer`. It sends one request at a time, each record once. */
export const produce = async (brokers: string[], options: KafkaOptions): Promise<LogProducer> => {
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

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
