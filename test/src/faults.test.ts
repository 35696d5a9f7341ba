import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GetStatusResponse } from '@accompany/contracts/operations/v1/service';
import { type ServiceName, startNetwork } from '@accompany/local';
import { TOPICS, toRecord } from '@accompany/runtime';
import { Kafka, logLevel, type Message, Partitioners } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { statuses } from './operations.js';
import { openCase } from './play.js';
import { copiedFrom, storedIn } from './settled.js';

const SERVICES = ['vault', 'directory', 'intake', 'timeline'] as const;
const SECRET = 'planted-secret';
/** Lets a service meet an error that nobody handles, when it is told to. */
const fails = `process.on('SIGUSR2', () => { throw Object.assign(new TypeError('${SECRET}'.toUpperCase()), { code: 'PLANTED' }); })`;
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(fails)}`;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ log: 'own kafka', services: SERVICES, environment: () => ({ NODE_OPTIONS }) });
});
afterAll(() => harness?.stop());

const logOf = async (service: ServiceName): Promise<Record<string, unknown>[]> =>
  (await readFile(join(harness.network.logs, `${service}.log`), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const register = (agencyId: string): Promise<unknown> =>
  harness.operator.directory.registerAgency({ agencyId, name: `Example ${agencyId}`, kinds: [1] });

/** Waits until the timeline holds what a service stored: once, and in its order. */
const allDelivered = (service: ServiceName): Promise<unknown> =>
  eventually(`the timeline holds all of ${service}`, async () => {
    expect(await copiedFrom(harness, service)).toEqual(await storedIn(harness, service));
    return true;
  });

test('a process that meets an error nobody handles ends with one line that names it and no value, and is started again', async () => {
  const before = harness.network.process('directory')?.pid;
  harness.network.signal('directory', 'SIGUSR2');
  await eventually('it runs again', async () => (harness.network.process('directory')?.pid ?? before) !== before);
  await eventually('it serves again', () => register('after-the-error'), 50_000);
  expect(harness.deaths.splice(0)).toEqual([expect.stringMatching(/^directory ended \(exit code 1\)/)]);
  const fatal = (await logOf('directory')).filter(({ level }) => level === 'fatal');
  expect(fatal).toMatchObject([{ err: { name: 'TypeError', code: 'PLANTED', at: expect.any(String) }, origin: 'uncaughtException' }]);
  expect(JSON.stringify(fatal)).not.toContain(SECRET.toUpperCase());
});

test('Kafka is away: commands succeed, the oldest unsent event gets older, and all of it is delivered after, once and in order', async () => {
  await allDelivered('directory');
  await harness.kafka?.kill();
  for (let nr = 0; nr < 5; nr++) await register(`unsent-${nr}`);
  const ofDirectory = async (): Promise<GetStatusResponse | undefined> =>
    (await statuses(harness)).find(({ service }) => service === 'directory');
  const first = await ofDirectory();
  expect(first?.relayedPosition).toBeLessThan(first?.headPosition ?? 0);
  expect(first?.dependencies).toContainEqual({ name: 'postgres', serving: true });
  const ageOf = (status: GetStatusResponse | undefined): number => Number(status?.readAt) - Number(status?.oldestUnsentAt);
  const later = await eventually('it says that the log is away', async () => {
    const status = await ofDirectory();
    return status?.dependencies.some(({ name, serving }) => name === 'case-log' && !serving) && status;
  });
  expect(later?.oldestUnsentAt).toEqual(first?.oldestUnsentAt);
  expect(ageOf(later)).toBeGreaterThan(ageOf(first));
  await harness.kafka?.restart();
  await allDelivered('directory');
  expect(harness.deaths).toEqual([]);
});

const about = (caseId: string, type: string, position = 1): Message => {
  const { key, value, headers } = toRecord('elsewhere', {
    ...{ position, stream: `case-${caseId}`, version: 1, topic: 'case', key: caseId, type, payload: Buffer.from([255, 255]) },
    metadata: JSON.stringify({ actor: { kind: 'service', service: 'elsewhere' }, correlation: 'c' }),
    ...{ occurredAt: new Date('2022-02-01'), recordedAt: new Date('2022-02-02') },
  });
  return { key, value: Buffer.from(value), headers };
};
const KNOWN = 'accompany.intake.v1.RiskRaised';
const spoilt = (headers: Record<string, string>): Message => ({
  ...about(randomUUID(), KNOWN),
  headers: { ...about('a', KNOWN).headers, ...headers },
});

/** Records that no service of ours sends, and that no service could keep as an event. */
const FOREIGN: Message[] = [
  { key: 'garbage', value: Buffer.from([0, 255, 1, 254]) },
  { key: null, value: null },
  { key: 'zero\0byte', value: 'x' },
  { key: 'x'.repeat(5_000), value: 'x' },
  { key: 'large', value: 'x', headers: { large: 'x'.repeat(100_000) } },
  spoilt({ actor: 'not json' }),
  spoilt({ position: 'seven' }),
  spoilt({ occurredat: 'yesterday' }),
  spoilt({ stream: 'case-\0' }),
];
const PARTITIONS = TOPICS.case.partitions + TOPICS.network.partitions;

test('records that are not ours are set aside with their coordinates, events that do not read park their case, others go on', async () => {
  const kafka = new Kafka({ brokers: [String(harness.kafka?.address)], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (const { name, partitions } of Object.values(TOPICS))
    for (let partition = 0; partition < partitions; partition++)
      await producer.send({ topic: name, messages: FOREIGN.map((message) => ({ ...message, partition })) });
  const [unknownType, wrongBytes] = [randomUUID(), randomUUID()];
  await producer.send({
    topic: TOPICS.case.name,
    messages: [about(unknownType, 'accompany.intake.v1.RiskForgotten'), about(wrongBytes, KNOWN, 2)],
  });
  await producer.disconnect();

  await Promise.all(Array.from({ length: 8 }, () => openCase(harness)));
  await allDelivered('intake');
  for (const service of ['intake', 'timeline'] as const) {
    const parked = await eventually(`${service} set them aside`, async () => {
      const { rows } = await harness.db(service).query('select consumer, key, source, partition, error from parked');
      return rows.filter(({ consumer }) => consumer === 'log').length === PARTITIONS * FOREIGN.length && rows;
    });
    const aside = parked.filter(({ consumer }) => consumer === 'log');
    expect(new Set(aside.map(({ source, partition }) => `${source} ${partition}`)).size).toBe(PARTITIONS * FOREIGN.length);
    expect(aside.every(({ source }) => /^(case|network)-events\.v1@\d+$/.test(source))).toBe(true);
  }
  await eventually('the timeline parks the two cases', async () => {
    const { rows } = await harness.db('timeline').query("select key from parked where consumer = 'timeline' order by key");
    expect(rows.map(({ key }) => key)).toEqual([unknownType, wrongBytes].sort());
    return true;
  });
  expect(harness.deaths).toEqual([]);
});

test.each([
  ['Postgres', { ACCOMPANY_DATABASE_OWNER_URL: `postgres://owner:${SECRET}@127.0.0.1:9/nothing` }, 'postgres at 127.0.0.1:9/nothing'],
  ['Kafka', { ACCOMPANY_CASE_LOG: 'kafka://127.0.0.1:9' }, 'kafka at 127.0.0.1:9'],
])('%s cannot be reached at start: it says so once, tries for the time it was given, and ends', async (_, environment, server) => {
  const start = startNetwork({
    ...{ fresh: true, stateFile: false, kafka: false, services: ['vault'] },
    environment: () => ({ ...environment, ACCOMPANY_START_PATIENCE_SECONDS: '2' }),
  });
  const { message } = await start.then(
    () => expect.unreachable('it started'),
    (error: Error) => error,
  );
  const [first, ...log] = message.split('\n');
  expect(first).toContain('vault ended while starting (exit code 1)');
  const lines = log.map((line) => JSON.parse(line) as { level: string; msg: string; cause?: string });
  expect(lines.filter(({ level }) => level !== 'info')).toMatchObject([
    { level: 'warn', msg: `${server} cannot be reached; trying again for up to 2 s` },
    { level: 'fatal', cause: `${server} could not be reached for 2 s (ECONNREFUSED): is it running, and is this its address?` },
  ]);
  expect(message).not.toContain(SECRET);
});
