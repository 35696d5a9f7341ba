import type { Position } from '@accompany/contracts/common/v1/common';
import { Rejection } from '@accompany/domain';
import type { Pool } from 'pg';
import type { CaseLog } from './case-log/case-log.js';
import { countReached } from './checkpoints.js';
import type { Consumer } from './consumer.js';
import type { Projection } from './reaction.js';
import { partitionNumber, TOPICS } from './topics.js';

/** Longest wait of a read for a position, in milliseconds. */
const PATIENCE = 2_000;

/**
 * Waits until copies and reactions of a service have taken in a position of another service: in a case, or, without a key, in the facts
 * of the network.
 */
export const awaitCopied =
  (db: Pool, caseLog: CaseLog, projections: readonly Projection[], consumer: Consumer) =>
  async (position: Position, key: string | undefined): Promise<void> => {
    const topic = key === undefined || position.service === 'directory' ? 'network' : 'case';
    const { name } = TOPICS[topic];
    const partition = partitionNumber(name, caseLog.partitionOf(name, key ?? ''));
    const names = projections.filter(({ topics }) => topics.includes(topic)).map(({ name: projection }) => projection);
    const deadline = Date.now() + PATIENCE;
    while ((await countReached(db, names, position.service, partition, position.value)) < names.length) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Rejection('POSITION_NOT_REACHED', { service: position.service, position: String(position.value) });
      await consumer.committed(Math.min(left, 250));
    }
  };
