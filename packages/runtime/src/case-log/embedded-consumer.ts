import type pg from 'pg';
import type { Logger } from 'pino';
import { bell } from './bell.js';
import type { ConsumeOptions, LogConsumer, ReceivedRecord } from './case-log.js';
import { BATCH } from './chunks.js';
import { type Connect, endOf } from './embedded-client.js';
import { groupNews, type Owned, partitionShare } from './embedded-share.js';
import { settlement } from './lifecycle.js';

const POLL_MS = 500;
const KEEP_ALIVE_MS = 5_000;

/**
 * One member of a group. All it does runs on one session: the session that holds the partitions' locks is the one that commits
 * offsets, so a member that lost its partitions cannot commit. New records ring the bell (LISTEN); a poll covers a lost ring.
 */
export const consumeEmbedded = async (connect: Connect, options: ConsumeOptions, logger: Logger): Promise<LogConsumer> => {
  const client = await connect();
  try {
    return await member(client, options, logger);
  } catch (error) {
    await endOf(client);
    throw error;
  }
};

const member = async (client: pg.Client, { group, topics, onBatch }: ConsumeOptions, logger: Logger): Promise<LogConsumer> => {
  const names = await topicNames(client, topics);
  const ids = [...names.keys()];
  const number = await groupNumber(client, group);
  // A stopped process must not hold its partitions for ever. Offsets need no flush of their own: lost ones mean a repeat.
  await client.query("set idle_session_timeout = '30s'; set synchronous_commit = off; listen case_log");
  const share = await partitionShare(client, number, await headsOf(client, ids));

  const news = bell();
  let stopping = false;
  let settledAt = 0;
  let heads: Head[] = [];
  client.on('notification', ({ payload }) => {
    if (payload === groupNews(number)) settledAt = 0;
    news.ring();
  });
  client.on('error', news.ring);

  const settle = async () => {
    if (Date.now() - settledAt < POLL_MS) return;
    settledAt = Date.now();
    await share.settle();
  };

  // Known heads first, so that a long catch-up asks for them once per round; the partition served last goes to the end.
  const nextPartition = async (): Promise<Owned | undefined> => {
    const waiting = () =>
      [...share.owned.entries()].find(([, { topic, partition, next }]) =>
        heads.some((head) => head.topic === topic && head.partition === partition && head.next > next),
      );
    let found = waiting();
    if (!found) {
      heads = await headsOf(client, ids);
      found = waiting();
    }
    if (!found) return undefined;
    share.owned.delete(found[0]);
    share.owned.set(...found);
    return found[1];
  };

  const serve = async (owned: Owned) => {
    const topic = names.get(owned.topic) ?? '';
    const values = [owned.topic, owned.partition, owned.next];
    const { rows } = await client.query<Row>({ name: 'read', text: READ, values });
    const records = rows.map((row): ReceivedRecord => ({ ...row, topic, partition: owned.partition }));
    await onBatch({ topic, partition: owned.partition, records });
    const next = Number(records.at(-1)?.offset) + 1;
    await client.query({ name: 'commit', text: COMMIT, values: [number, owned.topic, owned.partition, next] });
    owned.next = next;
  };

  const run = async () => {
    const alive = setInterval(() => client.query('select 1').catch(news.ring), KEEP_ALIVE_MS);
    try {
      while (!stopping) {
        await settle();
        const owned = await nextPartition();
        if (owned) await serve(owned);
        else if (!stopping) await news.wait(POLL_MS);
      }
      await share.leave();
    } finally {
      clearInterval(alive);
      await endOf(client);
    }
  };

  const end = settlement();
  run().then(end.resolve, (error: unknown) => {
    logger.debug({ group }, 'a consumer of the embedded case log ended');
    end.reject(error);
  });
  return {
    stop: async () => {
      stopping = true;
      news.ring();
      await end.done.catch(() => undefined);
    },
    done: end.done,
  };
};

type Head = { topic: number; partition: number; next: number };
type Row = { offset: string; key: string; headers: Record<string, string>; value: Buffer };

const READ = `select "offset", key, headers, value from records where topic = $1 and partition = $2 and "offset" >= $3 order by "offset" limit ${BATCH}`;
const COMMIT =
  'insert into commits values ($1, $2, $3, $4) on conflict (group_id, topic, partition) do update set next_offset = excluded.next_offset';
const HEADS = 'select topic, partition, next_offset::float8 as next from partitions where topic = any ($1) order by topic, partition';

const headsOf = async (client: pg.Client, topics: number[]): Promise<Head[]> =>
  (await client.query<Head>({ name: 'heads', text: HEADS, values: [topics] })).rows;

const topicNames = async (client: pg.Client, topics: string[]): Promise<Map<number, string>> => {
  const { rows } = await client.query<{ id: number; name: string }>('select id, name from topics where name = any ($1) order by id', [
    topics,
  ]);
  const missing = topics.filter((topic) => !rows.some(({ name }) => name === topic));
  if (missing.length > 0) throw new Error(`topic ${missing.join(', ')} does not exist in this log: ensureTopics creates it`);
  return new Map(rows.map(({ id, name }) => [id, name]));
};

const groupNumber = async (client: pg.Client, group: string): Promise<number> => {
  const { rows } = await client.query<{ number: number }>('select group_number($1) as number', [group]);
  return rows[0]?.number ?? 0;
};
