import { readFile } from 'node:fs/promises';
import { ServerCredentials } from '@grpc/grpc-js';
import { createServer, type Server } from 'nice-grpc';
import { errorDetailsServerMiddleware } from 'nice-grpc-error-details';
import { HealthDefinition, HealthServiceImpl, HealthState } from 'nice-grpc-server-health';
import { ServerReflection, ServerReflectionService } from 'nice-grpc-server-reflection';
import { untilFree } from './address.js';
import type { Config } from './config.js';
import { peerInterceptor } from './peer.js';
import { implement, type Served, type Surroundings } from './serve.js';
import { inTurns } from './turns.js';
import { descriptorsOf } from './validate.js';

/** Largest message, in bytes. */
const MAX_MESSAGE = 256 * 1024;
const MAX_STREAMS = 100;
/** Calls that begin in one turn of the event loop: measured with 64 in flight, where 8 to 16 are best. */
const A_TURN = 12;

/** A listening gRPC server and what it says of its health. */
export type RunningServer = {
  readonly setServing: (serving: boolean) => void;
  /** Takes no new calls and waits for those under way, at most `ms`; then ends them. */
  drain(ms: number): Promise<void>;
};

/** Starts the gRPC server: mutual TLS 1.3, identity, health, reflection, and the services. */
export const startServer = async (config: Config, services: readonly Served[], around: Surroundings): Promise<RunningServer> => {
  const options = {
    interceptors: [peerInterceptor],
    'grpc.max_receive_message_length': MAX_MESSAGE,
    'grpc.max_send_message_length': 4 * 1024 * 1024,
    'grpc.max_concurrent_streams': MAX_STREAMS,
    // Nobody reads it; its counters cost a good part of a call's time.
    'grpc.enable_channelz': 0,
  };
  const server: Server = createServer(options as never);
  // Not serving until it is said to be; as many listen as watch.
  const health = HealthState().setMaxListeners(0);
  health.setStatus('unhealthy');
  const names = services.map(({ definition }) => definition.fullName);
  server.add(HealthDefinition, HealthServiceImpl(health));
  server.add(ServerReflectionService, reflection(names));
  const turn = inTurns(A_TURN);
  for (const served of services) server.with(errorDetailsServerMiddleware).add(served.definition as never, implement(served, around, turn));
  const secure = await credentials(config);
  await untilFree(config.ACCOMPANY_LISTEN, { seconds: config.ACCOMPANY_START_PATIENCE_SECONDS, logger: around.logger });
  await server.listen(config.ACCOMPANY_LISTEN, secure);
  return {
    setServing: (serving) => {
      for (const name of ['', ...names]) health.setStatus(serving ? 'healthy' : 'unhealthy', name);
    },
    drain: async (ms) => {
      const bound = setTimeout(() => server.forceShutdown(), ms);
      await server.shutdown();
      clearTimeout(bound);
    },
  };
};

/** Reads the descriptors when somebody asks: most services are never asked, and reading them is a good part of a start. */
const reflection = (names: readonly string[]): ReturnType<typeof ServerReflection> => {
  let read: ReturnType<typeof ServerReflection> | undefined;
  return {
    serverReflectionInfo: (requests, context) => {
      read ??= ServerReflection(descriptorsOf('descriptor.binpb'), names);
      return read.serverReflectionInfo(requests, context);
    },
  };
};

const credentials = async (config: Config): Promise<ServerCredentials> => {
  const [ca, cert, key] = await Promise.all([
    readFile(config.ACCOMPANY_TLS_CA),
    readFile(config.ACCOMPANY_TLS_CERT),
    readFile(config.ACCOMPANY_TLS_KEY),
  ]);
  return ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true);
};
