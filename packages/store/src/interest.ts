import type { PoolClient } from 'pg';

/** Thrown by a transaction that is not there, to whoever would use it. */
const WANTED = Symbol('a transaction is wanted');

/** Stands for a transaction where it is only asked whether one would be used. */
const NO_TRANSACTION = {
  query: () => {
    throw WANTED;
  },
} as unknown as PoolClient;

/** Whether work would use its transaction: what does not, changes nothing. */
export const wantsTransaction = async (work: (tx: PoolClient) => Promise<void>): Promise<boolean> => {
  try {
    await work(NO_TRANSACTION);
    return false;
  } catch {
    return true;
  }
};
