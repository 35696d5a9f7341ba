import { projection } from '@accompany/runtime';
import type { PoolClient } from 'pg';

/** What the directory says of agencies. */
export const agenciesCopy = projection({
  name: 'agencies-copy',
  topic: 'network',
  apply: async (tx, event) => {
    switch (event.$case) {
      case 'agencyRegistered':
        await tx.query('insert into copy_agencies (agency_id, active) values ($1, true)', [event.value.agencyId]);
        return;
      case 'agencySuspended':
        await tx.query('update copy_agencies set active = false where agency_id = $1', [event.value.agencyId]);
        return;
      case 'agencyResumed':
        await tx.query('update copy_agencies set active = true where agency_id = $1', [event.value.agencyId]);
        return;
      default:
    }
  },
});

/** What assessment says of assessments that may lower a risk. */
export const assessmentsCopy = projection({
  name: 'assessments-copy',
  topic: 'case',
  apply: async (tx, event, { streamId, caseId, occurredAt }) => {
    switch (event.$case) {
      case 'assessmentSubmitted':
        await tx.query(
          'insert into copy_assessments (assessment_id, case_id, submitted_at) values ($1, $2, $3) on conflict (assessment_id) do update set submitted_at = excluded.submitted_at',
          [streamId, caseId, occurredAt],
        );
        return;
      case 'assessmentApproved':
        await tx.query('update copy_assessments set approved = true where assessment_id = $1', [streamId]);
        return;
      case 'assessmentSuperseded':
      case 'assessmentVoided':
        await tx.query('delete from copy_assessments where assessment_id = $1', [streamId]);
        return;
      default:
    }
  },
});

/** What referral says of who provides. It is applied before our reactions see the same event. */
export const acceptancesCopy = projection({
  name: 'acceptances-copy',
  topic: 'case',
  apply: async (tx, event, { streamId, caseId }) => {
    switch (event.$case) {
      case 'referralAccepted':
        await tx.query('insert into copy_acceptances (referral_id, case_id, agency) values ($1, $2, $3)', [
          streamId,
          caseId,
          event.value.receiver,
        ]);
        return;
      case 'referralCompleted':
      case 'referralNotDelivered':
      case 'referralCancelled':
      case 'referralLapsed':
      case 'referralEnteredInError':
        await tx.query('delete from copy_acceptances where referral_id = $1', [streamId]);
        return;
      default:
    }
  },
});

/** What the directory says of offices. One whose end has begun is not open for anything new. */
export const officesCopy = projection({
  name: 'offices-copy',
  topic: 'network',
  apply: async (tx, event) => {
    switch (event.$case) {
      case 'officeOpened': {
        const { officeId, agencyId } = event.value;
        await tx.query('insert into copy_offices (office_id, agency, open) values ($1, $2, true)', [officeId, agencyId]);
        return;
      }
      case 'officeClosing':
      case 'officeClosed':
        await tx.query('update copy_offices set open = false where office_id = $1', [event.value.officeId]);
        return;
      case 'officeKeptOpen':
        await tx.query('update copy_offices set open = true where office_id = $1', [event.value.officeId]);
        return;
      default:
    }
  },
});

/** What the directory says of places: their codes. */
export const placesCopy = projection({
  name: 'places-copy',
  topic: 'network',
  apply: async (tx, event) => {
    switch (event.$case) {
      case 'provincePlacesLoaded':
        return addPlaces(tx, event.value.placeCodes);
      case 'gazetteerLoaded':
        return addPlaces(tx, event.value.areaCodes);
      default:
    }
  },
});

const addPlaces = async (tx: PoolClient, codes: readonly string[]): Promise<void> => {
  await tx.query('insert into copy_places (code) select unnest($1::text[]) on conflict do nothing', [codes]);
};
