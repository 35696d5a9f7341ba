import { projection } from '@accompany/runtime';
import type { PoolClient } from 'pg';

/** What referral says of where clients are served. */
export const referralsCopy = projection({
  name: 'referrals-copy',
  topic: 'case',
  apply: async (tx, event, { streamId: referralId, occurredAt }) => {
    switch (event.$case) {
      case 'referralSent':
        await tx.query('insert into copy_referrals (referral_id, service_id) values ($1, $2) on conflict do nothing', [
          referralId,
          event.value.serviceId,
        ]);
        return;
      case 'referralAccepted':
        await tx.query('update copy_referrals set accepted_at = $2, ended_at = null where referral_id = $1', [referralId, occurredAt]);
        return;
      case 'referralCompleted':
      case 'referralNotDelivered':
      case 'referralCancelled':
        await tx.query('update copy_referrals set ended_at = $2 where referral_id = $1 and accepted_at is not null', [
          referralId,
          occurredAt,
        ]);
        return;
      case 'referralDeclined':
      case 'referralWithdrawn':
      case 'referralLapsed':
      case 'referralEnteredInError':
        await tx.query('delete from copy_referrals where referral_id = $1', [referralId]);
        return;
      default:
    }
  },
});

/** What intake says of which office a case is with. It is applied before our reactions see the same event. */
export const caseOfficesCopy = projection({
  name: 'case-offices-copy',
  topic: 'case',
  apply: async (tx, event, { caseId, position }) => {
    switch (event.$case) {
      case 'caseOfficeAssigned':
        await tx.query(
          `insert into copy_case_offices (case_id, office_id, open, position) values ($1, $2, true, $3)
           on conflict (case_id) do update set office_id = excluded.office_id, open = true, position = excluded.position`,
          [caseId, event.value.officeId, position],
        );
        return;
      case 'leadChanged':
        await tx.query('update copy_case_offices set office_id = null, position = $2 where case_id = $1', [caseId, position]);
        return;
      case 'caseClosed':
      case 'caseMerged':
      case 'caseEnteredInError':
        return setOpen(tx, caseId, false, position);
      case 'caseReopened':
      case 'caseMergeUndone':
        return setOpen(tx, caseId, true, position);
      default:
    }
  },
});

const setOpen = async (tx: PoolClient, caseId: string, open: boolean, position: number): Promise<void> => {
  await tx.query('update copy_case_offices set open = $2, position = $3 where case_id = $1', [caseId, open, position]);
};
