import { randomUUID } from 'node:crypto';
import { freshDatabase } from '@accompany/local';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agency, build, log, type Running, start } from './testing.js';

const lotus = agency('lotus');
let running: Running;

beforeEach(async () => {
  running = await start(await freshDatabase('timeline'));
  await build(running.db);
});
afterEach(() => running?.close());

test('watches a case: the position, then each new entry as it is copied, until the caller goes', async () => {
  const watched = randomUUID();
  const way = log(watched);
  await running.copy(way.slice(0, 3));
  const leaving = new AbortController();
  const messages = running.handlers.watchCase({ caseId: watched, atLeastPosition: undefined }, { ...lotus, signal: leaving.signal });
  const seen: unknown[] = [];
  for await (const { message } of messages as AsyncIterable<{ message?: { $case: string; value: unknown } }>) {
    seen.push(message?.$case === 'entry' ? (message.value as { sequence: number }).sequence : message?.value);
    if (seen.length === 1) for (const event of way.slice(3)) void running.copy([event]);
    if (seen.length === way.length - 2) leaving.abort();
  }
  expect(seen).toEqual([3, ...way.slice(3).map((_, index) => index + 4)]);
});

test('a watch ends when the service stops, saying so, and goes on elsewhere after the last one seen', async () => {
  const caseId = randomUUID();
  await running.copy(log(caseId));
  const messages = running.handlers.watchCase({ caseId, atLeastPosition: undefined, afterSequence: 14 }, lotus);
  const seen: unknown[] = [];
  const watching = (async () => {
    for await (const message of messages) seen.push(message);
  })();
  await expect.poll(() => seen).toHaveLength(3);
  running.stopping.abort();
  await expect(watching).rejects.toMatchObject({ reason: 'TIMELINE_STOPPING' });
});
