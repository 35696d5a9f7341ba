import pRetry from 'p-retry';
import type { Admin } from './kafka-client.js';

/** What a broker says of a topic that was made a moment ago, until it serves it. */
const SOON = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

/** Creates the topics that are missing, kept for ever and never compacted, and checks the partitions of those that exist. */
export const createMissing = async (admin: Admin, topics: { name: string; partitions: number }[]): Promise<void> => {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(({ name }) => !existing.has(name));
  if (missing.length > 0) {
    const replicas = Math.min(3, (await admin.describeCluster()).brokers.length);
    // "Acknowledged by all" of one replica would promise little, so with three of them two must have it.
    const config = {
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'min.insync.replicas': replicas > 2 ? '2' : '1',
    };
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    await admin.createTopics({
      topics: missing.map(({ name, partitions }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: replicas,
        configEntries,
      })),
    });
  }
  const metadata = await pRetry(() => admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) }), {
    ...{ retries: 8, minTimeout: 50, maxTimeout: 1_000 },
    shouldRetry: ({ error }) => SOON.has((error as { type?: string }).type ?? ''),
  });
  for (const { name, partitions } of topics) {
    const found = metadata.topics.find((topic) => topic.name === name)?.partitions.length;
    if (found !== partitions) throw new Error(`topic ${name} has ${found} partitions where ${partitions} are expected`);
  }
};
