import { expect, test } from 'vitest';
import { count, counter, freshStore } from './counting.js';
import { createExecutor } from './execute.js';
import { readStream } from './read.js';

test('a repeat returns the first outcome, also when the state has moved on to where it would be refused', async () => {
  await using store = await freshStore();
  const executor = createExecutor(store.db);
  const first = await executor.execute(counter, 'a', count('first'));
  for (let n = 2; n <= 10; n++) await executor.execute(counter, 'a', count(`more ${n}`));
  const again = await executor.execute(counter, 'a', count('first'));
  expect(again).toMatchObject({ version: first.version, position: first.position, repeated: true });
  await expect(executor.execute(counter, 'a', count('eleventh'))).rejects.toMatchObject({ reason: 'TOO_MUCH_CONTENTION' });
  expect(await readStream(store.db, 'counter-a')).toHaveLength(10);
});

test('an id used before with another payload or on another stream is refused and writes nothing', async () => {
  await using store = await freshStore();
  const executor = createExecutor(store.db);
  await executor.execute(counter, 'a', count('one'));
  await expect(executor.execute(counter, 'a', count('one', { fingerprint: 'other' }))).rejects.toMatchObject({
    reason: 'REQUEST_ID_REUSED',
  });
  expect(await readStream(store.db, 'counter-a')).toHaveLength(1);
});

test('processes that decide at once on one stream lose nothing and double nothing', async () => {
  await using store = await freshStore();
  const executors = [createExecutor(store.pool()), createExecutor(store.pool())];
  const all = executors.flatMap((executor, process) => [0, 1, 2].map((n) => executor.execute(counter, 'a', count(`${process}-${n}`))));
  await Promise.all(all);
  expect(await executors[0]?.load(counter, 'a')).toMatchObject({ state: 6, version: 6 });
});

test('a rejection on cached state is decided again on fresh state', async () => {
  await using store = await freshStore();
  const [here, there] = [createExecutor(store.pool()), createExecutor(store.pool())];
  const reset = { decide: (state: number) => [{ $case: 'counted' as const, value: { by: -state } }] };
  for (let n = 0; n < 10; n++) await here.execute(counter, 'a', count(`up ${n}`));
  await there.execute(counter, 'a', count('reset', reset));
  expect(await here.execute(counter, 'a', count('after'))).toMatchObject({ state: 1, version: 12 });
});

test('an etag that is not the current one is refused', async () => {
  await using store = await freshStore();
  const executor = createExecutor(store.db);
  const { version } = await executor.execute(counter, 'a', count('one'));
  await executor.execute(counter, 'a', count('two', { seenVersion: version }));
  await expect(executor.execute(counter, 'a', count('three', { seenVersion: version }))).rejects.toMatchObject({ reason: 'STALE_ETAG' });
  expect(await executor.execute(counter, 'a', count('two', { seenVersion: version }))).toMatchObject({ repeated: true, version: 2 });
});

test('50 sends of one command are one event and 50 equal outcomes', async () => {
  await using store = await freshStore();
  const executors = [createExecutor(store.pool()), createExecutor(store.pool())];
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => executors[n % 2]?.execute(counter, 'a', count('same'))));
  expect(new Set(outcomes.map((one) => `${one?.version} ${one?.position}`))).toEqual(new Set(['1 1']));
  expect(await readStream(store.db, 'counter-a')).toHaveLength(1);
});
