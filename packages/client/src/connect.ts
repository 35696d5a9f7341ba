import { readFileSync } from 'node:fs';
import { ChannelCredentials, type Client, type CompatServiceDefinition, createChannel, createClientFactory } from 'nice-grpc';
import { deadlineMiddleware } from 'nice-grpc-client-middleware-deadline';
import { type RetryOptions, retryMiddleware } from 'nice-grpc-client-middleware-retry';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';
import { completeMutations, type DeadlineOption, describeCall, fixDeadline, mutationsOf, waitForReady } from './call.js';
import { RECONNECT, RETRY } from './retry-policy.js';
import { type ProcessName, SERVED_BY, SERVICES, type ServiceName } from './services.js';
import { traceCall } from './trace-call.js';

/** A client certificate and the authority that signed the servers': each as PEM text or as the path of a PEM file. */
export type Certificate = { readonly ca: string; readonly cert: string; readonly key: string };

export type ConnectOptions = {
  /** Where each service listens, `host:port`. Services that are left out fail only when they are called. */
  readonly services: Readonly<Partial<Record<ProcessName | 'vault', string>>>;
  /** The agency's own certificate: its URI name says which agency calls. */
  readonly certificate: Certificate;
  /** The person who acts for the agency: an opaque id, never a name. */
  readonly person: string;
};

// Nobody reads its counters, and they cost a good part of a call.
const CHANNEL = { ...RECONNECT, 'grpc.enable_channelz': 0 };

type CallOptions = DeadlineOption & RetryOptions;

/** A typed client per service. Each call takes options `{ deadline?, signal?, metadata?, retry… }` as a second argument. */
export type Network = { readonly [Name in ServiceName]: Client<(typeof SERVICES)[Name], CallOptions> } & {
  /** Closes the connections. Calls under way are given up. */
  readonly close: () => void;
};

/**
 * Connects an agency to the network over mutual TLS. Nothing is sent before the first call.
 * Calls end after 10 s unless given a deadline, wait that long while nobody listens, are repeated on UNAVAILABLE only (see
 * `retry-policy.json`), and reject with an error that `refusal` reads. `request_id` and `occurred_at` of a mutation are filled in when left out.
 */
export const connect = ({ services, certificate, person }: ConnectOptions): Network => {
  const credentials = credentialsOf(certificate);
  const names = Object.keys(SERVICES) as ServiceName[];
  const channels = names.map((name) => createChannel(addressOf(services, name), credentials, CHANNEL));
  const clients = names.map((name, index) => [name, clientOf(SERVICES[name], channels[index] as Channel, person)] as const);
  return { ...Object.fromEntries(clients), close: () => channels.forEach((channel) => void channel.close()) } as unknown as Network;
};

/**
 * Connects an operator to one service of one process, as `connect` does: for what every process serves to operators, such as
 * `OperationsService` and `RepairService`.
 * @param address where the process listens, `host:port`
 */
export const connectTo = <Service extends Definition>(
  definition: Service,
  address: string,
  { certificate, person }: Pick<ConnectOptions, 'certificate' | 'person'>,
): { readonly client: Client<Service, CallOptions>; readonly close: () => void } => {
  const channel = createChannel(address, credentialsOf(certificate), CHANNEL);
  return { client: clientOf(definition, channel, person), close: () => channel.close() };
};

type Channel = ReturnType<typeof createChannel>;
type Definition = CompatServiceDefinition & Parameters<typeof mutationsOf>[0];

const credentialsOf = ({ ca, key, cert }: Certificate): ChannelCredentials => ChannelCredentials.createSsl(pem(ca), pem(key), pem(cert));

// The factory runs what is attached last first: trace and deadline over all attempts, then retries, then what belongs to one attempt.
const clientOf = <Service extends Definition>(definition: Service, channel: Channel, person: string): Client<Service, CallOptions> =>
  createClientFactory()
    .use(errorDetailsClientMiddleware)
    .use(describeCall(person))
    .use(waitForReady(channel))
    .use(retryMiddleware)
    .use(deadlineMiddleware)
    .use(fixDeadline)
    .use(completeMutations(mutationsOf(definition)))
    .use(traceCall)
    .create(definition, channel, { '*': RETRY });

const addressOf = (services: ConnectOptions['services'], name: ServiceName): string => services[SERVED_BY[name]] ?? '127.0.0.1:9';

const pem = (given: string): Buffer => (given.includes('-----BEGIN') ? Buffer.from(given) : readFileSync(given));
