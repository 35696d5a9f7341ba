import type { CaseLog } from './case-log.js';
import type { WantedTopic } from './topic-check.js';

/**
 * A log whose topics and groups carry the name of a network on the server and their plain names here, so that several networks
 * can share a server.
 * @param network put before each name, with a dot
 */
export const namedLog = (log: CaseLog, network: string): CaseLog => {
  const there = (name: string): string => `${network}.${name}`;
  const here = (topic: string): string => topic.slice(network.length + 1);
  const named = (topics: readonly WantedTopic[]): WantedTopic[] => topics.map((topic) => ({ ...topic, name: there(topic.name) }));
  return {
    ensureTopics: (topics) => log.ensureTopics(named(topics)),
    checkTopics: (topics) => log.checkTopics(named(topics)),
    producer: async () => {
      const producer = await log.producer();
      return { ...producer, send: (topic, records) => producer.send(there(topic), records) };
    },
    consume: ({ group, topics, onBatch }) =>
      log.consume({
        group: there(group),
        topics: topics.map(there),
        onBatch: ({ topic, partition, records }) =>
          onBatch({ topic: here(topic), partition, records: records.map((record) => ({ ...record, topic: here(record.topic) })) }),
      }),
    partitionOf: (topic, key) => log.partitionOf(there(topic), key),
    identity: async () => `${await log.identity()}/${network}`,
    check: log.check,
    lag: async (group, topics) => (await log.lag(there(group), topics.map(there))).map((of) => ({ ...of, topic: here(of.topic) })),
    close: () => log.close(),
  };
};
