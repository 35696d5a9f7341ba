import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, credentials, Server, ServerCredentials } from '@grpc/grpc-js';

const METHOD = '/accompany.bench.Echo/Echo';
const same = (bytes: Buffer): Buffer => bytes;
const read = (folder: string, name: string): Buffer => readFileSync(join(folder, name));

/** A bare call over the same mutual TLS: an echo in a process of its own that answers with so many bytes. */
export const startEcho = async (certificates: string, answerBytes: number) => {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), certificates, String(answerBytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  const secure = credentials.createSsl(
    read(certificates, 'ca.pem'),
    read(certificates, 'agency-aple.key'),
    read(certificates, 'agency-aple.pem'),
  );
  const client = new Client(`localhost:${port}`, secure);
  return {
    call: (request: Buffer): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(METHOD, same, same, request, (error, answer) =>
          error === null ? resolve(answer as Buffer) : reject(error),
        );
      }),
    stop: () => {
      client.close();
      child.kill('SIGKILL');
    },
  };
};

const serveEcho = (certificates: string, answerBytes: number): void => {
  const server = new Server();
  const answer = Buffer.alloc(answerBytes, 1);
  const definition = {
    echo: {
      path: METHOD,
      requestStream: false,
      responseStream: false,
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: same,
      responseDeserialize: same,
    },
  };
  server.addService(definition, {
    echo: (_call: unknown, respond: (error: null, answer: Buffer) => void) => respond(null, answer),
  });
  const pair = { private_key: read(certificates, 'svc-intake.key'), cert_chain: read(certificates, 'svc-intake.pem') };
  const secure = ServerCredentials.createSsl(read(certificates, 'ca.pem'), [pair], true);
  server.bindAsync('localhost:0', secure, (error, port) => {
    if (error !== null) throw error;
    console.log(port);
  });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) serveEcho(process.argv[2] as string, Number(process.argv[3]));
