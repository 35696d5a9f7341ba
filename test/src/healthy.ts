import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Server, ServiceName } from '@accompany/local';
import { ChannelCredentials, createChannel, createClient } from 'nice-grpc';
import { HealthDefinition } from 'nice-grpc-server-health';
import { eventually } from './eventually.js';
import type { Harness } from './harness.js';

/** What a service says of its health, as a balancer asks it: 1 is SERVING, 2 NOT_SERVING. Rejects when it does not answer. */
export const healthOf = ({ network: { certificates, services } }: Harness, service: ServiceName) => {
  const [ca, key, cert] = ['ca.pem', 'svc-operator.key', 'svc-operator.pem'].map((file) => readFileSync(join(certificates, file)));
  const often = { 'grpc.initial_reconnect_backoff_ms': 50, 'grpc.max_reconnect_backoff_ms': 100 };
  const channel = createChannel(services[service] as string, ChannelCredentials.createSsl(ca, key, cert), often);
  const client = createClient(HealthDefinition, channel);
  return {
    ask: async (name = ''): Promise<number> => (await client.check({ service: name }, { signal: AbortSignal.timeout(2_000) })).status,
    close: () => channel.close(),
  };
};

/** Stops a Postgres and all its processes without ending them, so that it accepts connections and answers nothing; Linux only. */
export const freeze = async (server: Server): Promise<{ thaw(): void }> => {
  const { pid } = server.process();
  // The first process before the others are listed: while it runs it may start one more, which would go on answering.
  await stopped(pid);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  await Promise.all(children.map(stopped));
  return {
    thaw: () => {
      for (const one of [...children, pid]) process.kill(one, 'SIGCONT');
    },
  };
};

/** Stops a process, and resolves when it stands still, or was ending and waits to be buried. */
const stopped = (pid: number): Promise<unknown> => {
  process.kill(pid, 'SIGSTOP');
  return eventually('the process stands still', async () => /^State:\s+[TZ]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
};
