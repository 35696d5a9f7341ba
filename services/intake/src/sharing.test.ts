import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { CaseDataShared } from '@accompany/contracts/intake/v1/events';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import { known } from './case-guards.js';
import { takeDuty } from './duties.js';
import {
  basis,
  basisProposed,
  begun,
  consent,
  consented,
  monitorJoined,
  opened,
  PROVIDER,
  providerJoined,
  referralId,
  secondReferralId,
  transferId,
  withdrawal,
} from './samples.js';
import { categoriesOpenTo, endSharing, renewSharing, shareData } from './sharing.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_CONTACT: CONTACT } = PersonalDataCategory;
const { PERSONAL_DATA_CATEGORY_NARRATIVE: NARRATIVE, PERSONAL_DATA_CATEGORY_HEALTH: HEALTH } = PersonalDataCategory;
const { PERSONAL_DATA_CATEGORY_LEGAL: LEGAL } = PersonalDataCategory;
const EVERY = [IDENTITY, CONTACT, NARRATIVE, HEALTH, LEGAL];

const byConsent = { $case: 'consentId', value: consent.consentId } as const;
const byBasis = { $case: 'legalBasisId', value: basis.basisId } as const;
const messageId = 'd9cef8ac-ebbb-4bd8-9f5e-c6e8ab9dea0b';
const share = (categories: PersonalDataCategory[], more: Partial<CaseDataShared> = {}): CaseDataShared => ({
  ...{ shareId: referralId, agency: 'heron', categories, permission: byConsent, ofReferral: true, ...more },
});
const shared = (categories: PersonalDataCategory[], more: Partial<CaseDataShared> = {}): Event => ({
  $case: 'caseDataShared',
  value: share(categories, more),
});
const message = { shareId: messageId, agency: 'ibis', ofReferral: false };
const told = shared([NARRATIVE], message);
const taken: Event = { $case: 'caseDutyTaken', value: { kind: begun.referral.kind, dutyId: referralId, agency: 'heron', giver: '' } };
const withdrawn: Event = { $case: 'consentWithdrawn', value: withdrawal };
const expired: Event = { $case: 'consentExpired', value: { consentId: consent.consentId } };
const approved: Event = {
  $case: 'legalBasisRecorded',
  value: { basisId: basis.basisId, basis: basis.basis, scope: basis.scope, approvedBy: 'p-2', proposedBy: 'p-1' },
};
const basisOver: Event = { $case: 'legalBasisExpired', value: { basisId: basis.basisId } };
const anotherConsent: Event = { $case: 'consentGiven', value: { ...consent, consentId: 'another' } };
const second = { shareId: secondReferralId };
const extended: Event = { $case: 'participationExtended', value: { agency: 'heron', referralId: secondReferralId } };
const narrowed: Event = { $case: 'participationNarrowed', value: { agency: 'heron', referralId } };
const left: Event = { $case: 'participantLeft', value: { agency: 'heron', role: PROVIDER, referralId } };
const led: Event = { $case: 'leadChanged', value: { from: 'lotus', to: 'heron', transferId } };
const inMistake: Event = { $case: 'caseSharingEnded', value: { shareId: messageId } };

describe('who reads what of a case: all other categories are withheld', () => {
  const provides = [consented, taken, providerJoined];
  test.each<[string, string, Event[], PersonalDataCategory[]]>([
    ['the lead', 'lotus', [], EVERY],
    ['the lead, when consent was withdrawn', 'lotus', [consented, withdrawn], EVERY],
    ['who leads after a transfer', 'heron', [led], EVERY],
    ['who led before', 'lotus', [led], []],
    ['a provider', 'heron', [...provides, shared([IDENTITY])], [IDENTITY]],
    ['a provider with whom more is shared', 'heron', [...provides, shared([CONTACT, NARRATIVE])], [CONTACT, NARRATIVE]],
    ['a provider with whom health data is shared', 'heron', [...provides, shared([HEALTH])], [HEALTH]],
    ['a provider with whom nothing is shared', 'heron', provides, []],
    [
      'a provider under two referrals',
      'heron',
      [...provides, shared([IDENTITY]), extended, shared([CONTACT], second)],
      [IDENTITY, CONTACT],
    ],
    [
      'a provider of whose two referrals one ended',
      'heron',
      [...provides, shared([IDENTITY]), extended, shared([CONTACT], second), narrowed],
      [CONTACT],
    ],
    ['a provider, when consent was withdrawn', 'heron', [...provides, shared([IDENTITY]), withdrawn], []],
    ['a provider, when consent ran out', 'heron', [...provides, shared([IDENTITY]), expired], []],
    [
      'a provider, when the sharing was put under another consent',
      'heron',
      [
        ...provides,
        shared([IDENTITY]),
        withdrawn,
        anotherConsent,
        shared([IDENTITY], { permission: { $case: 'consentId', value: 'another' } }),
      ],
      [IDENTITY],
    ],
    ['a provider under a consent that the case does not know', 'heron', [taken, providerJoined, shared([IDENTITY])], []],
    ['a provider under nothing', 'heron', [...provides, shared([IDENTITY], { permission: undefined })], []],
    [
      'a provider under a legal basis',
      'heron',
      [...provides, basisProposed, approved, shared([IDENTITY], { permission: byBasis })],
      [IDENTITY],
    ],
    ['… that nobody approved', 'heron', [...provides, basisProposed, shared([IDENTITY], { permission: byBasis })], []],
    ['… that ran out', 'heron', [...provides, basisProposed, approved, shared([IDENTITY], { permission: byBasis }), basisOver], []],
    ['who was referred to and did not accept', 'heron', [consented, taken, shared([IDENTITY])], []],
    ['who provided, and left', 'heron', [...provides, shared([IDENTITY]), left], []],
    ['a monitor', 'ibis', [...provides, shared(EVERY), monitorJoined], []],
    ['a monitor that was told something', 'ibis', [consented, monitorJoined, told], [NARRATIVE]],
    ['… by mistake', 'ibis', [consented, monitorJoined, told, inMistake], []],
    ['… until consent was withdrawn', 'ibis', [consented, monitorJoined, told, withdrawn], []],
    ['an agency that has nothing to do with it', 'stork', [...provides, shared(EVERY), told], []],
  ])('%s', (_, agency, history, open) => {
    const state = known(given(caseDecider)(opened, ...history).state);
    const reads = categoriesOpenTo(state, agency);
    for (const category of EVERY)
      expect([PersonalDataCategory[category], reads.has(category)]).toEqual([PersonalDataCategory[category], open.includes(category)]);
  });
});

describe('what is shared', () => {
  test('by a referral is known from when the case takes it, and not when it refuses it', () => {
    const sent = { ...begun.referral, shared: share([IDENTITY]) };
    given(caseDecider)(opened)
      .when((state) => takeDuty(state, sent))
      .then(taken, shared([IDENTITY]));
    given(caseDecider)(opened, taken)
      .when((state) => takeDuty(state, sent))
      .thenNothing();
    const closedIt: Event = { $case: 'caseClosed', value: { criterion: 1, approvedBy: 'p-2' } };
    const { state } = given(caseDecider)(opened, closedIt);
    expect(takeDuty(state, sent).map(({ $case }) => $case)).toEqual(['caseDutyRefused']);
  });
  test('by a message is known once, and no more when it was a mistake', () => {
    given(caseDecider)(opened)
      .when((state) => shareData(state, share([NARRATIVE], message)))
      .then(told);
    given(caseDecider)(opened, told)
      .when((state) => shareData(state, share([NARRATIVE], message)))
      .thenNothing();
    given(caseDecider)(opened, told)
      .when((state) => endSharing(state, messageId))
      .then(inMistake);
    given(caseDecider)(opened, told, inMistake)
      .when((state) => [...endSharing(state, messageId), ...shareData(state, share([NARRATIVE], message))])
      .thenNothing();
    given(caseDecider)(opened)
      .when((state) => endSharing(state, messageId))
      .thenNothing();
    given(caseDecider)(opened, shared([IDENTITY]))
      .when((state) => endSharing(state, referralId))
      .thenNothing();
  });
  test('is put under another permission, unless it is under that or is over', () => {
    const renew = (shareId: string) => (state: typeof caseDecider.initial) => renewSharing(state, shareId, byBasis);
    given(caseDecider)(opened, shared([IDENTITY]))
      .when(renew(referralId))
      .then(shared([IDENTITY], { permission: byBasis }));
    given(caseDecider)(opened, shared([IDENTITY], { permission: byBasis }))
      .when(renew(referralId))
      .thenNothing();
    given(caseDecider)(opened).when(renew(referralId)).thenNothing();
    given(caseDecider)(opened, told, inMistake).when(renew(messageId)).thenNothing();
  });
  test('of a case that is not there is nothing', () =>
    given(caseDecider)()
      .when((state) => shareData(state, share([NARRATIVE], message)))
      .thenRejected('CASE_UNKNOWN'));
});
