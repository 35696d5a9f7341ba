import { randomUUID } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import pino from 'pino';
import { expect, test } from 'vitest';
import { chunksOf } from './chunks.js';
import { openCaseLog } from './open.js';
import { partitionFor } from './partition.js';

test('a key lands where Kafka’s default partitioner puts it', () => {
  const theirs = Partitioners.DefaultPartitioner();
  const keys = ['', 'a', 'ab', 'abc', 'abcd', 'ករណី', '\u0000', ...Array.from({ length: 500 }, () => randomUUID())];
  for (const partitions of [1, 8, 13]) {
    const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({ partitionId, leader: 1 }) as never);
    for (const key of keys)
      expect(partitionFor(key, partitions)).toBe(theirs({ topic: 't', partitionMetadata, message: { key, value: null } }));
  }
});

test('a long send is cut by count and by bytes, in order and with nothing lost', () => {
  const record = (bytes: number, n: number) => ({ key: String(n), value: new Uint8Array(bytes), headers: {} });
  const small = Array.from({ length: 1_201 }, (_, n) => record(10, n));
  expect([...chunksOf(small)].map((chunk) => chunk.length)).toEqual([500, 500, 201]);
  expect([...chunksOf(small)].flat()).toEqual(small);
  const large = Array.from({ length: 5 }, (_, n) => record(256 * 1024, n));
  expect([...chunksOf(large)].map((chunk) => chunk.length)).toEqual([2, 2, 1]);
  expect([...chunksOf([record(2_000_000, 0)])].length).toBe(1);
  expect([...chunksOf([])]).toEqual([]);
});

test('a case log of another scheme is refused', () =>
  expect(openCaseLog('redis://localhost', { logger: pino({ level: 'silent' }), clientId: 'test' })).rejects.toThrow('not redis://'));
