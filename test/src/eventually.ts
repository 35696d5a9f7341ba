import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks until `find` gives something, or no longer throws, within a deadline in milliseconds.
 * @throws Error that names what was waited for, with the last failure as its cause
 */
export const eventually = async <Found>(
  what: string,
  find: () => Promise<Found | undefined | false>,
  withinMs = 20_000,
): Promise<Found> => {
  const deadline = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await find();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`, { cause: last });
    await delay(25);
  }
};

/** Runs the tasks, at most `width` at a time, and gives back their results in order. */
export const inParallel = async <Result>(width: number, tasks: readonly (() => Promise<Result>)[]): Promise<Result[]> => {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    for (let mine = next++; mine < tasks.length; mine = next++) results[mine] = await (tasks[mine] as () => Promise<Result>)();
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, worker));
  return results;
};
