import type pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sessionsOn } from './embedded-client.js';
import { partitionShare } from './embedded-share.js';
import { embeddedDatabase, logger } from './suite-servers.js';

const database = embeddedDatabase();
beforeAll(database.create);
afterAll(database.drop);

const sessions: pg.Client[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.end()));
});

const partitions = [0, 1, 2, 3].map((partition) => ({ topic: 1, partition }));

/** A member of a group: what it owns after it looked again, and how its process dies. */
const join = async (group: number) => {
  const session = await sessionsOn(database.url().href, 'share', logger).connect();
  sessions.push(session);
  // Nothing is committed in this test; the table is all that the question needs.
  await session.query('create table if not exists commits (group_id int, topic smallint, partition int, next_offset bigint)');
  const share = await partitionShare(session, group, partitions);
  return {
    look: async () => {
      await share.settle();
      return [...share.owned.values()].map(({ partition }) => partition).sort();
    },
    leave: share.leave,
    die: () => session.end(),
  };
};

test('a member takes a partition only when its owner let go', async () => {
  const first = await join(1);
  expect(await first.look()).toEqual([0, 1, 2, 3]);
  const second = await join(1);
  // The first may be in the middle of a batch: it has not looked since the second came.
  expect(await second.look()).toEqual([]);
  const kept = await first.look();
  expect(kept.length).toBe(2);
  expect([...kept, ...(await second.look())].sort()).toEqual([0, 1, 2, 3]);
  expect((await second.look()).length).toBe(2);
});

test('the partitions of a member that dies or leaves go to the others, and more members than partitions wait', async () => {
  const members: Awaited<ReturnType<typeof join>>[] = [];
  for (let n = 0; n < 5; n += 1) members.push(await join(2));
  const lookAll = async () => {
    const owned = [];
    // Twice: the first round lets go, the second takes.
    for (const round of [1, 2]) for (const member of members) owned.push({ round, partitions: await member.look() });
    return owned.filter(({ round }) => round === 2).map((one) => one.partitions);
  };
  const shares = await lookAll();
  expect(shares.flat().sort()).toEqual([0, 1, 2, 3]);
  expect(shares.map((share) => share.length).sort()).toEqual([0, 1, 1, 1, 1]);
  await members.shift()?.die();
  await members.shift()?.leave();
  await sessions.at(1)?.end();
  sessions.splice(0, 2);
  expect((await lookAll()).flat().sort()).toEqual([0, 1, 2, 3]);
});

test('groups do not get in each other’s way', async () => {
  const [one, other] = [await join(3), await join(4)];
  expect(await one.look()).toEqual([0, 1, 2, 3]);
  expect(await other.look()).toEqual([0, 1, 2, 3]);
});
