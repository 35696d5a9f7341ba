export { createDatabase, type Database, dropDatabase, freshDatabase } from './databases.js';
export { cacheFolder, networkFile, serversFile } from './folders.js';
export { startKafka } from './kafka.js';
export { startNats } from './nats.js';
export { freePort } from './ports.js';
export { type StartOptions, startPostgres } from './postgres.js';
export { isRunning, type Provided, provide, provideAll, release, serverNames, variableOf } from './provide.js';
export type { Server, ServerName } from './server.js';
export { Unavailable } from './tools.js';
