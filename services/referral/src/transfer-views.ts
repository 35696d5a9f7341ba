import { view } from '@accompany/runtime';
import type { PoolClient } from 'pg';
import type { Status } from './transfer.js';

/** Our transfers as lists show them, and the last one of each case and giver. */
export const transfersView = view({
  name: 'transfers',
  version: 1,
  apply: async (tx, event, { streamId, caseId, position }) => {
    switch (event.$case) {
      case 'transferOffered': {
        const { giver, receiver, relation, reason, handoverId, previousTransferId, dueBy } = event.value;
        await tx.query('insert into view_transfers values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
          streamId,
          position,
          caseId,
          giver,
          receiver,
          relation,
          reason,
          'offered',
          handoverId,
          previousTransferId,
          dueBy,
        ]);
        return;
      }
      case 'transferAccepted':
        return move(tx, streamId, 'accepted');
      case 'transferDeclined':
        return move(tx, streamId, 'declined');
      case 'transferWithdrawn':
        return move(tx, streamId, 'withdrawn');
      case 'transferReleased':
        return move(tx, streamId, 'released');
      case 'transferOverdue':
        await tx.query('update view_transfers set overdue = true where transfer_id = $1', [streamId]);
        return;
      case 'transferEscalated':
        await tx.query('update view_transfers set escalated = true where transfer_id = $1', [streamId]);
        return;
      default:
    }
  },
});

const move = async (tx: PoolClient, transferId: string, status: Status): Promise<void> => {
  await tx.query('update view_transfers set status = $2 where transfer_id = $1', [transferId, status]);
};
