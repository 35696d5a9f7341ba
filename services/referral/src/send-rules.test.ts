import { PersonalDataCategory, ServiceCategory } from '@accompany/contracts/common/v1/common';
import type { Reason } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import type { SendFacts } from './facts.js';
import { referral } from './referral.js';
import { ALPHA, BASIS, by, drafted, facts, sending, sent } from './samples.js';
import { type SendCommand, send } from './sender.js';

const { case: open, need, service, consent, legalBasis } = facts;
const { scope } = consent;
const past = new Date('2022-02-09T00:00:00Z');
const byBasis: Partial<SendCommand> = { permission: { $case: 'legalBasisId', value: BASIS } };
const without = (missing: Partial<typeof scope>) => ({ scope: { ...scope, ...missing } });

type Row = [what: string, facts: Partial<SendFacts>, command: Partial<SendCommand>, reason: Reason];

describe('a referral is not sent', () => {
  test.each<Row>([
    ['from a case that we do not know', { case: undefined }, {}, 'REFERRAL_CASE_NOT_OPEN'],
    ['from a report', { case: { ...open, status: 'reported' } }, {}, 'REFERRAL_CASE_NOT_OPEN'],
    ['from a closed case', { case: { ...open, status: 'closed' } }, {}, 'REFERRAL_CASE_NOT_OPEN'],
    ['by an agency that left the case', { case: { ...open, participants: ['gamma'] } }, {}, 'REFERRAL_SENDER_NOT_ON_CASE'],
    ['for a need that we do not know', { need: undefined }, {}, 'REFERRAL_NEED_UNKNOWN'],
    ['for a need that is met', { need: { ...need, met: true } }, {}, 'REFERRAL_NEED_MET'],
    ['to oneself', {}, { receiver: ALPHA }, 'REFERRAL_TO_SELF'],
    ['to an agency outside the directory', { receiver: undefined }, {}, 'REFERRAL_RECEIVER_UNKNOWN'],
    ['to a suspended agency', { receiver: { suspended: true } }, {}, 'REFERRAL_RECEIVER_SUSPENDED'],
    ['to a service outside the directory', { service: undefined }, {}, 'REFERRAL_SERVICE_NOT_OFFERED'],
    ['to a service that was withdrawn', { service: { ...service, offered: false } }, {}, 'REFERRAL_SERVICE_NOT_OFFERED'],
    ['to a service of another agency', { service: { ...service, agency: 'gamma' } }, {}, 'REFERRAL_SERVICE_NOT_OFFERED'],
    ['to a service whose office closed', { service: { ...service, officeActive: false } }, {}, 'REFERRAL_OFFICE_CLOSED'],
    [
      'to a service of another category',
      { service: { ...service, category: ServiceCategory.SERVICE_CATEGORY_SHELTER } },
      {},
      'REFERRAL_SERVICE_OF_OTHER_CATEGORY',
    ],
    ['on a consent that we do not know', { consent: undefined }, {}, 'REFERRAL_CONSENT_NOT_IN_FORCE'],
    ['on a consent withdrawn or refused', { consent: { ...consent, given: false } }, {}, 'REFERRAL_CONSENT_NOT_IN_FORCE'],
    [
      'on a consent that ran out',
      { consent: { given: true, ...without({ validUntil: past as never }) } },
      {},
      'REFERRAL_CONSENT_NOT_IN_FORCE',
    ],
    [
      'on a consent that begins later',
      { consent: { given: true, ...without({ validFrom: new Date('2022-02-11T00:00:00Z') as never }) } },
      {},
      'REFERRAL_CONSENT_NOT_IN_FORCE',
    ],
    [
      'on a consent for another agency',
      { consent: { given: true, ...without({ agencies: ['gamma'] as never }) } },
      {},
      'REFERRAL_CONSENT_DOES_NOT_COVER',
    ],
    [
      'on a consent for another purpose',
      { consent: { given: true, ...without({ purposes: [] as never }) } },
      {},
      'REFERRAL_CONSENT_DOES_NOT_COVER',
    ],
    [
      'with a category that the consent leaves out',
      {},
      { shareCategories: [PersonalDataCategory.PERSONAL_DATA_CATEGORY_HEALTH] },
      'REFERRAL_CONSENT_DOES_NOT_COVER',
    ],
    ['on a legal basis that we do not know', { legalBasis: undefined }, byBasis, 'REFERRAL_LEGAL_BASIS_UNKNOWN'],
    [
      'on a legal basis that one approved oneself',
      { legalBasis: { ...legalBasis, approvedBy: 'p1' } },
      byBasis,
      'REFERRAL_LEGAL_BASIS_NOT_APPROVED',
    ],
    [
      'on a legal basis that nobody approved',
      { legalBasis: { ...legalBasis, approvedBy: '' } },
      byBasis,
      'REFERRAL_LEGAL_BASIS_NOT_APPROVED',
    ],
    [
      'on a legal basis for another agency',
      { legalBasis: { approvedBy: 'p2', ...without({ agencies: ['gamma'] as never }) } },
      byBasis,
      'REFERRAL_LEGAL_BASIS_DOES_NOT_COVER',
    ],
    ['on nothing at all', { consent: undefined }, { permission: undefined }, 'REFERRAL_CONSENT_NOT_IN_FORCE'],
    ['beside another open one', { otherOpen: 'r2' }, {}, 'REFERRAL_ALREADY_OPEN'],
  ])('%s', (_, missing, command, reason) =>
    given(referral)(drafted)
      .when((state) => {
        const known = { ...facts, ...missing };
        return send(state, { ...sending, ...command }, known, by(ALPHA));
      })
      .thenRejected(reason),
  );
});

test('a legal basis that another person approved stands for a consent', () =>
  given(referral)(drafted)
    .when((state) => send(state, { ...sending, ...byBasis }, { ...facts, consent: undefined }, by(ALPHA)))
    .then({ ...sent, value: { ...sent.value, permission: { $case: 'legalBasisId', value: BASIS } } } as typeof sent));

test('a sent referral stays sent when the facts change', () =>
  given(referral)(drafted, sent)
    .when((state) => send(state, sending, { ...facts, consent: undefined }, by(ALPHA)))
    .thenNothing());
