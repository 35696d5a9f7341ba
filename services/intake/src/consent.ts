import type { ConsentGiven, ConsentRefused, ConsentWithdrawn, LegalBasisProposed } from '@accompany/contracts/intake/v1/events';
import type { ConsentScope } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, Event } from './case.js';
import { led, ledAndOpen } from './case-guards.js';

/** The child or a caregiver consented to sharing. */
export const giveConsent = (state: Case, command: ConsentGiven, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.consents.has(command.consentId)) return [];
  checkPeriod(command.scope);
  return [{ $case: 'consentGiven', value: command }];
};

/** Consent was asked for and refused. */
export const refuseConsent = (state: Case, command: ConsentRefused, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.consents.has(command.consentId)) return [];
  checkPeriod(command.scope);
  return [{ $case: 'consentRefused', value: command }];
};

/** Consent was taken back. Nothing stands in its way: it may be withdrawn in a closed case too. */
export const withdrawConsent = (state: Case, command: ConsentWithdrawn, context: DecisionContext): Event[] => {
  const consent = led(state, context).consents.get(command.consentId);
  switch (consent?.status) {
    case undefined:
      throw new Rejection('CONSENT_UNKNOWN');
    case 'refused':
      throw new Rejection('CONSENT_NOT_GIVEN');
    case 'withdrawn':
      return [];
    case 'expired':
      throw new Rejection('CONSENT_EXPIRED');
    case 'given':
      return [{ $case: 'consentWithdrawn', value: command }];
  }
};

/** A legal basis for sharing without consent is put forward; it does not hold yet. */
export const proposeLegalBasis = (state: Case, command: Omit<LegalBasisProposed, 'proposedBy'>, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.bases.has(command.basisId)) return [];
  checkPeriod(command.scope);
  return [{ $case: 'legalBasisProposed', value: { ...command, proposedBy: callerOf(context).person } }];
};

/** Another person approves it; it holds from now on. */
export const approveLegalBasis = (state: Case, basisId: string, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context).bases.get(basisId);
  const { person: approvedBy } = callerOf(context);
  if (found === undefined) throw new Rejection('LEGAL_BASIS_UNKNOWN');
  const { basis, scope, proposedBy } = found.proposed;
  if (proposedBy === approvedBy) throw new Rejection('APPROVER_IS_PROPOSER');
  if (found.approvedBy !== '') return [];
  return [{ $case: 'legalBasisRecorded', value: { basisId, basis, scope, approvedBy, proposedBy } }];
};

/** A consent's period is over: a timer says so, whatever became of the case. */
export const expireConsent = (state: Case, consentId: string): Event[] => {
  if (state.status === 'none') return [];
  return state.consents.get(consentId)?.status === 'given' ? [{ $case: 'consentExpired', value: { consentId } }] : [];
};

/** The client came of age by the clock: what a caregiver agreed to has to be asked of the client. The consent holds until that is done. */
export const askRetake = (state: Case, consentId: string, { now }: Pick<DecisionContext, 'now'>): Event[] => {
  const consent = state.status === 'none' ? undefined : state.consents.get(consentId);
  if (consent?.status !== 'given' || consent.retakeAsked) return [];
  const { retakeAt } = consent.asked;
  return retakeAt !== undefined && now < retakeAt ? [] : [{ $case: 'consentRetakeAsked', value: { consentId } }];
};

/** A legal basis's period is over. */
export const expireLegalBasis = (state: Case, basisId: string): Event[] => {
  if (state.status === 'none') return [];
  const basis = state.bases.get(basisId);
  return basis === undefined || basis.approvedBy === '' || basis.expired ? [] : [{ $case: 'legalBasisExpired', value: { basisId } }];
};

const checkPeriod = (scope: ConsentScope | undefined): void => {
  const { validFrom, validUntil } = scope ?? {};
  if (validFrom !== undefined && (validUntil === undefined || validUntil > validFrom)) return;
  throw new Rejection('INVALID_FIELDS', {}, [{ field: 'scope.valid_until', description: 'expected a time after valid_from' }]);
};
