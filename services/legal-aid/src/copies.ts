import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { projection } from '@accompany/runtime';
import type { Part } from './part.js';

/** Our copy of cases and who takes part in them. */
export const casesCopy = projection({
  name: 'cases-copy',
  topic: 'case',
  apply: async (tx, event, { caseId }) => {
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
      case 'participantJoined':
        await tx.query('insert into participants (case_id, agency, part) values ($1, $2, $3) on conflict do nothing', [
          caseId,
          event.value.agency,
          partIn(event.value.role),
        ]);
        return;
      case 'participantLeft':
        await tx.query('delete from participants where case_id = $1 and agency = $2 and part = $3', [
          caseId,
          event.value.agency,
          partIn(event.value.role),
        ]);
        return;
      default:
        return;
    }
  },
});

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
