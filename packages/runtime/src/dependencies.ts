import type { Pool } from 'pg';
import type { CaseLog } from './case-log/case-log.js';
import type { Probe } from './health.js';
import type { VaultConnection } from './vault.js';

/** Asks on a connection like any call's, and gives that one up when it does not answer. */
const ALIVE = { text: 'select 1', query_timeout: 1_000 };

/**
 * What a service works with. Only its own store is vital: without the log its commands succeed and are sent later, and without the
 * vault all calls are answered that need no key which it does not hold. Were they vital, one server away would take the network down.
 * They are asked less often: such a question is most of what an idle service does.
 */
export const dependenciesOf = (db: Pool, caseLog: CaseLog | undefined, vault: VaultConnection | undefined): Probe[] => [
  { name: 'postgres', vital: true, everyMs: 1_000, ask: () => db.query(ALIVE) },
  ...(caseLog === undefined ? [] : [{ name: 'case-log', vital: false, everyMs: 5_000, ask: caseLog.check } as const]),
  ...(vault === undefined ? [] : [{ name: 'vault', vital: false, everyMs: 5_000, ask: vault.check } as const]),
];
