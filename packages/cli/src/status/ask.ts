import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { type GetStatusResponse, OperationsServiceDefinition } from '@accompany/contracts/operations/v1/service';
import { ChannelCredentials, createChannel, createClient } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';
import { certificateOf, type NetworkState } from '../network.js';

/** What a service said of itself; `status` is missing when it did not answer that. */
export type Answer = {
  readonly service: string;
  readonly address: string;
  readonly health: 'serving' | 'not serving' | 'away';
  readonly status?: GetStatusResponse | undefined;
};

/** Longest wait for a service, in milliseconds: it gives its own database and log less. */
const PATIENCE_MS = 5_000;

/** Asks every service of a network at once, as the operator. A service that does not answer is an answer as well. */
export const askAll = async (state: NetworkState, stop: AbortSignal): Promise<Answer[]> => {
  const { ca, cert, key } = certificateOf(state.certificates, 'operator');
  const credentials = ChannelCredentials.createSsl(readFileSync(ca), readFileSync(key), readFileSync(cert));
  const limit = new AbortController();
  // Every call to every service waits on it.
  setMaxListeners(0, limit.signal);
  const end = (): void => limit.abort();
  const timer = setTimeout(end, PATIENCE_MS);
  stop.addEventListener('abort', end);
  try {
    return await Promise.all(Object.entries(state.services).map(([service, address]) => ask(service, address, credentials, limit.signal)));
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', end);
  }
};

const ask = async (service: string, address: string, credentials: ChannelCredentials, signal: AbortSignal): Promise<Answer> => {
  const channel = createChannel(address, credentials);
  try {
    const [health, status] = await Promise.all([
      createClient(HealthDefinition, channel)
        .check({ service: '' }, { signal })
        .then((said) => (said.status === 1 ? 'serving' : 'not serving'))
        .catch(() => 'away' as const),
      createClient(OperationsServiceDefinition, channel)
        .getStatus({}, { signal })
        .catch(() => undefined),
    ]);
    return { service, address, health, status };
  } finally {
    channel.close();
  }
};
