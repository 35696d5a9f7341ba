export { type Certificate, type ConnectOptions, connect, connectTo, type Network } from './connect.js';
export { type Refusal, refusal } from './refusal.js';
export { SERVICES, type ServiceName } from './services.js';
