import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freshDatabase, startNetwork } from '@accompany/local';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { accompany } from './testing.js';

const kafka = process.env.ACCOMPANY_KAFKA as string;

const topics = (...args: string[]) => accompany(['topics', ...args]);

test('missing topics are told, created when asked for, and then as they must be', async () => {
  const at = `${kafka}/${randomUUID()}`;
  const missing = await topics('--kafka', at, '--json');
  expect(missing.code).toBe(5);
  const message = expect.stringContaining('does not exist. `accompany topics --create` creates it');
  expect(JSON.parse(missing.out)).toMatchObject(['case', 'network'].map(() => ({ faults: [{ setting: 'topic', message }] })));
  const created = await topics('--kafka', at, '--create');
  expect(created).toMatchObject({ code: 0, err: '' });
  expect(created.out).toMatch(/case-events\.v1 +8 +for ever +no +1 +1\n.*network-events\.v1 +1 +for ever +no +1 +1/);
});

test('a topic that would lose events: a service refuses to start with the reason, and the command says the same', async () => {
  const network = randomUUID();
  const admin = new Kafka({ brokers: [kafka], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
  await admin.createTopics({ topics: [{ topic: `${network}.case-events.v1`, numPartitions: 3, configEntries }] });
  await admin.disconnect();
  const reasons = [
    /case-events\.v1 has 3 partitions where 8 are expected/,
    /case-events\.v1 has cleanup\.policy=compact where delete is expected/,
  ];

  const started = startNetwork({ services: ['directory'], kafka: `${kafka}/${network}`, fresh: true, stateFile: false });
  const refusal = await started.then(
    () => expect.unreachable('it started'),
    (error: Error) => error.message,
  );
  const fatal = refusal.split('\n').filter((line) => /"level":"?(fatal|60)/.test(line));
  expect(fatal).toHaveLength(1);
  const { code, out } = await topics('--kafka', `${kafka}/${network}`);
  expect(code).toBe(5);
  for (const reason of reasons) {
    expect(fatal[0]).toMatch(reason);
    expect(out).toMatch(reason);
  }
});

test('the embedded log of a state file has nothing to lose events by', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'accompany-topics-'));
  const database = await freshDatabase('topics');
  const state = join(folder, 'state.json');
  await writeFile(state, JSON.stringify({ services: {}, certificates: folder, caseLog: database.ownerUrl }));
  expect((await topics('--state', state)).code).toBe(5);
  const { code, out } = await topics('--state', state, '--create');
  expect(code).toBe(0);
  expect(out).toMatch(/case-events\.v1 +8 +for ever +no\n/);
  expect(out).toContain('The embedded log keeps every event for ever');
  await database.drop();
  await rm(folder, { recursive: true });
});

test('a log that is away is said to be, without a stack', async () => {
  const { code, err, out } = await topics('--kafka', `127.0.0.1:${await freePort()}`);
  expect(code).toBe(3);
  expect(out).toBe('');
  expect(err).toMatch(/the log at 127\.0\.0\.1:\d+ cannot be asked: .*Is it running, and is this its address\?/);
  expect(err).not.toMatch(/^\s+at /m);
});
