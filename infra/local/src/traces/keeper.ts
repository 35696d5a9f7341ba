import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemory } from './memory.js';
import { type OtlpReceiver, startOtlpReceiver } from './receiver.js';
import { forwardTo } from './zipkin-spans.js';

/** Keeps the traces of a network, for as long as the process that holds it runs. */
export type Keeper = {
  /** Where services send their spans, by OTLP. */
  readonly endpoint: string;
  /** Where a trace is asked for: `GET <address>/traces/<trace id>` answers with its spans and those that link to it, as JSON. */
  readonly address: string;
  stop(): void;
};

/** About 20 MB: some thousand commands. */
const MOST_SPANS = 20_000;
const TRACE = /^\/traces\/([0-9a-f]{32})$/;

/** Starts a keeper on free ports of the loopback address. `zipkin`: the URL of a Zipkin that gets all spans as well. */
export const startKeeper = async (zipkin?: string): Promise<Keeper> => {
  const memory = createMemory(MOST_SPANS);
  const forward = zipkin === undefined ? () => {} : forwardTo(zipkin);
  const receiver: OtlpReceiver = await startOtlpReceiver((spans) => {
    memory.add(spans);
    forward(spans);
  });
  const server = createServer(({ method, url = '' }, response) => {
    const [, traceId] = (method === 'GET' && TRACE.exec(url)) || [];
    if (traceId === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(memory.about(traceId)));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    endpoint: receiver.endpoint,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      receiver.stop();
      server.close();
      server.closeAllConnections();
    },
  };
};
