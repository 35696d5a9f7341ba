import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Batch, CaseLog, LogConsumer, LogRecord, ReceivedRecord } from './case-log.js';
import { BATCH } from './chunks.js';
import { embeddedAdapter, kafkaAdapter, type Way, wayTo } from './suite-servers.js';

const DEADLINE_MS = 30_000;

/** Waits until something is so; a test that waits in vain says for what. */
const until = async (what: string, condition: () => boolean | Promise<boolean>, within = DEADLINE_MS): Promise<void> => {
  const deadline = Date.now() + within;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${within} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const record = (key: string, n: number): LogRecord => ({ key, value: Buffer.from(String(n)), headers: { n: String(n) } });
const textOf = ({ value }: ReceivedRecord): string => Buffer.from(value).toString();

/** `count` records under `keys` keys; the n-th record of a key has value n. */
const records = (count: number, keys = 20): LogRecord[] =>
  Array.from({ length: count }, (_, i) => record(`key-${i % keys}`, Math.floor(i / keys)));

/** A handler that remembers what it got. */
const memory = () => {
  const batches: Batch[] = [];
  return {
    batches,
    all: () => batches.flatMap((batch) => batch.records),
    onBatch: async (batch: Batch) => void batches.push(batch),
  };
};

describe.each([kafkaAdapter(), embeddedAdapter()])('the case log on $name', (adapter) => {
  let log: CaseLog;
  let topic: string;
  let group: string;

  beforeAll(adapter.start);
  afterAll(adapter.stop);

  beforeEach(async () => {
    topic = `topic-${randomUUID()}`;
    group = `group-${randomUUID()}`;
    log = await adapter.open();
    await log.ensureTopics([{ name: topic, partitions: 4 }]);
  });
  afterEach(() => log.close());

  const send = async (sent: LogRecord[]) => {
    const producer = await log.producer();
    await producer.send(topic, sent);
    await producer.close();
  };
  const consume = (onBatch: (batch: Batch) => Promise<void>, member: CaseLog = log): Promise<LogConsumer> =>
    member.consume({ group, topics: [topic], onBatch });
  const lag = async () => (await log.lag(group, [topic])).reduce((sum, { events }) => sum + events, 0);

  test('keeps the order per key, from the beginning, in bounded batches', async () => {
    const sent = records(6_000);
    await send(sent);
    const seen = memory();
    await consume(seen.onBatch);
    await until('all records', () => seen.all().length >= sent.length);
    for (const key of new Set(sent.map((one) => one.key)))
      expect(
        seen
          .all()
          .filter((one) => one.key === key)
          .map(textOf),
      ).toEqual(Array.from({ length: 300 }, (_, n) => String(n)));
    expect(Math.max(...seen.batches.map((batch) => batch.records.length))).toBe(BATCH);
    for (const batch of seen.batches) expect(batch.records.every((one) => one.partition === batch.partition)).toBe(true);
  });

  test('a record is in the partition that partitionOf names', async () => {
    await send(records(100, 100));
    const seen = memory();
    await consume(seen.onBatch);
    await until('all records', () => seen.all().length === 100);
    for (const one of seen.all()) expect(one.partition).toBe(log.partitionOf(topic, one.key));
    expect(new Set(seen.all().map((one) => one.partition)).size).toBe(4);
    expect(() => log.partitionOf('unknown', 'a')).toThrow('ensureTopics');
  });

  test('each group reads from the beginning, and sees what is sent while it reads', async () => {
    const [one, other] = [memory(), memory()];
    await send(records(50));
    await consume(one.onBatch);
    await until('the first records', () => one.all().length === 50);
    group = `${group}-other`;
    await consume(other.onBatch);
    await send(records(50));
    await until('both to see all', () => one.all().length === 100 && other.all().length === 100);
  });

  test('keys, headers and bytes arrive unchanged', async () => {
    const value = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const headers = { 'content-type': 'application/protobuf', name: 'សុខ ចាន់', quoted: '{"a":"\\"}', empty: '', zero: 'a\u0000b' };
    // Views into larger memory must not drag their surroundings along.
    const within = new Uint8Array([9, 9, 0, 1, 0, 9]).subarray(2, 5);
    const sent = [
      { key: 'ករណី', value, headers },
      { key: 'empty', value: new Uint8Array(), headers: {} },
      { key: 'within', value: within, headers: {} },
      { key: 'large', value: new Uint8Array(256 * 1024).fill(7), headers: {} },
    ];
    await send(sent);
    const seen = memory();
    await consume(seen.onBatch);
    await until('all records', () => seen.all().length === sent.length);
    for (const expected of sent) {
      const found = seen.all().find((one) => one.key === expected.key);
      expect(Buffer.from(found?.value ?? [1]).equals(expected.value)).toBe(true);
      expect(found?.headers).toEqual(expected.headers);
    }
  });

  test('committed offsets survive: a new consumer of the group gets only what is new', async () => {
    const first = memory();
    await send(records(40));
    const consumer = await consume(first.onBatch);
    await until('the first records', () => first.all().length === 40);
    await consumer.stop();
    await expect(consumer.done).resolves.toBeUndefined();
    expect(await lag()).toBe(0);
    await send([record('new', 1)]);
    const second = memory();
    await consume(second.onBatch);
    await until('the new record', () => second.all().length > 0);
    expect(second.all().map((one) => one.key)).toEqual(['new']);
  });

  test('a batch that fails ends the consumer with its error and comes again to the next', async () => {
    await send(records(1_000, 1));
    const before: ReceivedRecord[] = [];
    const failing = await consume(async (batch) => {
      if (before.length >= 400) throw new TypeError('the disk is full');
      before.push(...batch.records);
    });
    await expect(failing.done).rejects.toThrow('the disk is full');
    await failing.stop();
    const after = memory();
    await consume(after.onBatch);
    await until('the rest', () => after.all().some((one) => textOf(one) === '999'));
    const got = [...before, ...after.all()].map((one) => Number(textOf(one)));
    expect(got).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  });

  test('stop waits for the current batch and commits it', async () => {
    await send([record('a', 1)]);
    let finish = (): void => undefined;
    let begun = false;
    const consumer = await consume(async () => {
      begun = true;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await until('the batch to begin', () => begun);
    let stopped = false;
    const stopping = consumer.stop().then(() => {
      stopped = true;
    });
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    finish();
    await stopping;
    expect(await lag()).toBe(0);
  });

  test('two members share the partitions, never one at a time both, and the one that stays takes over', async () => {
    const reading = new Set<number>();
    const ends: string[] = [];
    const member = (name: string, seen: Set<number>) => async (batch: Batch) => {
      if (reading.has(batch.partition)) ends.push(`${name} read partition ${batch.partition} while the other did`);
      reading.add(batch.partition);
      await new Promise(setImmediate);
      seen.add(batch.partition);
      reading.delete(batch.partition);
    };
    const [mine, theirs] = [new Set<number>(), new Set<number>()];
    const other = await adapter.open();
    const producer = await log.producer();
    const untilMore = (what: string, condition: () => boolean) =>
      until(what, async () => {
        await producer.send(topic, records(40, 40));
        return condition();
      });
    await consume(member('the first', mine));
    await untilMore('one member to read all', () => mine.size === 4);
    const second = await consume(member('the second', theirs), other);
    await untilMore('the second member to read two', () => theirs.size === 2);
    mine.clear();
    await untilMore('the first to read the other two', () => mine.size >= 2);
    await second.stop();
    mine.clear();
    await untilMore('the first to read all again', () => mine.size === 4);
    await until('no lag', async () => (await lag()) === 0);
    expect(ends).toEqual([]);
    await other.close();
  });

  test('many senders at once: every record once, offsets without gaps and in order', async () => {
    const seen = memory();
    await consume(seen.onBatch);
    const senders = Array.from({ length: 6 }, async (_, sender) => {
      const producer = await log.producer();
      // Opposite orders of partitions, so that senders that lock as they go would meet.
      const keys = Array.from({ length: 12 }, (_, n) => `key-${sender % 2 ? n : 11 - n}`);
      const sent = keys.map((key) => record(key, sender));
      for (let n = 0; n < 30; n += 1) await producer.send(topic, sent);
      await producer.close();
    });
    await Promise.all(senders);
    await until('all records', () => seen.all().length >= 2_160);
    const offsets = Array.from({ length: 4 }, (_, partition) => seen.all().filter((one) => one.partition === partition));
    expect(offsets.flatMap((list) => list.map((one) => Number(one.offset)))).toEqual(
      offsets.flatMap((list) => Array.from({ length: list.length }, (_, n) => n)),
    );
    expect(seen.all().length).toBe(2_160);
  });

  test('lag counts what the group has not committed', async () => {
    await send(records(30, 30));
    expect(await lag()).toBe(30);
    const seen = memory();
    const consumer = await consume(seen.onBatch);
    await until('no lag', async () => (await lag()) === 0);
    await consumer.stop();
    await send([record('key-1', 1), record('key-1', 2)]);
    const byPartition = await log.lag(group, [topic]);
    expect(byPartition.map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
    expect(byPartition.find(({ partition }) => partition === log.partitionOf(topic, 'key-1'))?.events).toBe(2);
    expect(await lag()).toBe(2);
  });

  test('topics are created once by many at once, and a mismatch says so', async () => {
    const name = `made-${randomUUID()}`;
    const others = await Promise.all(Array.from({ length: 4 }, () => adapter.open()));
    await Promise.all(others.map((other) => other.ensureTopics([{ name, partitions: 3 }])));
    await log.ensureTopics([{ name, partitions: 3 }]);
    await expect(log.ensureTopics([{ name, partitions: 5 }])).rejects.toThrow(`${name} has 3 partitions where 5 are expected`);
  });

  describe('when the server goes away', () => {
    let way: Way;
    let far: CaseLog;
    beforeEach(async () => {
      way = await wayTo(adapter.address());
      far = await adapter.openThrough(way);
    });
    afterEach(async () => {
      await far.close();
      await way.cut();
    });

    test('send rejects within seconds, and a new producer works when it is back', async () => {
      const producer = await far.producer();
      await producer.send(topic, [record('a', 1)]);
      await way.cut();
      const started = Date.now();
      await expect(producer.send(topic, [record('a', 2)])).rejects.toThrow();
      expect(Date.now() - started).toBeLessThan(9_000);
      await producer.close();
      await expect(far.producer()).rejects.toThrow();
      await way.mend();
      const again = await far.producer();
      await again.send(topic, [record('a', 3)]);
      const seen = memory();
      await consume(seen.onBatch);
      await until('the last record', () => seen.all().some((one) => textOf(one) === '3'));
      expect(seen.all().map(textOf)).toEqual(['1', '3']);
    });

    test('a consumer ends with an error, and its partitions move on to another member', async () => {
      const [cut, staying] = [memory(), memory()];
      const lost = await consume(cut.onBatch, far);
      await send(records(40, 40));
      await until('the first member to read', () => cut.all().length === 40);
      await way.cut();
      await expect(lost.done).rejects.toThrow();
      await consume(staying.onBatch);
      await send(records(40, 40));
      await until('the other member to read all', () => new Set(staying.all().map((one) => one.partition)).size === 4, 45_000);
      await way.mend();
    });
  });
});
