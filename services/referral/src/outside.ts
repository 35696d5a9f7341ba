import type { ExternalReference, Sealed, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { ReferralAmbiguity } from '@accompany/contracts/referral/v1/events';
import type { Channel, SourceService } from '@accompany/contracts/referral/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { OutsideFacts } from './facts.js';
import { actingAgency } from './parties.js';
import { pickUpTimes } from './pick-up.js';
import type { Event, Referral } from './referral.js';

export type OutsideCommand = {
  readonly requestId: string;
  readonly sender: string;
  readonly receiver: string;
  readonly channel: Channel;
  readonly category: ServiceCategory;
  readonly urgency: Urgency;
  readonly needId: string;
  readonly externalReference?: ExternalReference;
  readonly sourceService?: SourceService;
  readonly ambiguities: ReferralAmbiguity[];
  readonly dateMissing: boolean;
  readonly note?: Sealed;
};

/**
 * A referral made by telephone, on paper or in another system, written down by its sender or its receiver. The id comes
 * from the external reference where there is one, so that the same record sent again finds what it made the first time.
 * Nothing is shared by it; the pick-up limit counts from now, not from the day of the call.
 */
export const recordFromOutside = (state: Referral, command: OutsideCommand, facts: OutsideFacts, context: DecisionContext): Event[] => {
  const { requestId, ...record } = command;
  const { sender, receiver } = record;
  const recordedBy = actingAgency(context);
  if (recordedBy === undefined || (recordedBy !== sender && recordedBy !== receiver)) throw new Rejection('REFERRAL_RECORDED_BY_STRANGER');
  if (sender === receiver) throw new Rejection('REFERRAL_TO_SELF', { receiver });
  if (state.status !== 'none') {
    if (state.terms.sender !== sender || state.terms.receiver !== receiver) throw new Rejection('REFERRAL_REFERENCE_TAKEN');
    return [];
  }
  if (facts.sender === undefined) throw new Rejection('REFERRAL_SENDER_UNKNOWN', { sender });
  if (facts.receiver === undefined) throw new Rejection('REFERRAL_RECEIVER_UNKNOWN', { receiver });
  if (facts.case === undefined || ![...facts.case.participants, ...facts.case.reportTakers].includes(recordedBy))
    throw new Rejection('REFERRAL_CASE_UNKNOWN');
  const times = pickUpTimes(record.urgency, context.now, facts.limits);
  const { externalReference, sourceService, note } = record;
  const value = { ...record, externalReference, sourceService, note, recordedBy, recordedUnder: requestId, ...times };
  return [{ $case: 'referralRecordedFromOutside', value }];
};
