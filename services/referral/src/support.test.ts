import { ErrorReason, SupportKind } from '@accompany/contracts/referral/v1/types';
import { given as givenOf } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { ALPHA, by, facts } from './samples.js';
import { deliver, type Event, enterSupportInError, support } from './support.js';

const given = givenOf(support);
const rice = { kind: SupportKind.SUPPORT_KIND_FOOD, amount: '150000', currency: 'KHR' };
const delivered: Event = { $case: 'supportDelivered', value: { ...rice, agency: ALPHA, reason: undefined } };
const open = { ...facts.case, participants: [ALPHA, 'beta'] };

describe('support', () => {
  test('is recorded by the lead that delivered it', () =>
    given()
      .when((state) => deliver(state, rice, { case: open }, by(ALPHA)))
      .then(delivered));

  test('is not recorded by another participant, and a stranger finds no case', () => {
    given()
      .when((state) => deliver(state, rice, { case: open }, by('beta')))
      .thenRejected('SUPPORT_NOT_BY_LEAD');
    given()
      .when((state) => deliver(state, rice, { case: open }, by('gamma')))
      .thenRejected('SUPPORT_CASE_UNKNOWN');
  });

  test('is recorded on open cases, in a currency that exists', () => {
    given()
      .when((state) => deliver(state, rice, { case: { ...open, status: 'closed' } }, by(ALPHA)))
      .thenRejected('SUPPORT_CASE_NOT_OPEN');
    given()
      .when((state) => deliver(state, { ...rice, currency: 'XQX' }, { case: open }, by(ALPHA)))
      .thenRejected('SUPPORT_CURRENCY_UNKNOWN');
  });

  test('is marked as entered in error by the agency that recorded it', () => {
    const reason = ErrorReason.ERROR_REASON_DUPLICATE;
    given(delivered)
      .when((state) => enterSupportInError(state, { reason }, by(ALPHA)))
      .then({ $case: 'supportEnteredInError', value: { reason } });
    given(delivered)
      .when((state) => enterSupportInError(state, { reason }, by('beta')))
      .thenRejected('SUPPORT_UNKNOWN');
  });
});
