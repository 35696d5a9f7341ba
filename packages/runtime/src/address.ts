import { createServer } from 'node:net';
import pRetry from 'p-retry';
import type { Patience } from './reach.js';

/**
 * Waits until nobody listens at an address `host:port`. A successor gets ready while the process that it takes over from still
 * answers, so that a restart leaves callers alone for no longer than it takes to bind. One line says that it waits.
 * @throws Error with code EADDRINUSE when it was taken for longer than a start may wait
 */
export const untilFree = (address: string, { seconds, logger }: Patience): Promise<void> =>
  pRetry(() => bindOnce(address), {
    retries: Number.POSITIVE_INFINITY,
    ...{ minTimeout: 25, factor: 1, maxRetryTime: seconds * 1_000 },
    shouldRetry: ({ error }) => (error as NodeJS.ErrnoException).code === 'EADDRINUSE',
    onFailedAttempt: ({ attemptNumber }) => {
      if (attemptNumber === 1) logger.info({ listen: address }, 'ready; waits for its address');
    },
  });

/** The gRPC library prints a line for each attempt of its own, so it is asked to bind only what is free. */
const bindOnce = (address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const [host, port] = address.split(':');
    const taken = createServer().once('error', reject);
    taken.listen({ host, port: Number(port) }, () => taken.close(() => resolve()));
  });
