// A service for tests of the network: it has health over mutual TLS and nothing else, ends in order on SIGTERM, and dies at once when
// PRETEND_DEATH is set, saying so.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

if (process.env.PRETEND_DEATH) {
  console.error(`pretend: ${process.env.PRETEND_DEATH}`);
  process.exit(1);
}

const same = (bytes: Buffer): Buffer => bytes;
const check = {
  path: '/grpc.health.v1.Health/Check',
  requestStream: false,
  responseStream: false,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
};
const pair = { cert_chain: readFileSync(setting('ACCOMPANY_TLS_CERT')), private_key: readFileSync(setting('ACCOMPANY_TLS_KEY')) };
const credentials = ServerCredentials.createSsl(readFileSync(setting('ACCOMPANY_TLS_CA')), [pair], true);

const serve = (): void => {
  const server = new Server();
  server.addService({ check }, { check: (_: unknown, answer: (error: null, status: Buffer) => void) => answer(null, Buffer.from([8, 1])) });
  server.bindAsync(address, credentials, (error) => {
    if (error !== null) throw error;
    console.log('pretend: serving');
  });
  process.once('SIGTERM', () => {
    console.log('pretend: ending in order');
    server.forceShutdown();
  });
};

const address = setting('ACCOMPANY_LISTEN');
const [host, port] = address.split(':');
const free = createServer();
const bind = (): unknown => free.listen({ host, port: Number(port) });
free.once('listening', () => free.close(serve));
free.once('error', () => console.log('pretend: waits for its address')).on('error', () => setTimeout(bind, 25));
bind();
