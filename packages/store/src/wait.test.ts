import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { waitFor } from './wait.js';

const NEVER = 60_000;

test('a wait ends with the event, with the signal, or with its time, and leaves no listener behind', async () => {
  const emitter = new EventEmitter();
  const abort = new AbortController();
  const woken = waitFor(emitter, 'moved', abort.signal, NEVER);
  emitter.emit('moved');
  await woken;
  await waitFor(emitter, 'moved', abort.signal, 1);
  const aborted = waitFor(emitter, 'moved', abort.signal, NEVER);
  abort.abort();
  await aborted;
  await waitFor(emitter, 'moved', abort.signal, NEVER);
  expect(emitter.listenerCount('moved')).toBe(0);
});

test('a garbage collection takes no wait away', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const wait = waitFor(new EventEmitter(), 'moved', new AbortController().signal, 100);
  collect();
  await wait;
});
