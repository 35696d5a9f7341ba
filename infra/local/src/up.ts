import { rm } from 'node:fs/promises';
import { serversFile } from './folders.js';
import { groundServers, isRunning, type Provided, provide, release, serverNames } from './provide.js';
import type { ServerName } from './server.js';
import { readState, writeState } from './state.js';
import { Unavailable } from './unavailable.js';

export type Standing = Provided & { running: boolean };

const recorded = async (): Promise<Provided[]> => (await readState<{ servers: Provided[] }>(serversFile()))?.servers ?? [];

/** What `up` started, and whether it still runs. */
export const status = async (): Promise<Standing[]> =>
  Promise.all((await recorded()).map(async (server) => ({ ...server, running: await isRunning(server) })));

/**
 * Starts the named servers and leaves them running; those that run already are left as they are. What was started is written
 * down before a failure of another is told, so that `down` always finds it.
 */
export const up = async (names: readonly ServerName[] = groundServers): Promise<Provided[]> => {
  const standing = await status();
  const running = standing.filter((server) => server.running && server.from !== 'environment');
  const wanted = names.filter((name) => !running.some((server) => server.name === name));
  const outcomes = await Promise.allSettled(wanted.map((name) => provide(name, { lasting: true })));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const servers = [...running, ...started].sort((a, b) => serverNames.indexOf(a.name) - serverNames.indexOf(b.name));
  if (servers.length > 0) await writeState(serversFile(), { servers });
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Error).message] : []));
  if (failed.length > 0) throw new Unavailable(failed.join('\n\n'));
  return servers;
};

/** Ends what `up` started, and only that. Data goes too, unless `keep`; kept data is found again by the next `up`. */
export const down = async (options: { keep: boolean }): Promise<Provided[]> => {
  const servers = (await recorded()).filter((server) => server.from !== 'environment');
  await Promise.all(servers.map((server) => release(server, options)));
  await rm(serversFile(), { force: true });
  return servers;
};
