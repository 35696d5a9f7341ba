import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import { migrate, openPool } from '@accompany/store';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { openCaseLog } from './case-log/open.js';
import { startConsumer } from './consumer.js';
import { countSetAside, listParked } from './parking.js';
import { type Projection, projection } from './reaction.js';
import { record, send } from './testing-records.js';
import { TOPICS } from './topics.js';

const logger = pino({ level: 'silent' });

/** A consumer's database, an embedded log, and a table that a copy fills. */
const setUp = async () => {
  const [own, log] = [await freshDatabase('consumer'), await freshDatabase('log')];
  await migrate(own.ownerUrl, new URL(own.appUrl).username, [{ name: 'runtime', folder: new URL('../sql/', import.meta.url) }]);
  const db = openPool(own.appUrl);
  const owner = openPool(own.ownerUrl);
  await owner.query('create table copied (nr serial primary key, case_id text, position int)');
  await owner.query('grant all on copied, copied_nr_seq to public');
  const caseLog = await openCaseLog(log.ownerUrl, { logger, clientId: 'test' });
  await caseLog.ensureTopics(Object.values(TOPICS));
  return {
    db,
    caseLog,
    copied: async (caseId: string) =>
      (await db.query<{ position: number }>('select position from copied where case_id = $1 order by nr', [caseId])).rows.map(
        (row) => row.position,
      ),
    [Symbol.asyncDispose]: async () => {
      await caseLog.close();
      await Promise.all([db.end(), owner.end()]);
      await Promise.all([own.drop(), log.drop()]);
    },
  };
};

const copy = (refuse: (position: number) => boolean = () => false): Projection =>
  projection({
    name: 'copy',
    topic: 'case',
    apply: async (tx, _event, meta) => {
      if (refuse(meta.position)) throw new Error('planted');
      await tx.query('insert into copied (case_id, position) values ($1, $2)', [meta.caseId, meta.position]);
    },
  });

test('each event takes effect once, in order, though the log holds it twice and the consumer starts again', async () => {
  await using set = await setUp();
  const [a, b] = [randomUUID(), randomUUID()];
  const group = randomUUID();
  const records = [record(a, 1), record(b, 2), record(a, 3), record(b, 4), record(a, 5)];
  await send(set.caseLog, ...records.slice(0, 4));
  const first = startConsumer({ group, db: set.db, caseLog: set.caseLog, projections: [copy()], logger });
  await vi.waitFor(async () => expect(await set.copied(b)).toEqual([2, 4]), 10_000);
  await first.stop();
  await send(set.caseLog, ...records);
  const again = startConsumer({ group: randomUUID(), db: set.db, caseLog: set.caseLog, projections: [copy()], logger });
  await vi.waitFor(async () => expect(await set.copied(a)).toEqual([1, 3, 5]), 10_000);
  await again.stop();
  expect(await set.copied(b)).toEqual([2, 4]);
});

test('a consumer that is stopped while it joins its group stops', async () => {
  await using set = await setUp();
  const group = randomUUID();
  await startConsumer({ group, db: set.db, caseLog: set.caseLog, projections: [copy()], logger }).stop();
  // It let go of the group: the next one reads at once.
  const caseId = randomUUID();
  await send(set.caseLog, record(caseId, 1));
  const next = startConsumer({ group, db: set.db, caseLog: set.caseLog, projections: [copy()], logger });
  await vi.waitFor(async () => expect(await set.copied(caseId)).toEqual([1]), 10_000);
  await next.stop();
});

test('what was sent twice within one batch takes effect once', async () => {
  await using set = await setUp();
  const a = randomUUID();
  await send(set.caseLog, record(a, 1), record(a, 2), record(a, 1), record(a, 2), record(a, 3));
  const consumer = startConsumer({ group: randomUUID(), db: set.db, caseLog: set.caseLog, projections: [copy()], logger });
  await vi.waitFor(async () => expect(await set.copied(a)).toContain(3), 10_000);
  await consumer.stop();
  expect(await set.copied(a)).toEqual([1, 2, 3]);
});

test('a case that cannot go on is parked with all that follows; the others go on', async () => {
  await using set = await setUp();
  const [bad, good] = [randomUUID(), randomUUID()];
  await send(set.caseLog, record(bad, 1), record(good, 2), record(bad, 3), record(good, 4), record(bad, 5));
  const consumer = startConsumer({ group: randomUUID(), db: set.db, caseLog: set.caseLog, projections: [copy((n) => n === 3)], logger });
  await vi.waitFor(async () => expect((await listParked(set.db))[0]?.waiting).toBe(2), 10_000);
  await vi.waitFor(async () => expect(await set.copied(good)).toEqual([2, 4]), 10_000);
  await send(set.caseLog, record(bad, 6));
  await vi.waitFor(async () => expect((await listParked(set.db))[0]?.waiting).toBe(3), 10_000);
  await consumer.stop();
  expect(await set.copied(bad)).toEqual([1]);
  expect(await listParked(set.db)).toEqual([
    { consumer: 'copy', caseId: bad, source: 'test', position: 3, error: 'error: Error', waiting: 3 },
  ]);
});

test.each([
  ['of an unknown type', { type: 'accompany.directory.v1.AgencyAbducted' }, 'error: Error'],
  ['that does not decode', { payload: Buffer.from([255, 255, 255]) }, /^error: /],
])('an event %s parks its case', async (_name, over, error) => {
  await using set = await setUp();
  const [bad, good] = [randomUUID(), randomUUID()];
  await send(set.caseLog, record(bad, 1, over), record(good, 2));
  const consumer = startConsumer({ group: randomUUID(), db: set.db, caseLog: set.caseLog, projections: [copy()], logger });
  await vi.waitFor(async () => expect(await set.copied(good)).toEqual([2]), 10_000);
  await vi.waitFor(
    async () => expect(await listParked(set.db)).toMatchObject([{ caseId: bad, position: 1, error: expect.stringMatching(error) }]),
    10_000,
  );
  await consumer.stop();
});

test('a record that is not ours is set aside with its coordinates', async () => {
  await using set = await setUp();
  const good = randomUUID();
  await send(set.caseLog, { key: 'foreign', value: Buffer.from('hello'), headers: {} }, record(good, 1));
  const consumer = startConsumer({ group: randomUUID(), db: set.db, caseLog: set.caseLog, projections: [copy()], logger });
  await vi.waitFor(async () => expect(await set.copied(good)).toEqual([1]), 10_000);
  await vi.waitFor(async () => expect(await countSetAside(set.db)).toBe(1), 10_000);
  await consumer.stop();
  const { rows } = await set.db.query('select source, error from parked');
  expect(rows).toEqual([{ source: expect.stringMatching(/^case-events\.v1@/), error: 'not a record of this network' }]);
  expect(await listParked(set.db)).toEqual([]);
});

test('what concerns nobody is passed over, and its checkpoint still moves; what follows it takes effect once', async () => {
  await using set = await setUp();
  const caseId = randomUUID();
  const asked: number[] = [];
  const picky: Projection = projection({
    name: 'picky',
    topic: 'case',
    apply: async (tx, _event, meta) => {
      asked.push(meta.position);
      if (meta.position % 2 === 0) await tx.query('insert into copied (case_id, position) values ($1, $2)', [meta.caseId, meta.position]);
    },
  });
  const checkpoint = async () =>
    Number((await set.db.query("select max(position) as position from log_checkpoints where consumer = 'picky'")).rows[0].position);
  const consumer = startConsumer({ group: randomUUID(), db: set.db, caseLog: set.caseLog, projections: [picky], logger });
  await send(set.caseLog, record(caseId, 1));
  await vi.waitFor(async () => expect(await checkpoint()).toBe(1), 10_000);
  expect(await set.copied(caseId)).toEqual([]);
  await send(set.caseLog, record(caseId, 2), record(caseId, 3));
  await send(set.caseLog, record(caseId, 1), record(caseId, 2), record(caseId, 3));
  await vi.waitFor(async () => expect(await checkpoint()).toBe(3), 10_000);
  await send(set.caseLog, record(caseId, 4));
  await vi.waitFor(async () => expect(await set.copied(caseId)).toEqual([2, 4]), 10_000);
  await consumer.stop();
  expect(asked).toContain(1);
  expect(await checkpoint()).toBe(4);
});

test('one service writes to both topics: how far a consumer is in a case hides no earlier fact of the network', async () => {
  await using set = await setUp();
  const agency = 'aple';
  const caseId = Array.from({ length: 100 }, () => randomUUID()).find((id) => set.caseLog.partitionOf(TOPICS.case.name, id) === 0) ?? '';
  const both: Projection = { ...copy(), topics: ['case', 'network'] };
  const consumer = startConsumer({ group: randomUUID(), db: set.db, caseLog: set.caseLog, projections: [both], logger });
  await send(set.caseLog, record(caseId, 7));
  await vi.waitFor(async () => expect(await set.copied(caseId)).toEqual([7]), 10_000);
  const producer = await set.caseLog.producer();
  await producer.send(TOPICS.network.name, [record(agency, 5)]);
  await producer.close();
  await vi.waitFor(async () => expect(await set.copied(agency)).toEqual([5]), 10_000);
  await consumer.stop();
});
