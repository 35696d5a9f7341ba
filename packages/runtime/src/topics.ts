/**
 * The topics of the log. The number of partitions is fixed at creation: all events of a case share one.
 * Facts of the network have a single order.
 */
export const TOPICS = {
  case: { name: 'case-events.v1', partitions: 8 },
  network: { name: 'network-events.v1', partitions: 1 },
} as const;

/**
 * The number of a topic's partition among those of all topics, as checkpoints know it: one service may write to both topics, and
 * how far a consumer is in one says nothing of the other.
 */
export const partitionNumber = (topic: string, partition: number): number =>
  topic === TOPICS.network.name ? TOPICS.case.partitions + partition : partition;
