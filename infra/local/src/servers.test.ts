import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { connect } from 'nats';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { startKafka } from './kafka.js';
import { startNats } from './nats.js';
import { startPostgres } from './postgres.js';
import { gone, isAlive, type ProcessId } from './processes.js';
import type { Server } from './server.js';

const started: Server[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});
const use = (server: Server): Server => {
  started.push(server);
  return server;
};

test('Kafka that was killed comes back on its port with every acknowledged record', async () => {
  const server = use(await startKafka());
  const topic = 'kept';
  const kafka = new Kafka({ brokers: [server.address], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: Array.from({ length: 100 }, (_, index) => ({ value: `${index}` })) });
  await producer.disconnect();
  await admin.disconnect();

  await server.kill();
  expect(isAlive(server.process())).toBe(false);
  await server.restart();

  const seen: string[] = [];
  const consumer = new Kafka({ brokers: [server.address], logLevel: logLevel.NOTHING }).consumer({ groupId: 'reader' });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve) => {
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }) => {
      seen.push(`${message.value}`);
      if (seen.length === 100) resolve();
    };
    void consumer.run({ eachMessage });
  });
  await consumer.disconnect();
  expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`));
  expect(existsSync(`${server.dataFolder}/meta.properties`)).toBe(true);
});

test('Postgres that was killed comes back on its port with every committed row', async () => {
  const server = use(await startPostgres());
  const ask = async (sql: string) => {
    const client = new pg.Client({ connectionString: server.address });
    client.on('error', () => {});
    await client.connect();
    return (await client.query(sql).finally(() => client.end())).rows;
  };
  await ask('create table kept (id int); insert into kept values (1)');
  await server.kill();
  await server.restart();
  expect(await ask('select id from kept')).toEqual([{ id: 1 }]);
});

test('NATS carries a message, also after it was killed and restarted', async () => {
  const server = use(await startNats());
  const carry = async () => {
    const connection = await connect({ servers: server.address });
    const subscription = connection.subscribe('live.case.1', { max: 1 });
    connection.publish('live.case.1', '7');
    for await (const message of subscription) expect(message.string()).toBe('7');
    await connection.close();
  };
  await carry();
  await server.kill();
  await server.restart();
  await carry();
});

test('stop leaves neither process nor folder, and may be said twice', async () => {
  const server = await startNats();
  await server.stop();
  await server.stop();
  expect(isAlive(server.process())).toBe(false);
  expect(existsSync(server.folder)).toBe(false);
});

const index = new URL('../dist/index.js', import.meta.url).href;
const caller = `
  const { startPostgres, startNats } = await import('${index}');
  const servers = await Promise.all([startPostgres(), startNats()]);
  console.log(JSON.stringify(servers.map((server) => ({ process: server.process(), folder: server.folder }))));
  setTimeout(() => process.exit(), 60_000);`;

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('servers end with their caller when it ends by %s', async (signal) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', caller], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const servers = JSON.parse(line) as { process: ProcessId; folder: string }[];
  expect(servers.map((server) => isAlive(server.process))).toEqual([true, true]);
  child.kill(signal);
  for (const server of servers) expect(await gone(server.process, 10_000)).toBe(true);
  await expect.poll(() => servers.filter((server) => existsSync(server.folder)), { timeout: 5_000 }).toEqual([]);
});
