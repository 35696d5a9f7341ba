import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, connectivityState, credentials } from '@grpc/grpc-js';

const check = '/grpc.health.v1.Health/Check';
/** A HealthCheckResponse whose status is SERVING: field 1, value 1. */
const serving = Buffer.from([0x08, 0x01]);

export type Probe = { isServing(): Promise<boolean>; close(): void };

/** Asks a service over mutual TLS, as the operator, whether it serves (grpc.health.v1). Away, refusing or slow counts as no. */
export const probe = async (address: string, certificates: string): Promise<Probe> => {
  const read = (file: string) => readFile(join(certificates, file));
  const secure = credentials.createSsl(await read('ca.pem'), await read('svc-operator.key'), await read('svc-operator.pem'));
  const client = new Client(address, secure, { 'grpc.initial_reconnect_backoff_ms': 50, 'grpc.max_reconnect_backoff_ms': 200 });
  return {
    isServing: () =>
      new Promise((resolve) => {
        // A call that cannot go out costs more than to look, and services that start together are asked often.
        if (client.getChannel().getConnectivityState(true) !== connectivityState.READY) return resolve(false);
        const same = (bytes: Buffer) => bytes;
        client.makeUnaryRequest(check, same, same, Buffer.alloc(0), { deadline: Date.now() + 2_000 }, (error, answer) =>
          resolve(error === null && answer !== undefined && serving.equals(answer)),
        );
      }),
    close: () => client.close(),
  };
};
