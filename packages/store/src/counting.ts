import { Rejection } from '@accompany/domain';
import { freshDatabase } from '@accompany/local';
import type { Pool } from 'pg';
import { aggregate, type EventCodec } from './aggregate.js';
import type { Command } from './execute.js';
import { migrate } from './migrate.js';
import { openPool } from './pool.js';

/** An aggregate for the tests of the store: it counts, and is full at ten. */
export type Counted = { $case: 'counted'; value: { by: number } };

const codec: EventCodec<Counted> = {
  encode: (message) => ({ finish: () => Buffer.from(JSON.stringify(message)) }),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as { event: Counted },
};

export const counter = aggregate<number, Counted>({
  category: 'counter',
  type: 'test.v1',
  topic: 'case',
  decider: { initial: 0, evolve: (state, event) => state + event.value.by },
  codec,
});

/** A command that counts by one, refused at ten. */
export const count = (key: string, over: Partial<Command<number, Counted>> = {}): Command<number, Counted> => ({
  key,
  fingerprint: 'f',
  occurredAt: new Date('2022-02-01T00:00:00Z'),
  metadata: { actor: { kind: 'service', service: 'test' }, correlation: key },
  partitionKey: () => 'case-1',
  decide: (state) => {
    if (state >= 10) throw new Rejection('TOO_MUCH_CONTENTION');
    return [{ $case: 'counted', value: { by: 1 } }];
  },
  ...over,
});

/** A migrated store of its own, on the tests' Postgres or another: a pool of the service's role, and the urls. Dispose of it at the end. */
export const freshStore = async (postgres?: string) => {
  const database = await freshDatabase('store', postgres);
  await migrate(database.ownerUrl, new URL(database.appUrl).username, []);
  const pools: Pool[] = [];
  const pool = (url = database.appUrl) => {
    const opened = openPool(url);
    pools.push(opened);
    return opened;
  };
  const db = pool();
  return {
    ...database,
    db,
    pool,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.map((one) => one.end()));
      await database.drop();
    },
  };
};
