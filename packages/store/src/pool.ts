import pg from 'pg';

/**
 * A pool on a service's database. JIT never pays for our short statements. What is asked of one connection without awaiting the answers
 * travels together: where each round trip wakes two processes it costs more than a short statement does.
 * @param max most connections, default 8
 */
export const openPool = (url: string, max = 8): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    options: '-c jit=off',
    pipeline: true,
  });
  // A lost connection is met at its next use, idle or lent out; without a listener for each of the two it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
};

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws.
 * Throws also when a statement failed that `work` did not hear of.
 */
export const inTransaction = async <Result>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<Result>): Promise<Result> => {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    // Not awaited here: it goes along with the first statement of the work.
    const begun = tx.query('begin');
    begun.catch(() => {});
    const result = await work(tx);
    await begun;
    const { command } = await tx.query('commit');
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    tx.release(broken);
  }
};
