import { connect } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

/** The connections of one Kafka client. Behind a new one may be another log at the same address: one that lost its data. */
export type Sockets = {
  readonly factory: ISocketFactory;
  /** Grows with each connection that is lost. */
  losses(): number;
};

const KEEP_ALIVE_MS = 60_000;

const plain: ISocketFactory = ({ host, port, onConnect }) => connect({ host, port }, onConnect).setKeepAlive(true, KEEP_ALIVE_MS);

/**
 * Watches the connections of one client.
 * @param factory how they are made; plain sockets without it
 * @param oneLife whether the client makes no further connection once it lost one
 */
export const watchSockets = (factory: ISocketFactory = plain, oneLife = false): Sockets => {
  let losses = 0;
  const lose = (): void => {
    losses++;
  };
  return {
    factory: (options) => {
      if (oneLife && losses > 0) throw new Error('this client lost a connection, and makes no further one');
      const socket = factory(options);
      // One that never was is no loss: the client goes on to the next broker.
      socket.once('connect', () => socket.once('end', lose).once('error', lose).once('close', lose));
      return socket;
    },
    losses: () => losses,
  };
};
