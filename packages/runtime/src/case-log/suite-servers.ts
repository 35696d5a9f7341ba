import { randomUUID } from 'node:crypto';
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import pino from 'pino';
import type { CaseLog } from './case-log.js';
import { openKafkaLog } from './kafka.js';
import { openCaseLog } from './open.js';

/** What the suite needs of a server: the log on it, directly or by a way that can be cut. */
export type Adapter = {
  name: string;
  start: () => Promise<void>;
  open: () => Promise<CaseLog>;
  openThrough: (way: Way) => Promise<CaseLog>;
  address: () => { host: string; port: number };
  stop: () => Promise<void>;
};

export const logger = pino({ level: process.env.ACCOMPANY_LOG_LEVEL ?? 'silent' });

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the suite runs on real servers, which "npm test" starts`);
  return value;
};

export const kafkaAdapter = (): Adapter => {
  const address = () => {
    const at = required('ACCOMPANY_KAFKA');
    return { host: at.slice(0, at.lastIndexOf(':')), port: Number(at.slice(at.lastIndexOf(':') + 1)) };
  };
  return {
    name: 'kafka',
    start: async () => void required('ACCOMPANY_KAFKA'),
    open: () => openCaseLog(`kafka://${required('ACCOMPANY_KAFKA')}`, { logger, clientId: 'suite' }),
    // A broker tells its clients its own address, so that not the address but the sockets are led through the way.
    openThrough: async (way) =>
      openKafkaLog([required('ACCOMPANY_KAFKA')], {
        logger,
        clientId: 'suite',
        socketFactory: ({ onConnect }) => connectSocket(way.port(), '127.0.0.1', onConnect),
      }),
    address,
    stop: async () => undefined,
  };
};

/** A new database for the embedded log, which exists between create and drop. */
export const embeddedDatabase = () => {
  const database = `case_log_${randomUUID().replaceAll('-', '')}`;
  const admin = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: required('ACCOMPANY_POSTGRES') });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  return {
    url: () => Object.assign(new URL(required('ACCOMPANY_POSTGRES')), { pathname: `/${database}` }),
    create: () => admin(`create database ${database}`),
    drop: () => admin(`drop database ${database} with (force)`),
  };
};

export const embeddedAdapter = (): Adapter => {
  const { url, create, drop } = embeddedDatabase();
  return {
    name: 'embedded',
    start: create,
    open: () => openCaseLog(url().href, { logger, clientId: 'suite' }),
    openThrough: (way) =>
      openCaseLog(Object.assign(url(), { hostname: '127.0.0.1', port: String(way.port()) }).href, { logger, clientId: 'suite' }),
    address: () => ({ host: url().hostname, port: Number(url().port || 5432) }),
    stop: drop,
  };
};

export type Way = { port: () => number; cut: () => Promise<void>; mend: () => Promise<void> };

/** A way to a server. Cut, it drops what is connected and refuses what comes, as if the server were killed. */
export const wayTo = async (address: { host: string; port: number }): Promise<Way> => {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server = createServer((here) => {
        const there = connectSocket(address.port, address.host);
        for (const socket of [here, there]) {
          sockets.add(socket);
          socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
        }
        here.on('close', () => there.destroy());
        there.on('close', () => here.destroy());
        here.pipe(there).pipe(here);
      });
      server.on('error', reject).listen(port, '127.0.0.1', () => {
        const bound = server?.address();
        if (bound && typeof bound === 'object') port = bound.port;
        resolve();
      });
    });
  await listen();
  return {
    port: () => port,
    cut: async () => {
      const closed = new Promise((resolve) => server?.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: listen,
  };
};
