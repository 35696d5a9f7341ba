const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** The hash of Kafka's default partitioner, so that every client of the log, and the embedded log, put a key in one place. */
export const murmur2 = (data: Buffer): number => {
  const whole = data.length & ~3;
  let h = SEED ^ data.length;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(data.readInt32LE(i), M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  if (whole < data.length) {
    for (let i = data.length - 1; i >= whole; i -= 1) h ^= data.readUInt8(i) << (8 * (i - whole));
    h = Math.imul(h, M);
  }
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
};

/** The partition of a key among so many. */
export const partitionFor = (key: string, partitions: number): number => (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;

/** Partition counts of the topics that are known, for both adapters' `partitionOf`. */
export const partitionTable = () => {
  const counts = new Map<string, number>();
  return {
    set: (topic: string, partitions: number) => counts.set(topic, partitions),
    partitionOf: (topic: string, key: string): number => {
      const partitions = counts.get(topic);
      if (partitions === undefined) throw new Error(`topic ${topic} is not known yet: call ensureTopics first`);
      return partitionFor(key, partitions);
    },
  };
};
