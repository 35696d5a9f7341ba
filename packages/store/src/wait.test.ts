import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { earOn } from './wait.js';

const NEVER = 60_000;

test('a wait ends with the event, with the signal, or with its time, and leaves no listener behind', async () => {
  const emitter = new EventEmitter();
  const abort = new AbortController();
  const ear = earOn(emitter, 'moved', NEVER);
  const woken = ear.wait(abort.signal);
  emitter.emit('moved');
  expect(await woken).toBe(true);
  const short = earOn(emitter, 'moved', 1);
  expect(await short.wait(abort.signal)).toBe(false);
  const aborted = ear.wait(abort.signal);
  abort.abort();
  expect(await aborted).toBe(false);
  expect(await ear.wait(abort.signal)).toBe(false);
  ear.stop();
  short.stop();
  expect(emitter.listenerCount('moved')).toBe(0);
});

test('what is heard between two waits ends the second at once', async () => {
  const emitter = new EventEmitter();
  const ear = earOn(emitter, 'moved', NEVER);
  emitter.emit('moved');
  expect(await ear.wait(new AbortController().signal)).toBe(true);
  ear.stop();
});

test('a garbage collection takes no wait away', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const wait = earOn(new EventEmitter(), 'moved', 100).wait(new AbortController().signal);
  collect();
  await wait;
});
