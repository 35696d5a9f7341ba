import pg from 'pg';
import type { Logger } from 'pino';

export type Connect = () => Promise<pg.Client>;

/**
 * Sessions for the embedded log. The server gives a statement up before the client does, so that a send that was reported as
 * failed does not go on to commit long after.
 */
export const connector =
  (connectionString: string, clientId: string, logger: Logger): Connect =>
  async () => {
    const client = new pg.Client({
      connectionString,
      application_name: clientId,
      connectionTimeoutMillis: 3_000,
      statement_timeout: 4_000,
      query_timeout: 6_000,
      keepAlive: true,
    });
    // Without a listener the process would end; whoever uses the session meets the loss at the next query.
    client.on('error', (error) => logger.debug({ cause: error.message }, 'a session of the embedded case log ended'));
    await client.connect();
    return client;
  };

/** Ends a session, also when its server does not answer. */
export const endOf = async (client: pg.Client): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 1_000);
  });
  await Promise.race([client.end().catch(() => undefined), patience]);
  clearTimeout(timer);
};
