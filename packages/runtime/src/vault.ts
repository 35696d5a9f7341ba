import { readFile } from 'node:fs/promises';
import { createSealer, type Sealer, vaultKeySource } from '@accompany/access';
import { type VaultServiceClient, VaultServiceDefinition } from '@accompany/contracts/vault/v1/service';
import { ChannelCredentials } from '@grpc/grpc-js';
import { SpanKind } from '@opentelemetry/api';
import { ATTR_RPC_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { type ClientMiddleware, createChannel, createClient, createClientFactory, Metadata } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';
import type { Config } from './config.js';
import { callAttributes } from './telemetry/calls.js';
import { activeTraceparent, traced } from './telemetry/spans.js';

/** A sealer that fetches keys from the vault over mutual TLS, and its connection. */
export type VaultConnection = {
  readonly sealer: Sealer;
  /** Resolves when the vault serves. */
  check(): Promise<void>;
  close(): void;
};

/** `HealthCheckResponse.ServingStatus.SERVING`, which the library does not export. */
const SERVING = 1;
/** A vault that was restarted is found again within a second. */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 };

/** Connects to the vault; it need not be there yet. */
export const connectVault = async (config: Config, address: string, now: () => Date): Promise<VaultConnection> => {
  const [ca, cert, key] = await Promise.all([
    readFile(config.ACCOMPANY_TLS_CA),
    readFile(config.ACCOMPANY_TLS_CERT),
    readFile(config.ACCOMPANY_TLS_KEY),
  ]);
  const channel = createChannel(address, ChannelCredentials.createSsl(ca, key, cert), RECONNECT);
  const health = createClient(HealthDefinition, channel);
  const client: VaultServiceClient = createClientFactory().use(traceMiddleware).create(VaultServiceDefinition, channel);
  return {
    sealer: createSealer({ keys: vaultKeySource(client), now }),
    check: async () => {
      const { status } = await health.check({ service: VaultServiceDefinition.fullName });
      if (status !== SERVING) throw new Error('the vault says that it does not serve');
    },
    close: () => channel.close(),
  };
};

/** A client span around each call, whose traceparent goes along. */
const traceMiddleware: ClientMiddleware = async function* (call, options) {
  if (call.responseStream) return yield* call.next(call.request, options);
  const path = call.method.path.slice(1);
  const response = await traced(path, { kind: SpanKind.CLIENT, attributes: callAttributes(path) }, async (span) => {
    const metadata = Metadata(options.metadata);
    const traceparent = activeTraceparent();
    if (traceparent !== undefined) metadata.set('traceparent', traceparent);
    const answer = await call.next(call.request, { ...options, metadata }).next();
    span.setAttribute(ATTR_RPC_STATUS_CODE, 'OK');
    return answer.value;
  });
  return response as never;
};
