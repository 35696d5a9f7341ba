import pg from 'pg';
import type { Logger } from 'pino';

export type Connect = () => Promise<pg.Client>;

/** Sessions on the embedded log. */
export type Sessions = {
  /** A session of its own, for who reads or sends for long. */
  connect: Connect;
  /** Does something short on a session that errands share, because to open one costs both sides more than most errands. */
  errand<T>(use: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  /** Ends what errands share. */
  close(): Promise<void>;
};

/**
 * Sessions for the embedded log. The server gives a statement up before the client does, so that a send that was reported as
 * failed does not go on to commit long after.
 */
export const sessionsOn = (connectionString: string, clientId: string, logger: Logger): Sessions => {
  const settings = {
    ...{ connectionString, application_name: clientId, keepAlive: true },
    ...{ connectionTimeoutMillis: 3_000, statement_timeout: 4_000, query_timeout: 6_000 },
  };
  // Without a listener the process would end; whoever uses the session meets the loss at the next query.
  const tell = (error: Error) => logger.debug({ cause: error.message }, 'a session of the embedded case log ended');
  const errands = new pg.Pool({ ...settings, max: 2, idleTimeoutMillis: 10_000 });
  errands.on('error', tell).on('connect', (client) => client.on('error', tell));
  return {
    connect: async () => {
      const client = new pg.Client(settings);
      client.on('error', tell);
      await client.connect();
      return client;
    },
    errand: async (use) => {
      const client = await errands.connect();
      let failure: Error | undefined;
      try {
        return await use(client);
      } catch (error) {
        failure = error as Error;
        throw error;
      } finally {
        client.release(failure);
      }
    },
    close: () => endOf(errands),
  };
};

/** Ends a session, or those that are shared, also when their server does not answer. */
export const endOf = async (client: pg.Client | pg.Pool): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 1_000);
  });
  await Promise.race([client.end().catch(() => undefined), patience]);
  clearTimeout(timer);
};
