import { startPostgres, watchCalls } from '@accompany/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppender } from './append.js';
import { freshStore } from './counting.js';

const APPENDS = 20;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  // Of its own, so that nobody else writes to its disk.
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

test('each append that is answered was written to the disk before', async () => {
  await using store = await freshStore(postgres.address);
  const { rows } = await store.db.query<{ pid: number }>(
    "select pid from pg_stat_activity where pid = pg_backend_pid() or backend_type = 'walwriter'",
  );
  const append = createAppender(store.db);
  const watch = await watchCalls(
    rows.map(({ pid }) => pid),
    ['fsync', 'fdatasync'],
  );
  for (let version = 0; version < APPENDS; version++) {
    const { outcome } = await append({
      ...{ commandKey: `command-${version}`, fingerprint: 'f', stream: 'a', expectedVersion: version, topic: 'case', key: 'case-1' },
      ...{ metadata: '{}', occurredAt: new Date('2022-02-01T00:00:00Z'), events: [{ type: 'test.v1.Counted', payload: Buffer.from([1]) }] },
    });
    expect(outcome).toBe('appended');
  }
  expect((await watch.stop()).length).toBeGreaterThanOrEqual(APPENDS);
});
