export { type CertificateNames, ensureCertificates } from './certificates.js';
export { chromiumProgram } from './chromium.js';
export { createDatabase, type Database, dropDatabase, freshDatabase } from './databases.js';
export { cacheFolder, networkFile, serversFile } from './folders.js';
export { startKafka, wipeKafka } from './kafka.js';
export { startNats } from './nats.js';
export {
  developmentAgencies,
  type Network,
  type NetworkOptions,
  type NetworkState,
  runningNetwork,
  startNetwork,
} from './network.js';
export { freePort } from './ports.js';
export { startPostgres } from './postgres.js';
export { promtool, startPrometheus } from './prometheus.js';
export { groundServers, isRunning, type Provided, provide, provideAll, release, serverNames, variableOf } from './provide.js';
export type { Server, ServerName, StartOptions } from './server.js';
export { type Addresses, type ServiceName, serviceNames } from './service-environment.js';
export { watchCalls } from './strace.js';
export type { Death } from './supervise.js';
export { Unavailable } from './unavailable.js';
