import type { EventEmitter } from 'node:events';

/** Somebody's ear on an emitter, between waits as well. */
export type Ear = {
  /**
   * Resolves when the event was heard since the last wait, after some time, or when the signal aborts.
   * @param atMost how long this wait may last, in milliseconds, if not as long as others
   * @returns whether the event was heard
   */
  wait(signal: AbortSignal, atMost?: number): Promise<boolean>;
  stop(): void;
};

/** Listens until stopped, so that what happens between two waits ends the second at once. A wait lasts at most `ms` if it does not say otherwise. */
export const earOn = (emitter: EventEmitter, event: string, ms: number): Ear => {
  let heard = false;
  const note = (): void => {
    heard = true;
  };
  emitter.on(event, note);
  return {
    wait: async (signal, atMost = ms) => {
      if (!heard) await waitFor(emitter, event, signal, atMost);
      const was = heard;
      heard = false;
      return was;
    },
    stop: () => {
      emitter.off(event, note);
    },
  };
};

/**
 * Waits for an event of an emitter: at most `ms`, and no longer once the signal aborts. Timer and listeners are held by
 * hand, because on Node 20 a signal of `AbortSignal.any` can be collected while somebody waits on it, and then never fires.
 */
const waitFor = (emitter: EventEmitter, event: string, signal: AbortSignal, ms: number): Promise<void> =>
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
