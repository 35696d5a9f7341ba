import type { PersonalDataCategory, Sealed, ServiceCategory } from '@accompany/contracts/common/v1/common';
import type { InformationShared } from '@accompany/contracts/referral/v1/events';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { SendFacts } from './facts.js';
import { actingAgency } from './parties.js';
import type { Event, Referral } from './referral.js';
import { sharingIsPermitted } from './send-rules.js';

export type InformationCommand = {
  readonly receiver: string;
  readonly needId: string;
  readonly category: ServiceCategory;
  readonly shareCategories: readonly PersonalDataCategory[];
  readonly permission: InformationShared['permission'];
  readonly note?: Sealed;
};

/** What sharing looks at; an absent fact is one that our copies do not hold. */
export type InformationFacts = Pick<SendFacts, 'case' | 'receiver' | 'consent' | 'legalBasis'>;

/**
 * An agency tells another something. Nothing is asked: there is no limit, nobody joins the case, and the referral of a need stays
 * free. What may be shared is decided as for a referral.
 */
export const shareInformation = (
  state: Referral,
  command: InformationCommand,
  facts: InformationFacts,
  context: DecisionContext,
): Event[] => {
  const { receiver, needId, category, permission, note } = command;
  const sender = actingAgency(context);
  if (sender === undefined || facts.case === undefined || !facts.case.participants.includes(sender))
    throw new Rejection('REFERRAL_CASE_UNKNOWN');
  if (state.status !== 'none') return [];
  if (facts.case.status !== 'open') throw new Rejection('REFERRAL_CASE_NOT_OPEN');
  if (receiver === sender) throw new Rejection('REFERRAL_TO_SELF', { receiver });
  if (facts.receiver === undefined) throw new Rejection('REFERRAL_RECEIVER_UNKNOWN', { receiver });
  if (facts.receiver.suspended) throw new Rejection('REFERRAL_RECEIVER_SUSPENDED', { receiver });
  sharingIsPermitted({ category }, command, facts, context);
  const shareCategories = [...new Set(command.shareCategories)].sort((a, b) => a - b);
  return [{ $case: 'informationShared', value: { sender, receiver, needId, category, shareCategories, permission, note } }];
};
