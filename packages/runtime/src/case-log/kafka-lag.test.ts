import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lagOf } from './kafka-lag.js';

const kafka = new Kafka({ brokers: [String(process.env.ACCOMPANY_KAFKA)], logLevel: logLevel.NOTHING });
const admin = kafka.admin();
const topic = `ages-${randomUUID()}`;
const AGES = [3 * 86_400, 7_200, 90, 5, 0];
const writtenAt: number[] = [];
const groupAt = (next: number) => `${topic}-${next}`;

/** One partition holds a record of each age, the other none; a group has read up to each of them, and one all. */
beforeAll(async () => {
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '-1' }] }] });
  const moves = [...AGES, undefined].map((_, next) =>
    admin.setOffsets({ groupId: groupAt(next), topic, partitions: [{ partition: 0, offset: String(next) }] }),
  );
  await Promise.all(moves);
  const producer = kafka.producer();
  await producer.connect();
  writtenAt.push(...AGES.map((seconds) => Date.now() - seconds * 1_000));
  await producer.send({ topic, messages: writtenAt.map((time) => ({ partition: 0, value: 'x', timestamp: String(time) })) });
  await producer.disconnect();
});

afterAll(() => admin.disconnect());

test.each(AGES.map((seconds, next) => ({ seconds, next })))('the oldest record not read is $seconds s old', async ({ next }) => {
  const [first, second] = await lagOf(admin, groupAt(next), [topic]);
  const [told, really] = [Date.now() - Number(first?.oldestAt), Date.now() - Number(writtenAt[next])];
  expect(first).toMatchObject({ topic, partition: 0, events: AGES.length - next });
  expect(told).toBeGreaterThan(really * 0.93 - 1_500);
  expect(told).toBeLessThan(really + 1_500);
  expect(second).toEqual({ topic, partition: 1, events: 0, oldestAt: undefined });
});

test('a group that never read is behind by all, one that read all by nothing', async () => {
  expect((await lagOf(admin, randomUUID(), [topic]))[0]).toMatchObject({ events: AGES.length });
  expect((await lagOf(admin, groupAt(AGES.length), [topic]))[0]).toEqual({ topic, partition: 0, events: 0, oldestAt: undefined });
});
