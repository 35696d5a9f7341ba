/** Writes down how far a consumer has come, without holding it up. */
export type Bookmark = {
  /** Asks for it to be written within the interval; what is asked for meanwhile is written with it. */
  set(write: () => Promise<void>): void;
  /** Writes at once what is still to be written, and resolves when it is. */
  settled(): Promise<void>;
};

/**
 * A bookmark that is written in the background, at most once an interval (milliseconds): each write costs the log more than
 * a record does. One that could not be written is left: it only says where to read on, and who reads from an older one
 * drops what it has seen.
 */
export const createBookmark = (intervalMs: number, onError: (error: unknown) => void): Bookmark => {
  let next: (() => Promise<void>) | undefined;
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      const due = next;
      next = undefined;
      await due?.().catch(onError);
    });
    return writing;
  };

  return {
    set: (due) => {
      next = due;
      timer ??= setTimeout(() => void write(), intervalMs);
    },
    settled: write,
  };
};
