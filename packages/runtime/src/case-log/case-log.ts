import type { Logger } from 'pino';
import type { CheckedTopic, WantedTopic } from './topic-check.js';

export type { CheckedTopic } from './topic-check.js';

/** One event on its way: the key decides the partition, and only records of one key keep their order. */
export type LogRecord = { key: string; value: Uint8Array; headers: Record<string, string> };

/** A record as it was read. Offsets count up per partition and are only compared within one. */
export type ReceivedRecord = LogRecord & { topic: string; partition: number; offset: string };

export type LogProducer = {
  /**
   * Resolves when every record is acknowledged by all replicas. Rejects within a few seconds when the server is away; then some
   * of the records may be in the log all the same. The producer is of no more use: close it, make a new one, send again.
   * Records sent twice can come after later ones, so consumers drop what they have seen by stream and version, not by offset.
   */
  send(topic: string, records: LogRecord[]): Promise<void>;
  /** False once a connection was lost: what is there now may be another log. Such a producer sends nothing more. */
  isIntact(): boolean;
  close(): Promise<void>;
};

export type LogConsumer = {
  /** Takes no further batch, waits for the current one and its commit, and leaves the group, so that others take over at once. */
  stop(): Promise<void>;
  /** Resolves after `stop`. Rejects when a batch failed (with that error) or when the server stayed away: the process should end. */
  done: Promise<void>;
};

export type Batch = { topic: string; partition: number; records: ReceivedRecord[] };

export type ConsumeOptions = {
  /** Members of one group share the partitions; all of them consume the same topics. */
  group: string;
  topics: string[];
  /** At most `BATCH` records of one partition, in order; several partitions may be under way at once. Offsets are committed after it resolves; when it throws, the consumer ends. */
  onBatch: (batch: Batch) => Promise<void>;
};

/** What a group has still to read of one partition. */
export type ConsumerLag = {
  topic: string;
  partition: number;
  /** Records not committed yet. */
  events: number;
  /** Since when the oldest of them lies in the log, to some percent; undefined when there is none. */
  oldestAt?: Date | undefined;
};

/** The log of events between services: partitioned, in order per key, kept for ever. */
export type CaseLog = {
  /**
   * Creates what is missing. A topic with another number of partitions is an error, because its keys would move and lose their order,
   * and so is one that does not keep all for ever; its one line says what to do.
   */
  ensureTopics(topics: readonly WantedTopic[]): Promise<void>;
  /** How these topics are on the server, in the order given. Creates and changes nothing. */
  checkTopics(topics: readonly WantedTopic[]): Promise<CheckedTopic[]>;
  producer(): Promise<LogProducer>;
  /** From the beginning for a new group, else from the committed offsets. At least once; per partition in order. */
  consume(options: ConsumeOptions): Promise<LogConsumer>;
  /** The partition that `send` uses for a key. Knows the topics that `ensureTopics` was given; throws for others. */
  partitionOf(topic: string, key: string): number;
  /** Which log this is: one that lost all its data, or was put in its place, has another identity. Rejects when the server is away. */
  identity(): Promise<string>;
  /** Resolves when the server answers; rejects within a few seconds when it does not, without trying again and without a log line. */
  check(): Promise<void>;
  /** What the group has not committed yet, by topic and partition. */
  lag(group: string, topics: string[]): Promise<ConsumerLag[]>;
  /** Stops the consumers and closes the producers that are still open. */
  close(): Promise<void>;
};

export type CaseLogOptions = { logger: Logger; clientId: string };
