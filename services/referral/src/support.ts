import type { Sealed } from '@accompany/contracts/common/v1/common';
import { type SupportDelivered, SupportEvent } from '@accompany/contracts/referral/v1/events';
import type { ErrorReason, SupportKind } from '@accompany/contracts/referral/v1/types';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import type { CaseFact } from './facts.js';
import { actingAgency } from './parties.js';

/** Support that the lead of a case delivers itself, beside any referral: money, food, a place to stay, with its reason. */
export type Event = NonNullable<SupportEvent['event']>;

export type Support =
  | { readonly status: 'none' }
  | { readonly status: 'delivered' | 'entered_in_error'; readonly delivered: SupportDelivered };

export const support: Decider<Support, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'supportDelivered':
        return { status: 'delivered', delivered: event.value };
      case 'supportEnteredInError':
        if (state.status === 'none') throw new Error('support begins with its delivery');
        return { status: 'entered_in_error', delivered: state.delivered };
      default:
        return unreachable(event);
    }
  },
};

/** The lead delivered support. The amount is a decimal number as text, because money is never a float. */
export const deliver = (
  state: Support,
  command: { kind: SupportKind; amount: string; currency: string; reason?: Sealed },
  facts: { case?: CaseFact },
  context: DecisionContext,
): Event[] => {
  const agency = actingAgency(context);
  if (agency === undefined || !facts.case?.participants.includes(agency)) throw new Rejection('SUPPORT_CASE_UNKNOWN');
  if (facts.case.lead !== agency) throw new Rejection('SUPPORT_NOT_BY_LEAD');
  if (state.status !== 'none') return [];
  if (facts.case.status !== 'open') throw new Rejection('SUPPORT_CASE_NOT_OPEN');
  const { kind, amount, currency, reason } = command;
  if (!CURRENCIES.has(currency))
    throw new Rejection('SUPPORT_CURRENCY_UNKNOWN', {}, [{ field: 'currency', description: 'a code of ISO 4217' }]);
  return [{ $case: 'supportDelivered', value: { agency, kind, amount, currency, reason } }];
};

/** It should never have been recorded. The history keeps it. */
export const enterSupportInError = (state: Support, command: { reason: ErrorReason }, context: DecisionContext): Event[] => {
  const known = asRecorder(state, context);
  return known.status === 'entered_in_error' ? [] : [{ $case: 'supportEnteredInError', value: { reason: command.reason } }];
};

/** The support, for the agency that recorded it. To anybody else it does not exist. */
export const asRecorder = (state: Support, context: Pick<DecisionContext, 'actor'>): Exclude<Support, { status: 'none' }> => {
  if (state.status === 'none' || state.delivered.agency !== actingAgency(context)) throw new Rejection('SUPPORT_UNKNOWN');
  return state;
};

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

export const supportAggregate = aggregate({
  category: 'support',
  type: 'accompany.referral.v1',
  topic: 'case',
  decider: support,
  codec: SupportEvent,
});
