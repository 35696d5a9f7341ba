import pRetry from 'p-retry';
import { isUnreachable } from './errors.js';
import type { Logger } from './log.js';

/** How long a start waits for the servers that it cannot do without. */
export type Patience = { readonly seconds: number; readonly logger: Logger };

/**
 * Does what needs a server; while the server is away it tries again, after a quarter of a second at first and at most every five.
 * The first failure is logged, so that a start that waits says for what.
 * @param url where the server is; its credentials are never told
 * @throws Error that names the server, when it was away for so long; anything else that went wrong, at once
 */
export const reach = async <Result>(url: string, { seconds, logger }: Patience, work: () => Promise<Result>): Promise<Result> => {
  const server = placeOf(url);
  try {
    return await pRetry(work, {
      retries: Number.POSITIVE_INFINITY,
      ...{ minTimeout: 250, factor: 2, maxTimeout: 5_000, maxRetryTime: seconds * 1_000 },
      shouldRetry: ({ error }) => isUnreachable(error),
      onFailedAttempt: ({ attemptNumber, error }) => {
        if (attemptNumber > 1 || !isUnreachable(error)) return;
        logger.warn({ server, code: codeOf(error) }, `${server} cannot be reached; trying again for up to ${seconds} s`);
      },
    });
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const code = codeOf(error);
    throw Object.assign(new Error(`${server} could not be reached for ${seconds} s (${code}): is it running, and is this its address?`), {
      code,
    });
  }
};

/** `postgres://role:secret@host:5432/name` as `postgres at host:5432/name`. */
const placeOf = (url: string): string => url.replace(/^(\w+):\/\/(?:.*@)?([^?]*).*$/, '$1 at $2');

/** What the system or the server says is wrong, for example `ECONNREFUSED`; else what the driver does. */
const codeOf = (error: unknown): string => {
  const { code, cause, message } = error as { code?: unknown; cause?: unknown; message: string };
  if (code !== undefined) return String(code);
  return cause instanceof Error ? codeOf(cause) : message;
};
