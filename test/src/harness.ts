import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Network as Clients, connect } from '@accompany/client';
import {
  type Addresses,
  type Database,
  type NetworkOptions,
  type Network as Processes,
  type Server,
  type ServiceName,
  startKafka,
  startNetwork,
  variableOf,
} from '@accompany/local';
import pg from 'pg';

/** A whole network of service processes for one test file, and the ways to call it and to look into it. */
export type Harness = {
  readonly network: Processes;
  /** The log's server where the test has one of its own. */
  readonly kafka: Server | undefined;
  /** The network as a person of an agency has it. */
  readonly as: (agency: string, person?: string) => Clients;
  /** The network as the operator has it. */
  readonly operator: Clients;
  /** A service's database, for reading only. */
  readonly db: (service: ServiceName) => pg.Pool;
  /** A second process of a service, on the same database; gives back the network as its callers have it. */
  readonly twin: (service: ServiceName) => Promise<Harness['as']>;
  /** Services that ended by themselves and were started again. */
  readonly deaths: string[];
  readonly stop: () => Promise<void>;
};

export type HarnessOptions = Pick<NetworkOptions, 'environment' | 'services' | 'agencies' | 'metrics' | 'traces' | 'postgres'> & {
  /** The log: topics of its own on the tests' Kafka, a Kafka of its own to look into or to kill, or the embedded one. Default: Kafka. */
  log?: 'kafka' | 'own kafka' | 'embedded';
};

/**
 * Starts every service on new databases of the tests' Postgres and on a log of its own, because a log belongs to one network.
 * Throws when a service does not serve, with the last lines of its log, and then leaves nothing running.
 */
export const startHarness = async ({ log = 'kafka', ...options }: HarnessOptions = {}): Promise<Harness> => {
  const kafka = log === 'own kafka' ? await startKafka() : undefined;
  const deaths: string[] = [];
  const fingerprintKey = randomBytes(32).toString('base64');
  const common: NetworkOptions = {
    fresh: true,
    stateFile: false,
    kafka: log === 'kafka' ? `${sharedKafka()}/${randomUUID()}` : (kafka?.address ?? false),
    onDeath: ({ service, how, lastLines }) => deaths.push(`${service} ended (${how}):\n${lastLines}`),
  };
  const environment = (service: ServiceName) => ({ ACCOMPANY_FINGERPRINT_KEY: fingerprintKey, ...options.environment?.(service) });
  let network: Processes;
  try {
    network = await startNetwork({ ...common, ...options, environment });
  } catch (error) {
    await kafka?.stop();
    throw error;
  }
  const clients = clientsOf(network.certificates);
  const twins: Processes[] = [];
  const twin = async (service: ServiceName): Promise<Harness['as']> => {
    const { appUrl, ownerUrl } = network.databases.get(service) as Database;
    const second = await startNetwork({
      ...common,
      services: [service],
      environment: () => ({
        ...environment(service),
        ACCOMPANY_DATABASE_URL: appUrl,
        ACCOMPANY_DATABASE_OWNER_URL: ownerUrl,
        ACCOMPANY_CASE_LOG: network.caseLog,
        ACCOMPANY_VAULT_ADDRESS: network.services.vault,
      }),
    });
    twins.push(second);
    return (agency, person = `${agency}-1`) => clients.of({ ...network.services, ...second.services }, `agency-${agency}`, person);
  };
  const pools = new Map<string, pg.Pool>();
  const db = (service: ServiceName): pg.Pool => {
    const connectionString = network.databases.get(service)?.superUrl as string;
    const pool = pools.get(connectionString) ?? readOnlyPool(connectionString);
    pools.set(connectionString, pool);
    return pool;
  };
  return {
    network,
    kafka,
    as: (agency, person = `${agency}-1`) => clients.of(network.services, `agency-${agency}`, person),
    operator: clients.of(network.services, 'svc-operator', 'operator-1'),
    db,
    twin,
    deaths,
    stop: async () => {
      clients.close();
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      await Promise.all([...twins, network].map((one) => one.stop({ now: true })));
      await kafka?.stop();
    },
  };
};

const sharedKafka = (): string => {
  const address = process.env[variableOf('kafka')];
  if (address === undefined)
    throw new Error(`${variableOf('kafka')} is not set: the tests' setup starts Kafka unless ACCOMPANY_SERVERS=none`);
  return address;
};

/** Clients by address, certificate and person, each connected once. */
const clientsOf = (certificates: string) => {
  const made = new Map<string, Clients>();
  const of = (services: Addresses, identity: string, person: string): Clients => {
    const name = JSON.stringify([services, identity, person]);
    const [ca, cert, key] = ['ca.pem', `${identity}.pem`, `${identity}.key`].map((file) => join(certificates, file)) as [
      string,
      string,
      string,
    ];
    const one = made.get(name) ?? connect({ services, certificate: { ca, cert, key }, person });
    made.set(name, one);
    return one;
  };
  const close = () => {
    for (const one of made.values()) one.close();
  };
  return { of, close };
};

const readOnlyPool = (connectionString: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString, max: 4, options: '-c default_transaction_read_only=on' });
  pool.on('error', () => {});
  return pool;
};
