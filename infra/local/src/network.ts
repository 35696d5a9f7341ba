import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase, type Database, dropDatabase } from './databases.js';
import { networkFile } from './folders.js';
import { hold } from './guarding.js';
import { type GroundOptions, prepareGround } from './network-ground.js';
import { freePort } from './ports.js';
import { beganAt, isAlive, type Launch, type ProcessId } from './processes.js';
import { nodeOptions, programOf } from './program.js';
import { type Addresses, type ServiceName, serviceEnvironment, serviceNames } from './service-environment.js';
import { type Probe, probe } from './serving.js';
import { readState, writeState } from './state.js';
import { type Death, type Supervised, supervise } from './supervise.js';
import { startTraces } from './traces/traces.js';

/** The agencies that have a certificate in a development network, unless others are named. */
export const developmentAgencies = ['aple', 'a21', 'ahtjp-siem-reap', 'dosvy-siem-reap', 'dosvy-phnom-penh'] as const;

export type NetworkOptions = Partial<Omit<GroundOptions, 'agencies' | 'services'>> & {
  /** Only these services. Default: all. */
  services?: readonly ServiceName[];
  agencies?: readonly string[];
  /** Where the network says where it is; false: nowhere. Default: ACCOMPANY_STATE, else `network.json` in the cache folder. */
  stateFile?: string | false;
  /** `keep`: the services' traces are kept while the network runs, for `accompany trace`; `view`: a Zipkin shows them too. Default: neither. */
  traces?: 'keep' | 'view' | undefined;
  /** Each service answers with its metrics on a port of its own. Default: false. */
  metrics?: boolean;
  /** More for the environment of each service. */
  environment?: (service: ServiceName) => NodeJS.ProcessEnv;
  /** Told when a service ended by itself and is started again. */
  onDeath?: (death: Death) => void;
  /** Told when a service serves for the first time. */
  onServing?: (service: ServiceName) => void;
  /** The program of each service. Default: the one in `services/`. */
  program?: (service: ServiceName) => string;
  /** How long a service may take until it serves. Default: 60 s. */
  startTimeoutMs?: number;
};

/** The contents of the state file. */
export type NetworkState = {
  services: Addresses;
  /** Where each service answers with its metrics (`http://<address>/metrics`); nothing where that was not asked for. */
  metrics: Addresses;
  agencies: readonly string[];
  certificates: string;
  caseLog: string;
  postgres: string;
  nats?: string | undefined;
  logs: string;
  /** Where its traces are kept. */
  traces?: string | undefined;
  /** The page that shows them. */
  viewer?: string | undefined;
  /** The process that holds the network. */
  holder: ProcessId;
};

export type Network = Omit<NetworkState, 'holder'> & {
  databases: ReadonlyMap<ServiceName, Database>;
  process(service: ServiceName): ProcessId | undefined;
  /** Sends a signal and leaves everything else as it is: the service is started again if it ends by it. */
  signal(service: ServiceName, signal: NodeJS.Signals): void;
  /** Ends the service (default: SIGKILL); it stays away until `restart`. */
  kill(service: ServiceName, signal?: NodeJS.Signals): Promise<void>;
  /** Starts the service and waits until it serves; where it runs, its successor takes over from it without a gap. */
  restart(service: ServiceName): Promise<void>;
  /** Ends the service, gives it a new, empty database and starts it. */
  wipe(service: ServiceName): Promise<void>;
  /** Ends every service in order (`now`: by SIGKILL), and what was started for the network. */
  stop(options?: { now?: boolean }): Promise<void>;
};

const databaseOf = (prefix: string, name: string): string => `${prefix}_${name.replaceAll('-', '_')}`;

/** The network that the state file names, if the process that holds it still runs. */
export const runningNetwork = async (file = networkFile()): Promise<NetworkState | undefined> => {
  const state = await readState<NetworkState>(file);
  return state?.holder !== undefined && isAlive(state.holder) ? state : undefined;
};

/**
 * Starts every service as its own process, each with its own database, and waits until all of them serve. All of it ends with this
 * process, however that ends. A service that cannot start is told with the last lines of its log, and nothing is left running.
 */
export const startNetwork = async (options: NetworkOptions = {}): Promise<Network> => {
  const { services = serviceNames, agencies = developmentAgencies, stateFile = networkFile() } = options;
  const other = stateFile === false ? undefined : await runningNetwork(stateFile);
  if (other !== undefined) throw new Error(`A network is running already (process ${other.holder.pid}, ${stateFile}). Stop it first.`);

  const traces = options.traces && (await startTraces(options.traces));
  const ground = await prepareGround({ ...options, agencies, services: serviceNames }).catch(async (error) => {
    await traces?.stop();
    throw error;
  });
  const databases = new Map<ServiceName, Database>();
  const supervised = new Map<ServiceName, Supervised>();
  const probes: Probe[] = [];
  const logDatabase = databaseOf(ground.prefix, 'log');
  let releaseState = () => {};

  const stop = async ({ now = false } = {}): Promise<void> => {
    await Promise.all([...supervised.values()].map((service) => service.stop(now ? 'SIGKILL' : 'SIGTERM')));
    for (const one of probes) one.close();
    if (stateFile !== false && (await readState<NetworkState>(stateFile))?.holder?.pid === process.pid)
      await rm(stateFile, { force: true });
    releaseState();
    if (options.fresh && ground.shared) {
      for (const database of [...[...databases.values()].map(({ name }) => name), logDatabase])
        await dropDatabase(ground.postgres, database);
    }
    await traces?.stop();
    await ground.remove();
  };

  try {
    const made = services.map(async (service) => {
      databases.set(service, await createDatabase(ground.postgres, databaseOf(ground.prefix, service)));
    });
    const [caseLog] = await Promise.all([
      ground.kafka ? `kafka://${ground.kafka}` : createDatabase(ground.postgres, logDatabase).then(({ ownerUrl }) => ownerUrl),
      ...made,
    ]);
    const addresses: Addresses = {};
    const metrics: Addresses = {};
    for (const service of services) {
      addresses[service] = `localhost:${await freePort()}`;
      if (options.metrics) metrics[service] = `localhost:${await freePort()}`;
    }
    const launchOf = (service: ServiceName): Launch => ({
      command: process.execPath,
      args: [...nodeOptions, (options.program ?? programOf)(service)],
      env: {
        ...serviceEnvironment(service, { ground, database: databases.get(service) as Database, addresses, metrics, caseLog }),
        ...(traces && { OTEL_EXPORTER_OTLP_ENDPOINT: traces.endpoint }),
        ...options.environment?.(service),
      },
      logFile: join(ground.logs, `${service}.log`),
    });

    for (const service of services) {
      const health = await probe(addresses[service] as string, ground.certificates);
      probes.push(health);
      supervised.set(
        service,
        supervise({
          name: service,
          launch: () => launchOf(service),
          isServing: health.isServing,
          onDeath: (death) => options.onDeath?.(death),
          startTimeoutMs: options.startTimeoutMs ?? 60_000,
        }),
      );
    }
    const starting = [...supervised].map(async ([service, one]) => {
      await one.start();
      options.onServing?.(service);
    });
    await Promise.all(starting);

    const { certificates, postgres, nats, logs } = ground;
    const described = {
      services: addresses,
      metrics,
      agencies,
      certificates,
      caseLog,
      postgres,
      nats,
      logs,
      traces: traces?.address,
      viewer: traces?.viewer,
    };
    if (stateFile !== false) {
      const holder: ProcessId = { pid: process.pid, began: beganAt(process.pid) as string };
      releaseState = hold({ kind: 'folder', path: stateFile });
      await writeState(stateFile, { ...described, holder } satisfies NetworkState);
    }
    const the = (service: ServiceName): Supervised => {
      const found = supervised.get(service);
      if (found === undefined) throw new Error(`${service} is not part of this network`);
      return found;
    };
    return {
      ...described,
      databases,
      process: (service) => the(service).process(),
      signal: (service, signal) => {
        const running = the(service).process();
        if (running !== undefined && isAlive(running)) process.kill(running.pid, signal);
      },
      kill: (service, signal = 'SIGKILL') => the(service).stop(signal),
      restart: (service) => the(service).replace(),
      wipe: async (service) => {
        await the(service).stop('SIGTERM');
        const name = databaseOf(ground.prefix, service);
        await dropDatabase(ground.postgres, name);
        databases.set(service, await createDatabase(ground.postgres, name));
        await the(service).start();
      },
      stop,
    };
  } catch (error) {
    await stop({ now: true });
    throw error;
  }
};
