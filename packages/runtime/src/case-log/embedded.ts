import { readFileSync } from 'node:fs';
import type pg from 'pg';
import type { CaseLog, CaseLogOptions, ConsumerLag, LogProducer } from './case-log.js';
import { chunksOf } from './chunks.js';
import { type Connect, endOf, sessionsOn } from './embedded-client.js';
import { consumeEmbedded } from './embedded-consumer.js';
import { openThings } from './lifecycle.js';
import { partitionFor, partitionTable } from './partition.js';
import { type CheckedTopic, checkTopic, faultsInWords, type WantedTopic } from './topic-check.js';

// The same path from src and from dist.
const sql = (name: string): string => readFileSync(new URL(`../../src/case-log/${name}.sql`, import.meta.url), 'utf8');
const SCHEMA = sql('embedded');
const LAG = sql('lag');

/** The case log in a Postgres database of its own: see `CaseLog`. The url's role owns the database, which exists already. */
export const openEmbeddedLog = (url: string, { logger, clientId }: CaseLogOptions): CaseLog => {
  const { connect, errand, close } = sessionsOn(url, clientId, logger);
  const table = partitionTable();
  const open = openThings();
  return {
    ensureTopics: (topics) =>
      errand(async (client) => {
        await client.query(SCHEMA);
        for (const { name, partitions } of topics) await client.query('select ensure_topic($1, $2)', [name, partitions]);
        const faults = faultsInWords(await checkAll(client, topics));
        if (faults !== undefined) throw new Error(faults);
        for (const { name, partitions } of topics) table.set(name, partitions);
      }),
    checkTopics: (topics) => errand((client) => checkAll(client, topics)),
    producer: async () => {
      const producer = await produce(connect);
      return { ...producer, close: open.add(producer.close) };
    },
    consume: async (options) => {
      const consumer = await consumeEmbedded(connect, options, logger);
      return { ...consumer, stop: open.add(consumer.stop) };
    },
    partitionOf: table.partitionOf,
    identity: () =>
      errand(async (client) => {
        await client.query(SCHEMA);
        return String((await client.query<{ id: string }>('select id from identity')).rows[0]?.id);
      }),
    check: async () => {
      await errand((client) => client.query('select 1'));
    },
    lag: (group, topics) => errand((client) => lagOf(client, group, topics)),
    close: async () => {
      await open.closeAll();
      await close();
    },
  };
};

const checkAll = async (client: pg.ClientBase, topics: readonly WantedTopic[]): Promise<CheckedTopic[]> => {
  const { rows: made } = await client.query<{ made: boolean }>("select to_regclass('topics') is not null as made");
  if (made[0]?.made !== true) return topics.map((topic) => checkTopic(topic, undefined));
  const { rows } = await client.query<{ name: string; partitions: number }>('select name, partitions from topics');
  return topics.map((topic) =>
    checkTopic(
      topic,
      rows.find(({ name }) => name === topic.name),
    ),
  );
};

const produce = async (connect: Connect): Promise<LogProducer> => {
  const client = await connect();
  let intact = true;
  client.on('end', () => {
    intact = false;
  });
  const counts = new Map<string, number>();
  const partitionsOf = async (topic: string): Promise<number> => {
    const known = counts.get(topic);
    if (known !== undefined) return known;
    const { rows } = await client.query<{ partitions: number }>('select partitions from topics where name = $1', [topic]);
    const found = rows[0]?.partitions;
    if (found === undefined) throw new Error(`topic ${topic} does not exist in this log: ensureTopics creates it`);
    counts.set(topic, found);
    return found;
  };
  return {
    send: async (topic, records) => {
      const partitions = await partitionsOf(topic);
      for (const chunk of chunksOf(records)) {
        const values = [
          topic,
          chunk.map(({ key }) => partitionFor(key, partitions)),
          chunk.map(({ key }) => key),
          chunk.map(({ headers }) => JSON.stringify(headers)),
          chunk.map(({ value }) => value.length),
          Buffer.concat(chunk.map(({ value }) => value)),
        ];
        await client.query({ name: 'send', text: 'select send($1, $2, $3, $4, $5, $6)', values });
      }
    },
    isIntact: () => intact,
    close: () => endOf(client),
  };
};

const lagOf = async (client: pg.ClientBase, group: string, topics: string[]): Promise<ConsumerLag[]> => {
  const { rows } = await client.query<{ topic: string; partition: number; events: string; oldest: string | null }>(LAG, [group, topics]);
  return rows.map(({ events, oldest, ...place }) => {
    const at = Date.parse(oldest ?? '');
    return { ...place, events: Number(events), oldestAt: Number.isNaN(at) ? undefined : new Date(at) };
  });
};
