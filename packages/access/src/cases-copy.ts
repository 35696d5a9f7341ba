import type { AnyEvent } from '@accompany/contracts/events';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import type { PoolClient } from 'pg';
import type { Part } from './parts.js';

/**
 * Keeps a service's copy of cases and of who takes part in them, in its tables `cases` and `participants`; to be
 * called with each event of the case log, in the consumer's transaction.
 * @param caseId the case that the event belongs to
 */
export const copyCase = async (tx: PoolClient, event: AnyEvent, caseId: string): Promise<void> => {
  switch (event.$case) {
    case 'caseOpened': {
      const { clientId, leadAgency } = event.value;
      await tx.query('insert into cases (case_id, client_id, open) values ($1, $2, true)', [caseId, clientId]);
      await tx.query("insert into participants (case_id, agency, part) values ($1, $2, 'lead')", [caseId, leadAgency]);
      return;
    }
    case 'caseClosed':
    case 'caseMerged':
    case 'caseEnteredInError':
      await setOpen(tx, caseId, false);
      return;
    case 'caseReopened':
    case 'caseMergeUndone':
      await setOpen(tx, caseId, true);
      return;
    case 'participantJoined':
      await join(tx, caseId, event.value.agency, partIn(event.value.role));
      return;
    case 'participantLeft':
      await leave(tx, caseId, event.value.agency, partIn(event.value.role));
      return;
    case 'leadChanged':
      await leave(tx, caseId, event.value.from, 'lead');
      await join(tx, caseId, event.value.to, 'lead');
      return;
    case 'monitorChanged':
      await leave(tx, caseId, event.value.from, 'monitor');
      await join(tx, caseId, event.value.to, 'monitor');
      return;
    default:
      return;
  }
};

const setOpen = async (tx: PoolClient, caseId: string, open: boolean): Promise<void> => {
  await tx.query('update cases set open = $2 where case_id = $1', [caseId, open]);
};

const join = async (tx: PoolClient, caseId: string, agency: string, part: Part): Promise<void> => {
  await tx.query('insert into participants (case_id, agency, part) values ($1, $2, $3) on conflict do nothing', [caseId, agency, part]);
};

const leave = async (tx: PoolClient, caseId: string, agency: string, part: Part): Promise<void> => {
  await tx.query('delete from participants where case_id = $1 and agency = $2 and part = $3', [caseId, agency, part]);
};

const partIn = (role: ParticipantRole): Part => {
  switch (role) {
    case ParticipantRole.PARTICIPANT_ROLE_LEAD:
      return 'lead';
    case ParticipantRole.PARTICIPANT_ROLE_PROVIDER:
      return 'provider';
    case ParticipantRole.PARTICIPANT_ROLE_MONITOR:
      return 'monitor';
    case ParticipantRole.PARTICIPANT_ROLE_UNSPECIFIED:
      throw new Error('an agency takes part in no role');
  }
};
