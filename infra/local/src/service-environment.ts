import { join } from 'node:path';
import type { Database } from './databases.js';
import type { Ground } from './network-ground.js';

/** Every service of a network, the vault first because the others ask it for keys. */
export const serviceNames = ['vault', 'directory', 'intake', 'assessment', 'referral', 'legal-aid', 'timeline'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** `localhost:<port>` of each service of a network: by name, because TLS has no server name that is an address. */
export type Addresses = Partial<Record<ServiceName, string>>;

/** Settings of ours for other services, and of the tools around us, do not pass to a service: it refuses what it does not know. */
const staysHere = /^(ACCOMPANY_|OTEL_(?!EXPORTER_OTLP_ENDPOINT$)|VITEST|NODE_OPTIONS$)/;

export type Surroundings = { ground: Ground; database: Database; addresses: Addresses; metrics: Addresses; caseLog: string };

/** The environment of one service process: its whole configuration. */
export const serviceEnvironment = (
  service: ServiceName,
  { ground, database, addresses, metrics, caseLog }: Surroundings,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !staysHere.test(name))),
  ACCOMPANY_DATABASE_URL: database.appUrl,
  ACCOMPANY_DATABASE_OWNER_URL: database.ownerUrl,
  ACCOMPANY_LISTEN: addresses[service]?.replace('localhost', '127.0.0.1'),
  ...(metrics[service] ? { ACCOMPANY_METRICS_LISTEN: metrics[service].replace('localhost', '127.0.0.1') } : {}),
  ACCOMPANY_TLS_CA: join(ground.certificates, 'ca.pem'),
  ACCOMPANY_TLS_CERT: join(ground.certificates, `svc-${service}.pem`),
  ACCOMPANY_TLS_KEY: join(ground.certificates, `svc-${service}.key`),
  ACCOMPANY_CASE_LOG: caseLog,
  ...(ground.nats ? { ACCOMPANY_NATS_URL: ground.nats } : {}),
  ACCOMPANY_FINGERPRINT_KEY: ground.fingerprintKey,
  ...(service === 'vault' ? { ACCOMPANY_VAULT_KEY_FILE: ground.vaultKeyFile } : {}),
  ...(service !== 'vault' && addresses.vault ? { ACCOMPANY_VAULT_ADDRESS: addresses.vault } : {}),
});
