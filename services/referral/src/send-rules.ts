import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Scope, SendFacts } from './facts.js';
import { actingAgency } from './parties.js';
import type { Terms } from './referral.js';
import type { SendCommand } from './sender.js';

/** What is shared with whom, under what. */
export type Sharing = Pick<SendCommand, 'receiver' | 'shareCategories' | 'permission'>;

/** What has to hold when a referral is sent. The first thing that does not is the answer. */
export const checkSending = (terms: Terms, command: SendCommand, facts: SendFacts, context: DecisionContext): void => {
  caseIsOpenForSender(facts, context);
  needIsOpen(facts);
  receiverOffersService(terms, command, facts);
  sharingIsPermitted(terms, command, facts, context);
  if (facts.otherOpen !== undefined) throw new Rejection('REFERRAL_ALREADY_OPEN', { referral_id: facts.otherOpen });
};

const caseIsOpenForSender = (facts: SendFacts, context: DecisionContext): void => {
  if (facts.case?.status !== 'open') throw new Rejection('REFERRAL_CASE_NOT_OPEN');
  const sender = actingAgency(context);
  if (sender === undefined || !facts.case.participants.includes(sender)) throw new Rejection('REFERRAL_SENDER_NOT_ON_CASE');
};

const needIsOpen = (facts: SendFacts): void => {
  if (facts.need === undefined) throw new Rejection('REFERRAL_NEED_UNKNOWN');
  if (facts.need.met) throw new Rejection('REFERRAL_NEED_MET');
};

const receiverOffersService = ({ sender, category }: Terms, { receiver, serviceId }: SendCommand, facts: SendFacts): void => {
  if (receiver === sender) throw new Rejection('REFERRAL_TO_SELF', { receiver });
  if (facts.receiver === undefined) throw new Rejection('REFERRAL_RECEIVER_UNKNOWN', { receiver });
  if (facts.receiver.suspended) throw new Rejection('REFERRAL_RECEIVER_SUSPENDED', { receiver });
  const service = facts.service;
  if (service === undefined || !service.offered || service.agency !== receiver)
    throw new Rejection('REFERRAL_SERVICE_NOT_OFFERED', { receiver, service_id: serviceId });
  if (!service.officeActive) throw new Rejection('REFERRAL_OFFICE_CLOSED', { service_id: serviceId });
  if (service.category !== category) throw new Rejection('REFERRAL_SERVICE_OF_OTHER_CATEGORY', { service_id: serviceId });
};

/** A consent in force, or a legal basis that another person approved; either has to cover what is shared, with whom, for what. */
export const sharingIsPermitted = (
  terms: Pick<Terms, 'category'>,
  command: Sharing,
  facts: Pick<SendFacts, 'consent' | 'legalBasis'>,
  context: DecisionContext,
): void => {
  if (command.permission?.$case === 'legalBasisId') {
    const basis = facts.legalBasis;
    if (basis === undefined || basis.ended || !holdsAt(basis.scope, context.now)) throw new Rejection('REFERRAL_LEGAL_BASIS_UNKNOWN');
    if (basis.approvedBy === '' || (context.actor.kind === 'agency' && basis.approvedBy === context.actor.person))
      throw new Rejection('REFERRAL_LEGAL_BASIS_NOT_APPROVED');
    if (!covers(basis.scope, terms, command)) throw new Rejection('REFERRAL_LEGAL_BASIS_DOES_NOT_COVER');
    return;
  }
  const consent = facts.consent;
  if (consent === undefined || !consent.given || !holdsAt(consent.scope, context.now)) throw new Rejection('REFERRAL_CONSENT_NOT_IN_FORCE');
  if (!covers(consent.scope, terms, command)) throw new Rejection('REFERRAL_CONSENT_DOES_NOT_COVER');
};

const holdsAt = ({ validFrom, validUntil }: Scope, moment: Date): boolean =>
  validFrom <= moment && (validUntil === undefined || moment < validUntil);

const covers = (scope: Scope, { category }: Pick<Terms, 'category'>, { receiver, shareCategories }: Sharing): boolean =>
  scope.purposes.includes(category) &&
  scope.agencies.includes(receiver) &&
  shareCategories.every((shared) => scope.categories.includes(shared));
