import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { expect, test, vi } from 'vitest';
import type { CaseLog, ReceivedRecord } from './case-log.js';
import { openCaseLog } from './open.js';

const TOPICS = [{ name: 'events.v1', partitions: 3 }];
const logger = pino({ level: 'silent' });

test('networks that share a server do not hear each other, and call their topics by the same names', async () => {
  const [one, other] = await Promise.all([openNetwork(), openNetwork()]);
  const [heardByOne, heardByOther] = [await listen(one), await listen(other)];
  await send(one, 'of one');
  await send(other, 'of the other');
  await vi.waitFor(() => expect([heardByOne.length, heardByOther.length]).toEqual([1, 1]), 20_000);
  expect(heardByOne[0]).toMatchObject({ topic: 'events.v1', key: 'of one', partition: one.partitionOf('events.v1', 'of one') });
  expect(heardByOther[0]).toMatchObject({ topic: 'events.v1', key: 'of the other' });
  await vi.waitFor(async () => expect((await one.lag('readers', ['events.v1'])).map(({ events }) => events)).toEqual([0, 0, 0]), 10_000);
  expect((await one.lag('readers', ['events.v1']))[0]?.topic).toBe('events.v1');
  await Promise.all([one.close(), other.close()]);
});

const openNetwork = (): Promise<CaseLog> =>
  openCaseLog(`kafka://${process.env.ACCOMPANY_KAFKA}/${randomUUID()}`, { logger, clientId: 'test' });

const listen = async (log: CaseLog): Promise<ReceivedRecord[]> => {
  const heard: ReceivedRecord[] = [];
  await log.ensureTopics(TOPICS);
  await log.consume({ group: 'readers', topics: ['events.v1'], onBatch: async ({ records }) => void heard.push(...records) });
  return heard;
};

const send = async (log: CaseLog, key: string): Promise<void> => {
  const producer = await log.producer();
  await producer.send('events.v1', [{ key, value: Buffer.from('x'), headers: {} }]);
  await producer.close();
};
