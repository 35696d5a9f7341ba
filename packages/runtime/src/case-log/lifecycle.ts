/** A consumer's `done`, which may be settled before its owner looks at it: a rejection that waits is not an unhandled one. */
export const settlement = () => {
  let resolve = (): void => undefined;
  let reject = (_error: unknown): void => undefined;
  const done = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  done.catch(() => undefined);
  return { done, resolve, reject };
};

/** What a log has open, so that closing the log closes it. A thing that its owner closes is forgotten. */
export const openThings = () => {
  const closers = new Set<() => Promise<void>>();
  return {
    /** Gives back a close that runs once however often it is called. */
    add: (close: () => Promise<void>): (() => Promise<void>) => {
      let closing: Promise<void> | undefined;
      const once = () => {
        closers.delete(once);
        closing ??= close();
        return closing;
      };
      closers.add(once);
      return once;
    },
    closeAll: async () => {
      await Promise.all([...closers].map((close) => close()));
    },
  };
};
