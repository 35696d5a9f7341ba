import { AgreementEvent } from '@accompany/contracts/directory/v1/events';
import { AgreementEnd, type AgreementTerms } from '@accompany/contracts/directory/v1/types';
import { type Actor, type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { type Agency, mustBeActive } from './agency.js';

export type Event = NonNullable<AgreementEvent['event']>;
export type Agreement =
  | { status: 'none' }
  | {
      status: 'proposed' | 'signed' | 'ended';
      agreementId: string;
      proposer: string;
      otherParty: string;
      terms: AgreementTerms | undefined;
    };

export const agreement: Decider<Agreement, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    switch (event.$case) {
      case 'sharingAgreementProposed':
        return { status: 'proposed', ...event.value };
      case 'sharingAgreementSigned':
        return state.status === 'none' ? state : { ...state, status: 'signed' };
      case 'sharingAgreementEnded':
        return state.status === 'none' ? state : { ...state, status: 'ended' };
      default:
        return unreachable(event);
    }
  },
};

export const agreementAggregate = aggregate({
  category: 'agreement',
  type: 'accompany.directory.v1',
  topic: 'network',
  decider: agreement,
  codec: AgreementEvent,
});

/** Two active agencies: one proposes, the other is to sign. */
export const propose = (
  state: Agreement,
  { agreementId, agencyId: otherParty, terms }: { agreementId: string; agencyId: string; terms: AgreementTerms | undefined },
  { actor, now }: DecisionContext,
  parties: { proposer: Agency; other: Agency },
): Event[] => {
  if (actor.kind !== 'agency') throw new Rejection('NOT_ALLOWED_FOR_CALLER');
  if (state.status !== 'none') return [];
  if (otherParty === actor.agency) throw new Rejection('AGREEMENT_WITH_ITSELF', { agency_id: otherParty });
  mustBeActive(parties.proposer);
  mustBeActive(parties.other);
  mustBePossible(terms, now);
  return [{ $case: 'sharingAgreementProposed', value: { agreementId, proposer: actor.agency, otherParty, terms } }];
};

/** The other party signs: it binds both. `signer` is that agency as it stands. */
export const sign = (state: Agreement, { actor, now }: DecisionContext, signer: Agency): Event[] => {
  const party = partyOf(state, actor);
  if (state.status === 'none' || state.status === 'ended') throw over(state);
  if (party !== state.otherParty) throw new Rejection('NOT_THE_OTHER_PARTY');
  if (state.status === 'signed') return [];
  if (hasExpired(state.terms, now)) throw over(state);
  mustBeActive(signer);
  return [{ $case: 'sharingAgreementSigned', value: { agreementId: state.agreementId, by: party } }];
};

/** Either party ends it, for good: withdrawn or declined before it is signed, terminated after. */
export const end = (state: Agreement, { reason }: { reason: string }, { actor }: DecisionContext): Event[] => {
  const by = partyOf(state, actor);
  switch (state.status) {
    case 'none':
      throw new Rejection('AGREEMENT_UNKNOWN');
    case 'ended':
      return [];
    case 'signed':
      return [ended(state.agreementId, AgreementEnd.AGREEMENT_END_TERMINATED, by, reason)];
    case 'proposed': {
      const because = by === state.proposer ? AgreementEnd.AGREEMENT_END_WITHDRAWN : AgreementEnd.AGREEMENT_END_DECLINED;
      return [ended(state.agreementId, because, by, reason)];
    }
  }
};

/** Its last moment came, signed or not. Nothing when it is over already. */
export const expire = (state: Agreement, { now }: DecisionContext): Event[] => {
  if (state.status === 'none' || state.status === 'ended' || !hasExpired(state.terms, now)) return [];
  return [ended(state.agreementId, AgreementEnd.AGREEMENT_END_EXPIRED, '', '')];
};

/** Who is no party is told that there is no such agreement. */
const partyOf = (state: Agreement, actor: Actor): string => {
  if (state.status === 'none' || actor.kind !== 'agency' || ![state.proposer, state.otherParty].includes(actor.agency))
    throw new Rejection('AGREEMENT_UNKNOWN');
  return actor.agency;
};

const ended = (agreementId: string, because: AgreementEnd, by: string, reason: string): Event => ({
  $case: 'sharingAgreementEnded',
  value: { agreementId, because, by, reason },
});

const over = (state: Agreement): Rejection =>
  state.status === 'none' ? new Rejection('AGREEMENT_UNKNOWN') : new Rejection('AGREEMENT_ENDED', { agreement_id: state.agreementId });

const hasExpired = (terms: AgreementTerms | undefined, now: Date): boolean => terms?.expiresAt === undefined || terms.expiresAt <= now;

const mustBePossible = (terms: AgreementTerms | undefined, now: Date): void => {
  const { validFrom, expiresAt } = terms ?? {};
  if (validFrom === undefined || expiresAt === undefined || expiresAt <= validFrom || expiresAt <= now)
    throw new Rejection('AGREEMENT_PERIOD_IMPOSSIBLE', {}, [
      { field: 'terms.expires_at', description: 'after terms.valid_from and in the future' },
    ]);
};
