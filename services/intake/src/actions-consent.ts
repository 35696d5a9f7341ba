import { ConsentBy, LegalBasis } from '@accompany/contracts/intake/v1/types';
import { type Action, ANY_ID as ANY, type DecisionContext } from '@accompany/domain';
import { one } from './actions-naming.js';
import type { Case, Event, KnownCase } from './case.js';
import { approveLegalBasis, giveConsent, proposeLegalBasis, refuseConsent, withdrawConsent } from './consent.js';

/** For a purpose, to an agency, for a time: as a command would say it. */
const scopeAt = ({ now }: DecisionContext) => ({ purposes: [], agencies: [], categories: [], validFrom: now, validUntil: undefined });

/** What the lead does about sharing with consent, and without it. */
export const consentActions: readonly Action<Case, Event>[] = [
  {
    name: 'GiveConsent',
    attempt: (state, context) =>
      giveConsent(
        state,
        { consentId: ANY, by: ConsentBy.CONSENT_BY_CHILD, scope: scopeAt(context), evidence: undefined, retakeAt: undefined },
        context,
      ),
  },
  {
    name: 'RefuseConsent',
    attempt: (state, context) =>
      refuseConsent(state, { consentId: ANY, by: ConsentBy.CONSENT_BY_CHILD, scope: scopeAt(context), notes: undefined }, context),
  },
  {
    name: 'WithdrawConsent',
    attempt: (state, context) =>
      withdrawConsent(state, { consentId: one(state, givenConsent), by: ConsentBy.CONSENT_BY_CAREGIVER, notes: undefined }, context),
  },
  {
    name: 'ProposeLegalBasis',
    attempt: (state, context) => {
      const basis = LegalBasis.LEGAL_BASIS_VITAL_INTEREST;
      return proposeLegalBasis(state, { basisId: ANY, basis, scope: scopeAt(context), reason: undefined }, context);
    },
  },
  {
    name: 'ApproveLegalBasis',
    attempt: (state, context) =>
      approveLegalBasis(
        state,
        one(state, (found) => basisFor(found, context)),
        context,
      ),
  },
];

const givenConsent = ({ consents }: KnownCase): string | undefined => [...consents].find(([, { status }]) => status === 'given')?.[0];

/** A basis that waits for somebody else's word, best one that is not the actor's own; without one, the last. */
const basisFor = ({ bases }: KnownCase, { actor }: DecisionContext): string | undefined => {
  const waiting = [...bases].filter(([, { approvedBy }]) => approvedBy === '');
  const others = waiting.filter(([, { proposed }]) => actor.kind === 'agency' && proposed.proposedBy !== actor.person);
  return (others[0] ?? waiting[0] ?? [...bases].at(-1))?.[0];
};
