import { randomInt } from 'node:crypto';
import getPort from 'get-port';

/**
 * A free port on the loopback address, chosen by chance from 12000 to 31999.
 * Below the range that systems give to outgoing connections: a client that retries against a stopped server on a port of that
 * range can be connected to itself, and the server could then not come back on its port.
 */
export const freePort = (): Promise<number> =>
  getPort({ host: '127.0.0.1', port: Array.from({ length: 50 }, () => randomInt(12_000, 32_000)) });
