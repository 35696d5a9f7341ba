import type { EventEmitter } from 'node:events';

/**
 * Waits for an event of an emitter: at most `ms`, and no longer once the signal aborts. Timer and listeners are held by
 * hand, because on Node 20 a signal of `AbortSignal.any` can be collected while somebody waits on it, and then never fires.
 */
export const waitFor = (emitter: EventEmitter, event: string, signal: AbortSignal, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      emitter.off(event, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    emitter.on(event, done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
