import { DutyKind } from '@accompany/contracts/intake/v1/types';
import { DecisionAsked, DeclineReason } from '@accompany/contracts/referral/v1/types';
import { type AnyEvent, type LookUp, type Ordered, reaction } from '@accompany/runtime';
import { referralIdAfter } from './ids.js';
import { type Event, type Referral, referralAggregate } from './referral.js';
import { type Ended, endOf, nextProvider, openUnder, restsOn, type Stranded, unansweredAtPlace, unansweredBy } from './relying-queries.js';
import { askAboutConsent, askDecision, proposeNext, undo } from './stranded.js';

/** What happens to referrals by themselves when something that they rest on changes. Nothing is ended by side effect, except what its case refused. */

type Orders = readonly Ordered<Referral, Event>[];
type Search = LookUp<Referral, Event> | undefined;

const {
  DECISION_ASKED_CONSENT_WITHDRAWN: WITHDRAWN,
  DECISION_ASKED_CONSENT_EXPIRED: EXPIRED,
  DECISION_ASKED_STRANDED: STRANDED,
} = DecisionAsked;

/** The case was closed or merged before the referral reached it: it is undone. */
export const undoRefused = (event: AnyEvent): Orders =>
  event.$case === 'caseDutyRefused' && event.value.kind === DutyKind.DUTY_KIND_REFERRAL ? [{ id: event.value.dutyId, decide: undo }] : [];

/** Consent ended: the sender of every open referral that shares under it is asked to decide. */
export const askOnConsent = (event: AnyEvent): Search => {
  switch (event.$case) {
    case 'consentWithdrawn':
      return askAll(event.value.consentId, WITHDRAWN);
    case 'consentExpired':
      return askAll(event.value.consentId, EXPIRED);
    case 'legalBasisExpired':
      return askAll(event.value.basisId, EXPIRED);
    default:
      return undefined;
  }
};

const askAll =
  (permissionId: string, because: DecisionAsked): LookUp<Referral, Event> =>
  async (tx) =>
    (await openUnder(tx, permissionId)).map(({ referralId, caseId }) => ({
      id: referralId,
      caseId,
      decide: (state) => askAboutConsent(state, because, permissionId),
    }));

/** The receiver takes nothing new any more: the senders of what it has not answered are asked to decide. */
export const askOnStranded = (event: AnyEvent): Search => {
  const ask =
    (subjectId: string, find: (tx: Parameters<LookUp<Referral, Event>>[0]) => Promise<Stranded[]>): LookUp<Referral, Event> =>
    async (tx) =>
      (await find(tx)).map(({ referralId, caseId }) => ({
        id: referralId,
        caseId,
        decide: (state) => askDecision(state, STRANDED, subjectId),
      }));
  switch (event.$case) {
    case 'agencySuspended':
      return ask(event.value.agencyId, (tx) => unansweredBy(tx, event.value.agencyId));
    // From the first step of its end on it takes nothing new.
    case 'officeClosing':
    case 'officeClosed':
      return ask(event.value.officeId, (tx) => unansweredAtPlace(tx, { officeId: event.value.officeId }));
    case 'serviceWithdrawn':
      return ask(event.value.serviceId, (tx) => unansweredAtPlace(tx, { serviceId: event.value.serviceId }));
    default:
      return undefined;
  }
};

/**
 * A referral that was sent, or put under another permission, while that, its receiver, its office or its service ended: whichever was
 * learned second finds the other.
 */
export const askOnSent = (event: AnyEvent, { streamId: id }: { readonly streamId: string }): Search => {
  const askAbout = (ended: Ended, permissionId: string): Orders => [
    { id, decide: (state) => askAboutConsent(state, ended === 'withdrawn' ? WITHDRAWN : EXPIRED, permissionId) },
  ];
  switch (event.$case) {
    case 'referralSent': {
      const { receiver, serviceId, permission: under } = event.value;
      const permissionId = under?.value ?? '';
      return async (tx) => {
        const { permission, stranded } = await restsOn(tx, { receiver, serviceId, permissionId });
        if (permission !== undefined) return askAbout(permission, permissionId);
        return stranded ? [{ id, decide: (state) => askDecision(state, STRANDED, serviceId) }] : [];
      };
    }
    case 'referralSharingRenewed': {
      const permissionId = event.value.permission?.value ?? '';
      return async (tx) => {
        const permission = await endOf(tx, permissionId);
        return permission === undefined ? [] : askAbout(permission, permissionId);
      };
    }
    default:
      return undefined;
  }
};

/** The receiver had no place: the next provider is proposed. */
export const proposeOnDecline = (event: AnyEvent, { streamId: referralId }: { readonly streamId: string }): Search => {
  if (event.$case !== 'referralDeclined' || event.value.reason !== DeclineReason.DECLINE_REASON_NO_CAPACITY || event.value.needId === '')
    return undefined;
  const { needId, receiver } = event.value;
  return async (tx) => {
    const proposal = await nextProvider(tx, { referralId, needId, receiver });
    return proposal === undefined ? [] : [{ id: referralIdAfter(referralId), decide: (state) => proposeNext(state, proposal) }];
  };
};

const nothing = (): Orders => [];

export const policies = [
  reaction({
    name: 'undo-referral-refused-by-case',
    does: 'undoes the referral: its case was closed, merged or a mistake before it could take it',
    aggregate: referralAggregate,
    on: undoRefused,
  }),
  reaction({
    name: 'ask-sender-on-consent-ended',
    does: 'stops the sharing and asks the senders of what is open under it to decide',
    aggregate: referralAggregate,
    on: nothing,
    among: askOnConsent,
  }),
  reaction({
    name: 'ask-sender-on-stranded',
    does: 'asks the senders of what is not answered to decide: its receiver takes nothing new',
    aggregate: referralAggregate,
    topic: 'network',
    on: nothing,
    among: askOnStranded,
  }),
  reaction({
    name: 'ask-sender-on-late-sending',
    does: 'asks the sender to decide, where consent, receiver or service ended while the referral was sent',
    aggregate: referralAggregate,
    on: nothing,
    among: askOnSent,
  }),
  reaction({
    name: 'propose-next-provider',
    does: 'drafts a referral to the next provider with a place, where the receiver had none',
    aggregate: referralAggregate,
    on: nothing,
    among: proposeOnDecline,
  }),
];
