/** Writes down how far a consumer has come, without holding it up. */
export type Bookmark = {
  /** Asks for it to be written; while it is being written, what comes meanwhile is written once, afterwards. */
  set(write: () => Promise<void>): void;
  /** Resolves when nothing more is to be written. */
  settled(): Promise<void>;
};

/**
 * A bookmark that is written in the background. One that could not be written is left: it only says where to read on, and
 * who reads from an older one drops what it has seen.
 */
export const createBookmark = (onError: (error: unknown) => void): Bookmark => {
  let next: (() => Promise<void>) | undefined;
  let writing: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    for (let write = next; write !== undefined; write = next) {
      next = undefined;
      await write().catch(onError);
    }
    writing = undefined;
  };

  return {
    set: (write) => {
      next = write;
      writing ??= run();
    },
    settled: async () => {
      await writing;
    },
  };
};
