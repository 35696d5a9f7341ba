import type { Network as Clients } from '@accompany/client';
import type { Position } from '@accompany/contracts/common/v1/common';
import type { Network, NetworkOptions } from '@accompany/local';
import { EXIT, Failure } from '../exit.js';
import { connectAs, type NetworkState } from '../network.js';
import { dim, say, styled } from '../output.js';
import { demoAgencies, registerDemoDirectory } from './directory.js';

/** A network that this process holds, with clients for whoever acts. */
export type Held = {
  readonly state: NetworkState;
  readonly position: Position | undefined;
  /** Clients of an agency's person, or of the operator; kept until the network stops. */
  readonly as: (who: string, person?: string) => Clients;
  readonly stop: () => Promise<void>;
};

/** Starts the whole network, says how it comes up and when a service is started again, and registers the demo directory. */
export const startHeld = async (options: NetworkOptions, tell: (line: string) => void = say): Promise<Held> => {
  const { startNetwork } = await import('@accompany/local');
  const clients = new Map<string, Clients>();
  const network = await startNetwork({
    agencies: demoAgencies.map(({ id }) => id),
    onServing: (service) => tell(`  ${styled('green', 'up')}   ${service}`),
    onDeath: ({ service, how, againInMs }) => tell(`  ${styled('red', 'died')} ${service} (${how}); started again in ${againInMs} ms`),
    ...options,
  });
  const state = stateOf(network);
  const as = (who: string, person?: string): Clients => {
    const key = `${who}/${person}`;
    const client = clients.get(key) ?? connectAs(state, who, person);
    clients.set(key, client);
    return client;
  };
  const stop = async (): Promise<void> => {
    for (const client of clients.values()) client.close();
    // What leaves nothing behind has nothing to bring to an end in order.
    await network.stop({ now: options.fresh === true });
  };
  try {
    const position = await registerDemoDirectory(as('operator'));
    tell(dim(`  directory: ${demoAgencies.length} agencies with their offices and services`));
    return { state, position, as, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const stateOf = ({ services, certificates, caseLog, postgres, traces, viewer }: Network): NetworkState => ({
  services: Object.fromEntries(Object.entries(services)),
  certificates,
  caseLog,
  postgres,
  traces,
  viewer,
});

/** Where the traces of a held network go: it keeps them, and shows them if asked to; unless the environment names another receiver. */
export const whereTraces = (shown = false): NetworkOptions['traces'] => {
  const elsewhere = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!elsewhere) return shown ? 'view' : 'keep';
  if (!shown) return undefined;
  throw new Failure(
    `--traces shows what the services send here, and OTEL_EXPORTER_OTLP_ENDPOINT sends it to ${elsewhere}. Unset it.`,
    EXIT.usage,
  );
};

/** Waits for Ctrl-C or a request to end, then stops the network in order. A second Ctrl-C does not wait. */
export const untilStopped = async ({ stop }: Held): Promise<void> => {
  const asked = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const keptAlive = setInterval(() => {}, 60_000);
  await new Promise<void>((resolve) => {
    for (const signal of asked) process.once(signal, () => resolve());
  });
  clearInterval(keptAlive);
  say(dim('\nstopping …'));
  process.once('SIGINT', () => process.exit(1));
  await stop();
};
