/**
 * The topics of the log. The number of partitions is fixed at creation: all events of a case share one.
 * Facts of the network have a single order.
 */
export const TOPICS = {
  case: { name: 'case-events.v1', partitions: 8 },
  network: { name: 'network-events.v1', partitions: 1 },
} as const;
