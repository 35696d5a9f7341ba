/** A signal that aborts with the first of several, until it is released. */
export type End = { readonly signal: AbortSignal; release(): void };

/** Joins signals. By hand, because on Node 20 a signal of `AbortSignal.any` can be collected while somebody waits on it. */
export const endOf = (...signals: readonly AbortSignal[]): End => {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  for (const signal of signals) {
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  }
  return {
    signal: ended.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', end);
    },
  };
};
