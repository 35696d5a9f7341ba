import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import { migrate, openPool } from '@accompany/store';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ReceivedRecord } from './case-log/case-log.js';
import { handleBatch } from './handling.js';
import { listParked } from './parking.js';
import { projection } from './reaction.js';
import { record } from './testing-records.js';
import { TOPICS } from './topics.js';

/** Handles records for a copy that notes in which transaction each came, and refuses what it is told to. */
const setUp = async (refused: readonly string[] = []) => {
  const own = await freshDatabase('handling');
  await migrate(own.ownerUrl, new URL(own.appUrl).username, [{ name: 'runtime', folder: new URL('../sql/', import.meta.url) }]);
  const db = openPool(own.appUrl);
  const owner = openPool(own.ownerUrl);
  await owner.query('create table copied (nr serial primary key, case_id text, position int, work xid8 default pg_current_xact_id())');
  await owner.query('grant all on copied, copied_nr_seq to public');
  const copy = projection({
    name: 'copy',
    topic: 'case',
    apply: async (tx, _event, { caseId, position }) => {
      if (refused.includes(caseId)) throw new Error('planted');
      await tx.query('insert into copied (case_id, position) values ($1, $2)', [caseId, position]);
    },
  });
  const passing = { note: () => {}, flush: async () => {} };
  return {
    db,
    handle: (...records: ReceivedRecord[]) => handleBatch({ db, projections: [copy], logger: pino({ level: 'silent' }), passing }, records),
    copied: async () => (await db.query('select case_id, position, work from copied order by nr')).rows,
    checkpoints: async () => (await db.query('select partition, position from log_checkpoints order by partition')).rows,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([db.end(), owner.end()]);
      await own.drop();
    },
  };
};

/** A record as it lies in a partition. */
const lying = (partition: number, caseId: string, position: number): ReceivedRecord => ({
  ...record(caseId, position),
  topic: TOPICS.case.name,
  partition,
  offset: String(position),
});

test('what lies in several partitions takes effect once each, in one transaction, however the positions of its service lie among them', async () => {
  await using set = await setUp();
  const [a, b] = [randomUUID(), randomUUID()];
  await set.handle(lying(3, a, 5), lying(3, a, 8), lying(1, b, 2), lying(1, b, 7));
  const rows = await set.copied();
  expect(rows.map(({ position }) => position)).toEqual([5, 8, 2, 7]);
  expect(new Set(rows.map(({ work }) => work)).size).toBe(1);
  expect(await set.checkpoints()).toEqual([
    { partition: 1, position: '7' },
    { partition: 3, position: '8' },
  ]);
  await set.handle(lying(3, a, 8), lying(3, a, 9), lying(1, b, 7), lying(1, b, 8), lying(1, b, 8));
  expect((await set.copied()).map(({ position }) => position)).toEqual([5, 8, 2, 7, 9, 8]);
});

test('a case that cannot go on is parked; what came along from other partitions goes on', async () => {
  const [bad, good] = [randomUUID(), randomUUID()];
  await using set = await setUp([bad]);
  await set.handle(lying(0, bad, 1), lying(0, bad, 2), lying(4, good, 3));
  expect((await set.copied()).map(({ position }) => position)).toEqual([3]);
  expect(await listParked(set.db)).toMatchObject([{ caseId: bad, position: 1, waiting: 2 }]);
  expect(await set.checkpoints()).toEqual([
    { partition: 0, position: '2' },
    { partition: 4, position: '3' },
  ]);
});
