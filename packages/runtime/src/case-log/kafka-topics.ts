import kafkajs from 'kafkajs';
import pRetry from 'p-retry';
import type { Admin } from './kafka-client.js';
import { type CheckedTopic, checkTopic, type FoundTopic, type WantedTopic } from './topic-check.js';

// Node does not see this name among the exports of a CommonJS module.
const { ConfigResourceTypes } = kafkajs;

/** What a broker says of a topic that was made a moment ago, until it serves it. */
const SOON = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

/** Kept for ever and never compacted: the log is what copies are made from. */
const KEEPING = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/** Creates the topics that are missing. Those that exist stay as they are. */
export const createMissing = async (admin: Admin, topics: readonly WantedTopic[]): Promise<void> => {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(({ name }) => !existing.has(name));
  if (missing.length === 0) return;
  const replicas = Math.min(3, (await admin.describeCluster()).brokers.length);
  // "Acknowledged by all" of one replica would promise little, so with three of them two must have it.
  const config = { ...KEEPING, 'min.insync.replicas': replicas > 2 ? '2' : '1' };
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await admin.createTopics({
    topics: missing.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions, replicationFactor: replicas, configEntries })),
  });
};

/** How the topics are, in the order given. */
export const checkAll = async (admin: Admin, topics: readonly WantedTopic[]): Promise<CheckedTopic[]> => {
  const existing = new Set(await admin.listTopics());
  const names = topics.map(({ name }) => name).filter((name) => existing.has(name));
  const found = names.length === 0 ? new Map<string, FoundTopic>() : await find(admin, names);
  return topics.map((topic) => checkTopic(topic, found.get(topic.name)));
};

const find = async (admin: Admin, names: string[]): Promise<Map<string, FoundTopic>> => {
  const metadata = await pRetry(() => admin.fetchTopicMetadata({ topics: names }), {
    ...{ retries: 8, minTimeout: 50, maxTimeout: 1_000 },
    shouldRetry: ({ error }) => SOON.has((error as { type?: string }).type ?? ''),
  });
  const configNames = [...Object.keys(KEEPING), 'min.insync.replicas'];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames })),
  });
  return new Map(
    metadata.topics.map(({ name, partitions }) => {
      const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
      const of = (config: string): string => entries.find(({ configName }) => configName === config)?.configValue ?? '';
      const keeping = {
        replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        minInSync: Number(of('min.insync.replicas')),
        ...{ retentionMs: of('retention.ms'), retentionBytes: of('retention.bytes'), cleanup: of('cleanup.policy') },
      };
      return [name, { partitions: partitions.length, keeping }];
    }),
  );
};
