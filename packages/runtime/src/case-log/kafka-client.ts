import { createRequire } from 'node:module';
import { type ISocketFactory, Kafka, type LogEntry, logLevel, type RetryOptions } from 'kafkajs';
import type { Logger } from 'pino';

/** What kafkajs keeps inside that is touched here; pinned with the exact version 2.2.4 and its tests. */
export type RequestQueue = {
  pending: unknown[];
  inflight: Map<number, { sentAt: number; requestTimeout: number; timeoutRequest(): void }>;
  requestTimeoutIntervalId: NodeJS.Timeout | null;
  scheduleCheckPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  isConnected(): boolean;
  destroy(): void;
};
type Internals = { prototype: RequestQueue };

const require = createRequire(import.meta.url);
const { prototype } = require('kafkajs/src/network/requestQueue') as Internals;
const { errorCodes } = require('kafkajs/src/protocol/error') as { errorCodes: { type: string; message: string }[] };

/**
 * kafkajs 2.2.4 re-arms a timer of 1 ms on every connection for ever, whether anything waits or not. A check is only of use while
 * a request is pending, and one that becomes pending arms it again.
 */
const schedule = prototype.scheduleCheckPendingRequests;
prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length > 0) schedule.call(this);
};

/** How often requests are looked for that wait too long, in milliseconds: kafkajs' own tenth of a second keeps an idle service awake on every connection. */
const OVERDUE_MS = 1_000;

prototype.scheduleRequestTimeoutCheck = function (this: RequestQueue) {
  this.destroy();
  this.requestTimeoutIntervalId = setInterval(() => {
    for (const request of this.inflight.values()) if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
    if (!this.isConnected()) this.destroy();
  }, OVERDUE_MS);
};

// Met while a broker starts, a group forms or a leader moves; kafkajs retries each, yet reports it as an error.
const EXPECTED_TYPES = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'MEMBER_ID_REQUIRED',
  'TOPIC_ALREADY_EXISTS',
]);
const EXPECTED = [
  ...errorCodes.filter(({ type }) => EXPECTED_TYPES.has(type)).map(({ message }) => message),
  // Several processes create the topics at start; a real failure is thrown.
  'Topic creation errors',
  // Few retries are meant: a producer whose send failed is thrown away, so that none goes on with a gap in its sequence.
  'Limiting retries for the idempotent producer',
];

/**
 * kafkajs' log lines in ours. Only named fields go over: its `stack` and error objects can hold whatever a handler threw. What it
 * retries is a warning at most, and the codes of a normal day go to debug.
 */
export const logTo =
  (logger: Logger) =>
  ({ namespace, level, log }: LogEntry): void => {
    const cause = typeof log.error === 'string' ? log.error : undefined;
    const fields = { part: namespace, broker: log.broker, group: log.groupId, retries: log.retryCount, cause };
    const text = `${log.message} ${cause ?? ''}`;
    if (level > logLevel.WARN || EXPECTED.some((known) => text.includes(known))) logger.debug(fields, `kafka: ${log.message}`);
    else if (level === logLevel.WARN || log.retryCount !== undefined || log.message.startsWith('Connection error'))
      logger.warn(fields, `kafka: ${log.message}`);
    else logger.error(fields, `kafka: ${log.message}`);
  };

export type KafkaOptions = {
  logger: Logger;
  clientId: string;
  /** How connections are made; tests lead them through a proxy that they can cut. */
  socketFactory?: ISocketFactory;
};

/** A producer gives up soon: its owner makes a new one, which recovers sooner than kafkajs' own retries (5 s against 26 s measured). */
export const PRODUCER_RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 500, retries: 3 };

/** Joins and topics wait for a broker that is loading; some 6 s in all. */
export const CONSUMER_RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8, restartOnFailure: async () => false };

/** A check asks once: whoever checks asks again by itself. */
export const CHECK_RETRY: RetryOptions = { retries: 0 };

/** kafkajs, set up for a server that is near: short timeouts, and its log in ours. Connects to nothing yet. */
export const kafkaClient = (brokers: string[], options: KafkaOptions, retry: RetryOptions): Kafka =>
  new Kafka({
    brokers,
    clientId: options.clientId,
    ...(options.socketFactory ? { socketFactory: options.socketFactory } : {}),
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry,
    logLevel: options.logger.isLevelEnabled('debug') ? logLevel.INFO : logLevel.WARN,
    logCreator: () => logTo(options.logger),
  });

export type Admin = ReturnType<Kafka['admin']>;

/** An admin connection for one use: topics and lag are asked for rarely, and a new connection needs no recovery. */
export const withAdmin = async <T>(
  brokers: string[],
  options: KafkaOptions,
  use: (admin: Admin) => Promise<T>,
  retry: RetryOptions = CONSUMER_RETRY,
): Promise<T> => {
  const admin = kafkaClient(brokers, options, retry).admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
};
