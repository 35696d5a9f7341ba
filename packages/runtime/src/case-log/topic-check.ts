/** A topic as the network needs it. */
export type WantedTopic = { readonly name: string; readonly partitions: number };

/** A topic as it is on the server. */
export type FoundTopic = {
  readonly partitions: number;
  /** How its records are kept; undefined for a log that keeps all of them for ever and leaves no choice. */
  readonly keeping?: {
    readonly replicas: number;
    readonly minInSync: number;
    readonly retentionMs: string;
    readonly retentionBytes: string;
    readonly cleanup: string;
  };
};

/** What is wrong with a topic; the message goes on after its name: what is, what was expected, what to do. */
export type TopicFault = { readonly setting: string; readonly found: string; readonly expected: string; readonly message: string };

/** A topic that was looked at: `name` is what the server calls it; `found` is undefined when it does not exist. */
export type CheckedTopic = { readonly name: string; readonly found: FoundTopic | undefined; readonly faults: readonly TopicFault[] };

/** Judges a topic: its keys may not have moved, and no event may ever leave it. What does not exist is a fault as well. */
export const checkTopic = ({ name, partitions }: WantedTopic, found: FoundTopic | undefined): CheckedTopic => ({
  name,
  found,
  faults: found === undefined ? [MISSING] : [...faultOfPartitions(partitions, found), ...faultsOfKeeping(name, found)],
});

/** All that is wrong with these topics, in one line; undefined when nothing is. */
export const faultsInWords = (topics: readonly CheckedTopic[]): string | undefined => {
  const sentences = topics.flatMap(({ name, faults }) => faults.map(({ message }) => `topic ${name} ${message}`));
  return sentences.length === 0 ? undefined : sentences.join(' ');
};

const MISSING: TopicFault = {
  ...{ setting: 'topic', found: 'none', expected: 'one' },
  message: 'does not exist. `accompany topics --create` creates it, and so does every service when it starts.',
};

const faultOfPartitions = (expected: number, { partitions }: FoundTopic): TopicFault[] => {
  if (partitions === expected) return [];
  const message =
    `has ${partitions} partitions where ${expected} are expected. The number cannot be changed under events, which would lose their order: ` +
    'give the network another name on this server (kafka://host:port/name), and have its services send their events there (`accompany republish`).';
  return [{ setting: 'partitions', found: String(partitions), expected: String(expected), message }];
};

const faultsOfKeeping = (topic: string, { keeping }: FoundTopic): TopicFault[] => {
  if (keeping === undefined) return [];
  const settings = [
    ['cleanup.policy', keeping.cleanup, 'delete'],
    ['retention.ms', keeping.retentionMs, '-1'],
    ['retention.bytes', keeping.retentionBytes, '-1'],
  ] as const;
  return settings
    .filter(([, found, expected]) => found !== expected)
    .map(([setting, found, expected]) => ({
      ...{ setting, found, expected },
      message:
        `has ${setting}=${found} where ${expected} is expected: events would leave it. Set it with \`kafka-configs.sh --bootstrap-server ` +
        `<host:port> --alter --topic ${topic} --add-config ${setting}=${expected}\`; what is gone comes back with \`accompany republish\`.`,
    }));
};
