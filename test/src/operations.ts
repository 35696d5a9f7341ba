import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GetStatusResponse, OperationsServiceDefinition } from '@accompany/contracts/operations/v1/service';
import { ChannelCredentials, createChannel, createClient } from 'nice-grpc';
import { eventually } from './eventually.js';
import type { Harness } from './harness.js';

/** What every service says of itself, as the operator reads it. */
export const statuses = async ({ network: { services, certificates } }: Harness): Promise<GetStatusResponse[]> => {
  const [ca, key, cert] = ['ca.pem', 'svc-operator.key', 'svc-operator.pem'].map((file) => readFileSync(join(certificates, file)));
  const credentials = ChannelCredentials.createSsl(ca, key, cert);
  const channels = Object.values(services).map((address) => createChannel(address, credentials));
  try {
    const calls = channels.map((channel) => createClient(OperationsServiceDefinition, channel));
    return await Promise.all(calls.map((call) => call.getStatus({}, { signal: AbortSignal.timeout(5_000) })));
  } finally {
    for (const channel of channels) channel.close();
  }
};

const heads = (all: readonly GetStatusResponse[]): number => all.reduce((sum, { headPosition }) => sum + headPosition, 0);

/**
 * Waits until every event is sent and read by every service and caused nothing more, and gives back how many there are.
 * Between two looks at the stores nothing was left to read, so nothing is under way.
 */
export const settled = (harness: Harness, withinMs?: number): Promise<number> =>
  eventually(
    'every event is sent and read',
    async () => {
      const before = await statuses(harness);
      const open = before.flatMap(({ service, headPosition, relayedPosition, lags, storeAnswered, logAnswered }) => [
        ...(storeAnswered && logAnswered ? [] : [`${service} cannot tell what it has to read`]),
        ...(relayedPosition < headPosition ? [`${service} has ${headPosition - relayedPosition} to send`] : []),
        ...lags.flatMap(({ topic, partition, events }) =>
          events > 0 ? [`${service} has ${events} of ${topic}/${partition} to read`] : [],
        ),
      ]);
      if (open.length > 0) throw new Error(open.join(', '));
      const after = await statuses(harness);
      return heads(after) === heads(before) && heads(after);
    },
    withinMs,
  );
