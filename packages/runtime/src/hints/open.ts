import type { Logger } from 'pino';
import type { Hints } from './hints.js';

/** Hints over NATS, connected in the background for as long as it takes. Without a url there are none, and everything still works. */
export const openHints = async (url: string | undefined, logger: Logger): Promise<Hints> =>
  url ? (await import('./nats.js')).natsHints(url, logger) : noHints;

const noHints: Hints = {
  publish: () => undefined,
  subscribe: () => () => undefined,
  close: async () => undefined,
};
