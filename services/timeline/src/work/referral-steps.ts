import type { ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import type { Fact } from '../fact.js';
import { ensure } from '../history/state.js';
import type { History } from '../history.js';

/** When a referral came to each step, as its events say. */
export type Steps = {
  urgency: Urgency;
  sentAt?: Date;
  receivedAt?: Date;
  acceptedAt?: Date;
  startedAt?: Date;
  endedAt?: Date;
  closedAt?: Date;
  /** Since when its sender has to decide anew. */
  decisionAskedAt?: Date;
};

/** The steps of each referral of a case, by its id. */
export const stepsOf = (facts: readonly Fact[]): Map<string, Steps> => {
  const referrals = new Map<string, Steps>();
  for (const fact of facts) {
    if (!fact.stream.startsWith('referral-')) continue;
    step(
      ensure(referrals, fact.streamId, () => ({ urgency: 0 })),
      fact,
    );
  }
  return referrals;
};

const step = (steps: Steps, { event, occurredAt: at }: Fact): void => {
  switch (event.$case) {
    case 'referralDrafted':
      steps.urgency ||= event.value.urgency;
      break;
    case 'referralSent':
      steps.urgency = event.value.urgency;
      steps.sentAt ??= at;
      break;
    case 'referralRecordedFromOutside':
      steps.urgency = event.value.urgency;
      steps.sentAt ??= at;
      if (event.value.recordedBy === event.value.receiver) steps.receivedAt ??= at;
      break;
    case 'referralReceivedV2':
      steps.receivedAt ??= at;
      break;
    case 'referralAccepted':
      steps.acceptedAt ??= at;
      break;
    case 'referralStarted':
      steps.startedAt ??= at;
      break;
    case 'referralDeclined':
    case 'referralCompleted':
    case 'referralNotDelivered':
    case 'referralWithdrawn':
    case 'referralCancelled':
    case 'referralLapsed':
      steps.endedAt ??= at;
      break;
    case 'referralDecisionAsked':
      steps.decisionAskedAt = at;
      break;
    case 'referralLoopClosed':
      steps.closedAt ??= at;
      break;
    default:
  }
};

/** A referral's line for the funnel. */
export type ReferralRow = {
  readonly referral_id: string;
  readonly sender: string;
  readonly receiver: string;
  readonly category: ServiceCategory;
  readonly province: string;
  readonly answered: boolean;
  readonly ended_as: ReferralStatus;
  readonly overdue: boolean;
  readonly sent_at: Date;
  readonly received_at: Date | undefined;
  readonly accepted_at: Date | undefined;
  readonly started_at: Date | undefined;
  readonly ended_at: Date | undefined;
  readonly closed_at: Date | undefined;
};

const S = ReferralStatus;

/** The referrals of a case that were sent; what was only told, or written in error, is none. */
export const referralRows = (steps: ReadonlyMap<string, Steps>, history: History, province: string): ReferralRow[] =>
  [...history.referrals.values()].flatMap(({ referralId, status, sender, receiver, category, endedAs, overdue }) => {
    const at = steps.get(referralId);
    if (at?.sentAt === undefined || status === S.REFERRAL_STATUS_ENTERED_IN_ERROR || status === S.REFERRAL_STATUS_INFORMATION) return [];
    return {
      referral_id: referralId,
      sender,
      receiver,
      category,
      province,
      answered: status !== S.REFERRAL_STATUS_SENT && status !== S.REFERRAL_STATUS_RECEIVED,
      ended_as: endedAs,
      overdue,
      sent_at: at.sentAt,
      received_at: at.receivedAt,
      accepted_at: at.acceptedAt,
      started_at: at.startedAt,
      ended_at: at.endedAt,
      closed_at: at.closedAt,
    };
  });
