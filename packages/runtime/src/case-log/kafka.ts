import type { CaseLog } from './case-log.js';
import { CHECK_RETRY, type KafkaOptions, PRODUCER_RETRY, withAdmin } from './kafka-client.js';
import { consume } from './kafka-consumer.js';
import { identityOf } from './kafka-identity.js';
import { lagOf } from './kafka-lag.js';
import { produce } from './kafka-producer.js';
import { checkAll, createMissing } from './kafka-topics.js';
import { openThings } from './lifecycle.js';
import { partitionTable } from './partition.js';
import { faultsInWords } from './topic-check.js';

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
