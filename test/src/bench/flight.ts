import { quantile } from './figure.js';

export type Flown = { readonly perSecond: number; readonly p99: number };

/** Keeps so many calls under way for so long. @returns calls a second, and the time in milliseconds that 99 of 100 take at most */
export const inFlight = async (callers: number, seconds: number, call: (nr: number) => Promise<unknown>): Promise<Flown> => {
  const began = performance.now();
  const until = began + seconds * 1000;
  const took: number[] = [];
  let nr = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) {
        const from = performance.now();
        await call(nr++);
        took.push(performance.now() - from);
      }
    }),
  );
  return { perSecond: took.length / ((performance.now() - began) / 1000), p99: quantile(took, 0.99) };
};
