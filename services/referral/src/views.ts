import { DecisionAsked, Intent } from '@accompany/contracts/referral/v1/types';
import { view } from '@accompany/runtime';
import type { PoolClient } from 'pg';
import { CONSENT_ENDED, intentDiffers, type Status } from './referral.js';

/** Our referrals as worklists show them. */
export const referralsView = view({
  name: 'referrals',
  version: 1,
  apply: async (tx, event, { streamId, caseId, occurredAt }) => {
    const move = (status: Status) => setStatus(tx, streamId, status, occurredAt);
    switch (event.$case) {
      case 'referralDrafted': {
        const { needId, sender, category, urgency } = event.value;
        await insert(tx, { streamId, caseId, needId, sender, receiver: '', status: 'draft', category, urgency, since: occurredAt });
        return;
      }
      case 'referralRecordedFromOutside': {
        const { needId, sender, receiver, recordedBy, category, urgency, dueBy } = event.value;
        const status = recordedBy === receiver ? 'received' : 'sent';
        await insert(tx, { streamId, caseId, needId, sender, receiver, status, category, urgency, dueBy, since: occurredAt });
        return;
      }
      case 'referralSent': {
        const { receiver, dueBy, serviceId, permission } = event.value;
        await tx.query('update view_referrals set receiver = $2, due_by = $3, service_id = $4, permission_id = $5 where referral_id = $1', [
          streamId,
          receiver,
          dueBy,
          serviceId,
          permission?.value ?? '',
        ]);
        return move('sent');
      }
      case 'informationShared': {
        const { needId, sender, receiver, category } = event.value;
        const shared = { needId, sender, receiver, category, urgency: 0, intent: Intent.INTENT_INFORMATION };
        await insert(tx, { streamId, caseId, status: 'information', since: occurredAt, ...shared });
        return;
      }
      case 'referralReceivedV2': {
        const { intent, takenAs, intendedAction } = event.value;
        await tx.query('update view_referrals set taken_as = $2, intent_differs = $3 where referral_id = $1', [
          streamId,
          takenAs,
          intentDiffers({ intent, takenAs, intendedAction }),
        ]);
        return intent === Intent.INTENT_INFORMATION ? move('information') : move('received');
      }
      case 'referralDecisionAsked':
        await tx.query('update view_referrals set decision_asked = $2 where referral_id = $1', [streamId, event.value.because]);
        return;
      case 'referralPassedOn':
        await tx.query('update view_referrals set sender = $2 where referral_id = $1', [streamId, event.value.sender]);
        return;
      case 'referralSharingRenewed':
        await tx.query(
          'update view_referrals set permission_id = $2, decision_asked = case when decision_asked = any ($3) then 0 else decision_asked end where referral_id = $1',
          [streamId, event.value.permission?.value ?? '', CONSENT_ENDED],
        );
        return;
      case 'referralAccepted':
        await tx.query('update view_referrals set decision_asked = 0 where referral_id = $1 and decision_asked = $2', [
          streamId,
          DecisionAsked.DECISION_ASKED_STRANDED,
        ]);
        return move('accepted');
      case 'referralWaitlisted':
        return move('waitlisted');
      case 'referralDeclined':
        return move('declined');
      case 'referralStarted':
      case 'referralResumed':
        return move('in_service');
      case 'referralHeld':
        return move('on_hold');
      case 'referralCompleted':
        return move('completed');
      case 'referralNotDelivered':
        return move('not_delivered');
      case 'referralWithdrawn':
        return move('withdrawn');
      case 'referralCancelled':
        return move('cancelled');
      case 'referralLapsed':
        return move('lapsed');
      case 'referralLoopClosed':
        return move('loop_closed');
      case 'referralEnteredInError':
        return move('entered_in_error');
      case 'referralOverdue':
        await tx.query('update view_referrals set overdue = true where referral_id = $1', [streamId]);
        return;
      default:
    }
  },
});

type Row = {
  streamId: string;
  caseId: string;
  needId: string;
  sender: string;
  receiver: string;
  status: Status;
  category: number;
  urgency: number;
  dueBy?: Date;
  since: Date;
  intent?: Intent;
};

const insert = (tx: PoolClient, row: Row) =>
  tx.query(
    'insert into view_referrals (referral_id, case_id, need_id, sender, receiver, status, category, urgency, due_by, status_since, intent) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [
      row.streamId,
      row.caseId,
      row.needId,
      row.sender,
      row.receiver,
      row.status,
      row.category,
      row.urgency,
      row.dueBy,
      row.since,
      row.intent ?? Intent.INTENT_REFERRAL,
    ],
  );

const setStatus = async (tx: PoolClient, referralId: string, status: Status, since: Date): Promise<void> => {
  await tx.query('update view_referrals set status = $2, status_since = $3 where referral_id = $1', [referralId, status, since]);
};
