import { EventEmitter } from 'node:events';
import pg from 'pg';
import { type Ear, earOn } from './wait.js';

/** Wakes those who wait for new events: by NOTIFY from any process, and every `pollMs` as a second net. */
export type Waker = {
  /** An ear of its own for each who waits; a wait ends at the latest after the poll interval. */
  ear(): Ear;
  close(): Promise<void>;
};

const RETRY_MS = 500;

/**
 * Listens on a channel of the database, reconnecting for as long as it is open.
 * @param channel the NOTIFY channel, for example `appended`
 * @param pollMs upper bound of a wait, in milliseconds
 */
export const createWaker = (url: string, channel: string, pollMs = 5_000): Waker => {
  const woken = new EventEmitter().setMaxListeners(0);
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const listen = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url });
    const lost = (): void => {
      if (client !== next || closed) return;
      client = undefined;
      next.end().catch(() => {});
      retry = setTimeout(() => void listen(), RETRY_MS);
    };
    next.on('error', lost);
    next.on('end', lost);
    next.on('notification', () => woken.emit('woken'));
    client = next;
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      woken.emit('woken');
    } catch {
      lost();
    }
  };
  void listen();

  return {
    ear: () => earOn(woken, 'woken', pollMs),
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
};
