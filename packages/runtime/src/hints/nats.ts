import { connect, Events, type NatsConnection, type Subscription } from 'nats';
import type { Logger } from 'pino';
import type { HintListener, Hints } from './hints.js';

const RETRY_MS = 1_000;

type Interest = { subject: string; listener: HintListener; subscription?: Subscription };

/** Hints over core NATS; nobody hears his own. The first connection is tried for ever here, later ones by the client; interests outlive both. */
export const natsHints = (url: string, logger: Logger): Hints => {
  const interests = new Set<Interest>();
  let connection: NatsConnection | undefined;
  // The client keeps what is published while it is away; a hint is of no use later.
  let up = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  let told = false;

  const listen = (to: NatsConnection, interest: Interest) => {
    const { subject, listener } = interest;
    interest.subscription = to.subscribe(subject, {
      callback: (error, message) => {
        if (error) return;
        try {
          listener(message.string(), message.subject);
        } catch (thrown) {
          logger.warn({ subject: message.subject, cause: thrown instanceof Error ? thrown.name : typeof thrown }, 'a hint was not taken');
        }
      },
    });
  };

  // Its iterator does not end with the connection, so nobody waits for it.
  const watch = async (to: NatsConnection) => {
    for await (const { type } of to.status()) {
      if (type === Events.Disconnect) up = false;
      if (type === Events.Reconnect) up = true;
      if (type === Events.Disconnect || type === Events.Reconnect) logger.info({ up }, 'the connection for hints changed');
    }
  };

  const attempt = async (): Promise<void> => {
    try {
      const made = await connect({ servers: url, noEcho: true, timeout: 2_000, maxReconnectAttempts: -1, reconnectTimeWait: RETRY_MS });
      if (closed) return await made.close();
      connection = made;
      up = true;
      for (const interest of interests) listen(made, interest);
      logger.info('connected for hints');
      void watch(made);
    } catch (error) {
      if (closed) return;
      if (!told) logger.warn({ cause: error instanceof Error ? error.message : undefined }, 'no hints: the server is away; trying on');
      told = true;
      retry = setTimeout(again, RETRY_MS).unref();
    }
  };
  const again = () => {
    attempting = attempt();
  };
  let attempting = attempt();

  return {
    publish: (subject, position) => {
      if (up) connection?.publish(subject, position);
    },
    subscribe: (subject, listener) => {
      const interest: Interest = { subject, listener };
      interests.add(interest);
      if (connection && !closed) listen(connection, interest);
      return () => {
        interests.delete(interest);
        interest.subscription?.unsubscribe();
      };
    },
    close: async () => {
      closed = true;
      up = false;
      clearTimeout(retry);
      await connection?.close();
      await attempting;
    },
  };
};
