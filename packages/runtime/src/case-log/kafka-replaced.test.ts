import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { type Server, startKafka } from '@accompany/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CaseLog, LogRecord } from './case-log.js';
import { openKafkaLog } from './kafka.js';
import { kafkaAdapter, logger } from './suite-servers.js';

/** Two logs behind one address: as when a broker comes back without its data. */
const first = kafkaAdapter();
let second: Server;
const topic = { name: `topic-${randomUUID()}`, partitions: 1 };
/** Where the address leads. */
let there: { port: number; host: string };

const through = (): CaseLog =>
  openKafkaLog([process.env.ACCOMPANY_KAFKA as string], {
    logger,
    clientId: 'test',
    socketFactory: ({ onConnect }) => {
      const socket = connect(there, onConnect);
      sockets.push(socket);
      return socket;
    },
  });
const sockets: ReturnType<typeof connect>[] = [];

const replace = (): void => {
  there = { host: '127.0.0.1', port: Number(second.address.split(':')[1]) };
  for (const socket of sockets.splice(0)) socket.destroy(new Error('the broker is gone'));
};

const records = (count: number, name: string): LogRecord[] =>
  Array.from({ length: count }, (_, nr) => ({ key: 'key', value: Buffer.from(`${name} ${nr}`), headers: {} }));

const fill = async (log: CaseLog, count: number, name: string): Promise<void> => {
  await log.ensureTopics([topic]);
  const producer = await log.producer();
  await producer.send(topic.name, records(count, name));
  await producer.close();
};

beforeAll(async () => {
  second = await startKafka();
  there = first.address();
  await fill(await first.open(), 5, 'old');
  await fill(openKafkaLog([second.address], { logger, clientId: 'test' }), 10, 'new');
});
afterAll(() => second?.stop());

test('a log that was replaced under its clients: it has another identity, nothing is sent to it unseen, nothing in it is passed over', async () => {
  const log = through();
  const identity = await log.identity();
  expect(await log.identity()).toBe(identity);
  const producer = await log.producer();
  const seen: string[] = [];
  const reading = {
    ...{ group: randomUUID(), topics: [topic.name] },
    onBatch: async (batch: { records: { value: Uint8Array }[] }) => void seen.push(...batch.records.map(({ value }) => String(value))),
  };
  const consumer = await log.consume(reading);
  await vi.waitFor(() => expect(seen).toHaveLength(5), 20_000);
  expect(producer.isIntact()).toBe(true);

  replace();
  await vi.waitFor(() => expect(producer.isIntact()).toBe(false), 5_000);
  await expect(producer.send(topic.name, records(1, 'unseen'))).rejects.toThrow();
  expect(await log.identity()).not.toBe(identity);
  await expect(consumer.done).rejects.toThrow();
  expect(seen).toHaveLength(5);
  await log.consume(reading);
  await vi.waitFor(() => expect(seen.slice(5)).toEqual(records(10, 'new').map(({ value }) => String(value))), 20_000);
  await log.close();
});
