import { OpenKind } from '@accompany/contracts/referral/v1/handover_types';
import { projection } from '@accompany/runtime';
import type { PoolClient } from 'pg';

const { OPEN_KIND_THREAT: THREAT, OPEN_KIND_MATTER: MATTER, OPEN_KIND_ASSESSMENT: ASSESSMENT } = OpenKind;

/** What is open on a case in other services and goes with it when it is given: threats, legal matters, assessments that are asked for. */
export const openThingsCopy = projection({
  name: 'open-things-copy',
  topic: 'case',
  apply: async (tx, event, { caseId, streamId }) => {
    switch (event.$case) {
      case 'threatReported':
        return began(tx, THREAT, event.value.threatId, caseId);
      case 'threatResolved':
        return ended(tx, THREAT, event.value.threatId);
      case 'matterOpened':
        return began(tx, MATTER, streamId, caseId);
      case 'matterClosed':
      case 'matterDiscontinued':
        return ended(tx, MATTER, streamId);
      case 'assessmentRequested':
        return began(tx, ASSESSMENT, streamId, caseId);
      case 'assessmentApproved':
      case 'assessmentSuperseded':
      case 'assessmentVoided':
        return ended(tx, ASSESSMENT, streamId);
      default:
    }
  },
});

const began = async (tx: PoolClient, kind: OpenKind, id: string, caseId: string): Promise<void> => {
  await tx.query('insert into copy_open_things values ($1, $2, $3) on conflict do nothing', [kind, id, caseId]);
};

const ended = async (tx: PoolClient, kind: OpenKind, id: string): Promise<void> => {
  await tx.query('delete from copy_open_things where kind = $1 and id = $2', [kind, id]);
};
