import type { Referral as ReferralMessage, ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import {
  CancelReason,
  DeclineReason,
  NeedMet,
  NextStep,
  NotDeliveredReason,
  Outcome,
  WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import { Rejection } from '@accompany/domain';
import { type App, type Handlers, readAtLeast } from '@accompany/runtime';
import { actingAgency, asParty, statusCode } from './parties.js';
import { hasEnded, intentDiffers, type KnownReferral, referralAggregate } from './referral.js';
import { awaitWorklists, readWorklist } from './worklist-queries.js';

const USUAL_PAGE = 50;

/** The calls that read referrals. */
export const readHandlers = (app: App): Pick<Handlers<ReferralServiceDefinition>, 'getReferral' | 'listReferrals'> => {
  const tokenKey = Buffer.from(app.config.ACCOMPANY_FINGERPRINT_KEY, 'base64');
  return {
    getReferral: async ({ referralId, atLeastPosition }, call) => {
      const asked = { id: referralId, atLeastPosition };
      const { seen: known, found } = await readAtLeast(app, referralAggregate, asked, ({ state }) => asParty(state, call));
      const { etag, key: caseId } = found;
      const open = (sealed: Parameters<App['open']>[0]) => app.open(sealed, referralAggregate, referralId);
      const { note, outside } = known.terms;
      const ambiguities = await Promise.all(
        (outside?.ambiguities ?? []).map(async ({ code, sourceText }) => ({ code, sourceText: await open(sourceText) })),
      );
      const referral = { ...shown(referralId, caseId, known), outside: outside && { ...outside, ambiguities } };
      return { referral, etag, note: await open(note) };
    },

    listReferrals: async ({ worklist, pageSize, pageToken, atLeastPosition }, call) => {
      const agency = actingAgency(call);
      if (agency === undefined) throw new Rejection('NOT_ALLOWED_FOR_CALLER');
      await awaitWorklists(app.db, atLeastPosition);
      return readWorklist(app.db, tokenKey, { agency, worklist }, { size: pageSize || USUAL_PAGE, token: pageToken });
    },
  };
};

const shown = (referralId: string, caseId: string, known: KnownReferral): Omit<ReferralMessage, 'outside'> => {
  const end = known.status === 'loop_closed' ? known.ended : hasEnded(known) ? known : undefined;
  return {
    referralId,
    caseId,
    status: statusCode(known.status),
    sender: known.terms.sender,
    receiver: known.terms.receiver,
    needId: known.terms.needId,
    serviceId: known.terms.serviceId,
    category: known.terms.category,
    urgency: known.terms.urgency,
    shareCategories: [...known.terms.shareCategories],
    dueBy: known.terms.dueBy,
    overdue: known.terms.overdue,
    escalated: known.terms.escalated,
    previousReferralId: known.terms.previousReferralId,
    intent: known.terms.intent,
    takenAs: known.terms.takenAs,
    intendedAction: known.terms.intendedAction,
    intentDiffers: intentDiffers(known.terms),
    decisionAsked: known.terms.decisionAsked,
    proposedReceiver: known.status === 'draft' ? known.terms.proposedReceiver : '',
    proposedServiceId: known.status === 'draft' ? known.terms.proposedServiceId : '',
    declineReason: end?.status === 'declined' ? end.reason : DeclineReason.DECLINE_REASON_UNSPECIFIED,
    notDeliveredReason: end?.status === 'not_delivered' ? end.reason : NotDeliveredReason.NOT_DELIVERED_REASON_UNSPECIFIED,
    withdrawReason: end?.status === 'withdrawn' ? end.reason : WithdrawReason.WITHDRAW_REASON_UNSPECIFIED,
    cancelReason: end?.status === 'cancelled' ? end.reason : CancelReason.CANCEL_REASON_UNSPECIFIED,
    outcome: end?.status === 'completed' ? end.outcome : Outcome.OUTCOME_UNSPECIFIED,
    needMet: known.status === 'loop_closed' ? known.needMet : NeedMet.NEED_MET_UNSPECIFIED,
    nextStep: known.status === 'loop_closed' ? known.nextStep : NextStep.NEXT_STEP_UNSPECIFIED,
  };
};
