import { view } from '@accompany/runtime';

/** Our notices as agencies list them. */
export const noticesView = view({
  name: 'notices',
  version: 1,
  apply: async (tx, event, { streamId, caseId, recordedAt }) => {
    switch (event.$case) {
      case 'noticeIssued': {
        const { toAgency, about, subjectId, referralId, dueBy } = event.value;
        await tx.query(
          'insert into view_notices (notice_id, case_id, to_agency, about, subject_id, referral_id, due_by, issued_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
          [streamId, caseId, toAgency, about, subjectId, referralId, dueBy, recordedAt],
        );
        return;
      }
      case 'noticeAcknowledged':
        await tx.query('update view_notices set acknowledged = true where notice_id = $1', [streamId]);
        return;
      case 'noticeOverdue':
        await tx.query('update view_notices set overdue = true where notice_id = $1', [streamId]);
        return;
      default:
    }
  },
});
