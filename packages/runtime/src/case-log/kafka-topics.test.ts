import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseLog } from './case-log.js';
import { openCaseLog } from './open.js';

const address = String(process.env.ACCOMPANY_KAFKA);
const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).admin();
const network = randomUUID();
const wanted = (name: string) => ({ name, partitions: 2 });
let log: CaseLog;

beforeAll(async () => {
  await admin.connect();
  log = await openCaseLog(`kafka://${address}/${network}`, { logger: pino({ level: 'silent' }), clientId: 'topics' });
});

afterAll(async () => {
  await log.close();
  await admin.disconnect();
});

/** A topic that somebody else made. */
const made = async (over: Record<string, string>, numPartitions = 2): Promise<string> => {
  const name = randomUUID();
  const entries = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1', ...over };
  const configEntries = Object.entries(entries).map(([of, value]) => ({ name: of, value }));
  await admin.createTopics({ topics: [{ topic: `${network}.${name}`, numPartitions, configEntries }] });
  return name;
};

test('a topic that we make is as it must be, and says how it is kept', async () => {
  const name = randomUUID();
  expect(await log.checkTopics([wanted(name)])).toMatchObject([{ found: undefined, faults: [{ setting: 'topic' }] }]);
  await log.ensureTopics([wanted(name)]);
  const keeping = { replicas: 1, minInSync: 1, retentionMs: '-1', retentionBytes: '-1', cleanup: 'delete' };
  expect(await log.checkTopics([wanted(name)])).toEqual([{ name: `${network}.${name}`, found: { partitions: 2, keeping }, faults: [] }]);
});

test.each([
  ['of another number of partitions', {}, 3, 'has 3 partitions where 2 are expected', 'partitions'],
  ['that is compacted', { 'cleanup.policy': 'compact' }, 2, 'has cleanup.policy=compact where delete is expected', 'cleanup.policy'],
  ['that forgets by time', { 'retention.ms': '604800000' }, 2, 'has retention.ms=604800000 where -1 is expected', 'retention.ms'],
  ['that forgets by size', { 'retention.bytes': '1000000' }, 2, 'has retention.bytes=1000000 where -1 is expected', 'retention.bytes'],
])('a topic %s is refused in one line that says what to do', async (_which, over, partitions, words, setting) => {
  const [good, bad] = [await made({}), await made(over, partitions)];
  const refusal: Error = await log.ensureTopics([good, bad].map(wanted)).then(
    () => expect.unreachable('it was taken'),
    (error: Error) => error,
  );
  expect(refusal.message).toMatch(`topic ${network}.${bad} ${words}`);
  expect(refusal.message).toContain('accompany republish');
  expect(refusal.message).not.toMatch(/\n/);
  expect(refusal.message).not.toContain(good);
  expect((await log.checkTopics([good, bad].map(wanted))).map(({ faults }) => faults.map((one) => one.setting))).toEqual([[], [setting]]);
});
