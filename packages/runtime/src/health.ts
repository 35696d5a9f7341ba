import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Keeps the health of a service up to date. */
export type Health = { stop(): Promise<void> };

const EVERY_MS = 1_000;
/** How long the database may be away before the service says that it does not serve, in milliseconds. */
const GRACE_MS = 3_000;
/** Time between saying NOT_SERVING and refusing calls, so that balancers can turn away, in milliseconds. */
const NOTICE_MS = 2_000;

/** Asks the database every second; a loss longer than its grace is NOT_SERVING until it is back. Stopping says so first. */
export const createHealth = (db: Pool, setServing: (serving: boolean) => void): Health => {
  const stopping = new AbortController();
  let lastSeen = Date.now();
  setServing(true);

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await db.query('select 1').then(
        () => {
          lastSeen = Date.now();
        },
        () => {},
      );
      if (!stopping.signal.aborted) setServing(Date.now() - lastSeen <= GRACE_MS);
      await delay(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const done = watch();
  return {
    stop: async () => {
      stopping.abort();
      setServing(false);
      await done;
      await delay(NOTICE_MS);
    },
  };
};
