import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, throwawayFolder } from './folders.js';
import { javaProgram, mavenProgram } from './java.js';
import { freePort } from './ports.js';
import { run, type Server, type StartOptions } from './server.js';
import { fillOnce, runTool, tell } from './tools.js';

const version = '4.3.0';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>accompany</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** Kafka's jars in the cache folder, fetched by Maven the first time (44 MB, up to a minute). */
export const kafkaJars = async (): Promise<string> => {
  const jars = join(cacheFolder(), `kafka-${version}`);
  if (existsSync(jars)) return jars;
  const maven = mavenProgram(`Kafka ${version}`);
  tell(`Fetching Kafka ${version} with Maven, once, into ${jars} …`);
  const project = await mkdtemp(join(tmpdir(), 'accompany-kafka-pom-'));
  try {
    await writeFile(join(project, 'pom.xml'), pom);
    await fillOnce(jars, async (empty) => {
      await runTool(maven, ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${empty}`], {
        cwd: project,
        timeoutMs: 600_000,
      });
    });
  } finally {
    await rm(project, { recursive: true, force: true });
  }
  return jars;
};

const properties = (broker: number, controller: number, data: string): string => `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.retention.ms=-1
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
`;

/** Makes the data folder of a new, empty node, with an id of its own. */
const format = async (dataFolder: string, configuration: string): Promise<void> => {
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(dataFolder, { mode: 0o700 });
  // An id that began with a hyphen would be taken for an option.
  const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A');
  const java = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', join(await kafkaJars(), '*')];
  const tool = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId, '-c', configuration];
  await runTool(await javaProgram('Kafka'), [...java, ...tool], { timeoutMs: 60_000 });
};

/** Ends Kafka, removes all that it holds, and starts it again at the same address: a log that lost its data. */
export const wipeKafka = async (kafka: Server): Promise<void> => {
  await kafka.kill();
  await format(kafka.dataFolder, join(kafka.folder, 'server.properties'));
  await kafka.restart();
};

/**
 * Starts one Kafka node (KRaft, broker and controller in one) on free ports of 127.0.0.1; `address` is `host:port`.
 * It has no topics: services create theirs. Takes about 4 s, and 340 MB of memory.
 */
export const startKafka = async (options: StartOptions = {}): Promise<Server> => {
  const command = await javaProgram('Kafka');
  const jars = await kafkaJars();
  const folder = options.folder ?? (await throwawayFolder('kafka'));
  const dataFolder = join(folder, 'data');
  const configuration = join(folder, 'server.properties');
  const settings = join(folder, 'kafka.json');
  const classpath = ['-cp', join(jars, '*')];
  if (!existsSync(settings)) {
    const fresh = { broker: await freePort(), controller: await freePort() };
    await writeFile(configuration, properties(fresh.broker, fresh.controller, dataFolder));
    await format(dataFolder, configuration);
    await writeFile(settings, JSON.stringify(fresh));
  }
  const { broker } = JSON.parse(await readFile(settings, 'utf8')) as { broker: number };
  const memory = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const logging = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info'];
  return run(
    {
      name: 'kafka',
      address: `127.0.0.1:${broker}`,
      folder,
      dataFolder,
      command,
      args: [...memory, ...logging, ...classpath, 'kafka.Kafka', configuration],
      cwd: folder,
      readyText: 'Kafka Server started',
      retryText: 'Address already in use',
    },
    options,
  );
};
