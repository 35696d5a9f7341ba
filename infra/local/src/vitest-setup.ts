// Vitest's global setup: Postgres, Kafka and NATS run while the tests run, their addresses in ACCOMPANY_POSTGRES, _KAFKA, _NATS.
// A server whose variable is set already is used as it is. ACCOMPANY_SERVERS=none starts nothing (quick runs of pure tests).
import { groundServers, provideAll, release, variableOf } from '@accompany/local';

export default async (): Promise<(() => Promise<void>) | undefined> => {
  if (process.env.ACCOMPANY_SERVERS === 'none') return undefined;
  const servers = await provideAll(groundServers, { lasting: false });
  for (const server of servers) process.env[variableOf(server.name)] = server.address;
  return async () => {
    await Promise.all(servers.map((server) => release(server)));
  };
};
