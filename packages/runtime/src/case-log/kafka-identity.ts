import { type KafkaOptions, withAdmin } from './kafka-client.js';

/** A cluster gets its id when its storage is made: one that lost all its data has another. Rejects when no broker answers. */
export const identityOf = (brokers: string[], options: KafkaOptions): Promise<string> =>
  withAdmin(brokers, options, async (admin) => (await admin.describeCluster()).clusterId);

/**
 * For a consumer that connected anew: it goes on at the offset where it was, and in a log that was made anew other records lie there,
 * so that those before them would be passed over. It has to end, and the next one begins where its group is in that log.
 * @throws Error when the log is not the one that the consumer began with
 */
export const expectSame = async (log: string, brokers: string[], options: KafkaOptions): Promise<void> => {
  if ((await identityOf(brokers, options)) !== log) throw new Error('the log is another one than the consumer began with');
};
