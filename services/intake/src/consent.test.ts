import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { expiryTimers, retakeTimers } from './case-timers.js';
import {
  approveLegalBasis,
  askRetake,
  expireConsent,
  expireLegalBasis,
  giveConsent,
  proposeLegalBasis,
  refuseConsent,
  withdrawConsent,
} from './consent.js';
import {
  basis,
  basisProposed,
  closed,
  closureProposed,
  consent,
  consented,
  day,
  lotus,
  lotusSupervisor,
  opened,
  refusal,
  scope,
  withdrawal,
} from './samples.js';

const refused: Event = { $case: 'consentRefused', value: refusal };
const withdrawn: Event = { $case: 'consentWithdrawn', value: withdrawal };
const { basisId } = basis;
const recorded: Event = {
  $case: 'legalBasisRecorded',
  value: { basisId, basis: basis.basis, scope, approvedBy: 'p-2', proposedBy: 'p-1' },
};

describe('consent', () => {
  test('is given with its scope', () =>
    given(caseDecider)(opened)
      .when((state) => giveConsent(state, consent, lotus))
      .then(consented));
  test('may hold until withdrawn', () => {
    const endless = { ...consent, scope: { ...scope, validUntil: undefined } };
    given(caseDecider)(opened)
      .when((state) => giveConsent(state, endless, lotus))
      .then({ $case: 'consentGiven', value: endless });
  });
  test('is refused', () =>
    given(caseDecider)(opened)
      .when((state) => refuseConsent(state, refusal, lotus))
      .then(refused));
  test('is withdrawn, once, also in a closed case', () => {
    given(caseDecider)(opened, consented)
      .when((state) => withdrawConsent(state, withdrawal, lotus))
      .then(withdrawn);
    given(caseDecider)(opened, consented, withdrawn)
      .when((state) => withdrawConsent(state, withdrawal, lotus))
      .thenNothing();
    given(caseDecider)(opened, consented, closureProposed, closed)
      .when((state) => withdrawConsent(state, withdrawal, lotus))
      .then(withdrawn);
  });
  test('that was never given is not withdrawn', () => {
    given(caseDecider)(opened)
      .when((state) => withdrawConsent(state, withdrawal, lotus))
      .thenRejected('CONSENT_UNKNOWN');
    given(caseDecider)(opened, refused)
      .when((state) => withdrawConsent(state, withdrawal, lotus))
      .thenRejected('CONSENT_NOT_GIVEN');
  });
  test.each([
    ['ends as it begins', { ...scope, validUntil: day(1) }],
    ['ends before it begins', { ...scope, validFrom: day(21) }],
    ['has no beginning', { ...scope, validFrom: undefined }],
  ])('whose period %s is no consent', (_, period) => {
    const history = given(caseDecider)(opened);
    history.when((state) => giveConsent(state, { ...consent, scope: period }, lotus)).thenRejected('INVALID_FIELDS');
    history.when((state) => refuseConsent(state, { ...refusal, scope: period }, lotus)).thenRejected('INVALID_FIELDS');
    history.when((state) => proposeLegalBasis(state, { ...basis, scope: period }, lotus)).thenRejected('INVALID_FIELDS');
  });
});

describe('a legal basis without consent', () => {
  test('is put forward by one person', () =>
    given(caseDecider)(opened)
      .when((state) => proposeLegalBasis(state, basis, lotus))
      .then(basisProposed));
  test('is approved by another, once', () => {
    given(caseDecider)(opened, basisProposed)
      .when((state) => approveLegalBasis(state, basisId, lotusSupervisor))
      .then(recorded);
    given(caseDecider)(opened, basisProposed, recorded)
      .when((state) => approveLegalBasis(state, basisId, lotusSupervisor))
      .thenNothing();
  });
  test('is not approved by who put it forward', () =>
    given(caseDecider)(opened, basisProposed)
      .when((state) => approveLegalBasis(state, basisId, lotus))
      .thenRejected('APPROVER_IS_PROPOSER'));
  test('that nobody put forward is not approved', () =>
    given(caseDecider)(opened)
      .when((state) => approveLegalBasis(state, basisId, lotusSupervisor))
      .thenRejected('LEGAL_BASIS_UNKNOWN'));
});

describe('a period ends', () => {
  const { consentId } = consent;
  const expired: Event = { $case: 'consentExpired', value: { consentId } };
  const basisExpired: Event = { $case: 'legalBasisExpired', value: { basisId } };
  const moment = { occurredAt: day(1), recordedAt: day(1) };
  test('of a consent, once, whatever became of the case', () => {
    given(caseDecider)(opened, consented)
      .when((state) => expireConsent(state, consentId))
      .then(expired);
    given(caseDecider)(opened, consented, closureProposed, closed)
      .when((state) => expireConsent(state, consentId))
      .then(expired);
    given(caseDecider)(opened, consented, expired)
      .when((state) => withdrawConsent(state, withdrawal, lotus))
      .thenRejected('CONSENT_EXPIRED');
  });
  test('not of one that was withdrawn, refused or never given', () => {
    for (const history of [[], [opened], [opened, refused], [opened, consented, withdrawn]])
      given(caseDecider)(...history)
        .when((state) => expireConsent(state, consentId))
        .thenNothing();
  });
  test('of a legal basis that was approved', () => {
    given(caseDecider)(opened, basisProposed, recorded)
      .when((state) => expireLegalBasis(state, basisId))
      .then(basisExpired);
    for (const history of [[], [opened], [opened, basisProposed]])
      given(caseDecider)(...history)
        .when((state) => expireLegalBasis(state, basisId))
        .thenNothing();
  });
  test('by a timer at its end; a consent without an end has none, and a withdrawn one none any more', ({ expect }) => {
    expect(expiryTimers.derive(consented, moment)).toEqual([{ set: `consent/${consentId}`, at: day(20) }]);
    const endless: Event = { $case: 'consentGiven', value: { ...consent, scope: { ...scope, validUntil: undefined } } };
    expect(expiryTimers.derive(endless, moment)).toEqual([]);
    expect(expiryTimers.derive(withdrawn, moment)).toEqual([{ clear: `consent/${consentId}` }]);
    expect(expiryTimers.derive(recorded, moment)).toEqual([{ set: `basis/${basisId}`, at: day(20) }]);
    given(caseDecider)(opened, consented)
      .when((state) => expiryTimers.fire(`consent/${consentId}`, day(20))(state, lotus))
      .then(expired);
    given(caseDecider)(opened, basisProposed, recorded)
      .when((state) => expiryTimers.fire(`basis/${basisId}`, day(20))(state, lotus))
      .then(basisExpired);
  });
});

describe('a client comes of age', () => {
  const { consentId } = consent;
  const retaken: Event = { $case: 'consentRetakeAsked', value: { consentId } };
  const given18: Event = { $case: 'consentGiven', value: { ...consent, retakeAt: day(9) } };
  test('and a caregiver’s consent is asked of the client, once, while it holds', ({ expect }) => {
    const ask = (state: Case) => askRetake(state, consentId, { now: day(9) });
    given(caseDecider)(opened, given18)
      .when((state) => askRetake(state, consentId, { now: day(8) }))
      .thenNothing();
    given(caseDecider)(opened, given18).when(ask).then(retaken);
    given(caseDecider)(opened, given18, retaken).when(ask).thenNothing();
    for (const history of [[], [opened], [opened, refused], [opened, given18, withdrawn]])
      given(caseDecider)(...history)
        .when(ask)
        .thenNothing();
    expect(given(caseDecider)(opened, given18, retaken).state).toMatchObject({ consents: new Map([[consentId, { status: 'given' }]]) });
  });
  test('at the time that was noted, or at once if it has passed', ({ expect }) => {
    const at = (occurredAt: Date) => retakeTimers.derive(given18, { occurredAt, recordedAt: occurredAt });
    expect(at(day(1))).toEqual([{ set: consentId, at: day(9) }]);
    expect(at(day(12))).toEqual([{ set: consentId, at: day(12) }]);
    expect(retakeTimers.derive(consented, { occurredAt: day(1), recordedAt: day(1) })).toEqual([]);
    expect(retakeTimers.derive(withdrawn, { occurredAt: day(1), recordedAt: day(1) })).toEqual([{ clear: consentId }]);
  });
});
