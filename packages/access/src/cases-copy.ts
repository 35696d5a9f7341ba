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
      await tx.query('update cases set open = false where case_id = $1', [caseId]);
      return;
    case 'participantJoined': {
      const { agency, role } = event.value;
      await tx.query('insert into participants (case_id, agency, part) values ($1, $2, $3) on conflict do nothing', [
        caseId,
        agency,
        partIn(role),
      ]);
      return;
    }
    case 'participantLeft': {
      const { agency, role } = event.value;
      await tx.query('delete from participants where case_id = $1 and agency = $2 and part = $3', [caseId, agency, partIn(role)]);
      return;
    }
    default:
      return;
  }
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
