import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { agency } from './agency.js';
import { close, office, open } from './office.js';
import { closed, command, heron, lotus, lotusOffice, officeId, opened, operator, otherService, registered, suspended } from './samples.js';

const opening = { ...command, ...lotusOffice };
const closing = { ...command, officeId, reason: 'moved' };
const active = given(agency)(registered).state;

describe('opening', () => {
  test.each([
    ['the agency', lotus],
    ['the operator', operator],
  ])('%s opens it', (_, context) =>
    given(office)()
      .when((state) => open(state, opening, context, active))
      .then(opened),
  );
  test.each([
    ['another agency', heron],
    ['another service', otherService],
  ])('%s does not', (_, context) =>
    given(office)()
      .when((state) => open(state, opening, context, active))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'),
  );
  test('a suspended agency opens none', () =>
    given(office)()
      .when((state) => open(state, opening, lotus, given(agency)(registered, suspended).state))
      .thenRejected('AGENCY_SUSPENDED'));
  test('an unknown agency opens none', () =>
    given(office)()
      .when((state) => open(state, opening, operator, given(agency)().state))
      .thenRejected('AGENCY_UNKNOWN'));
  test('a repeat is harmless when the agency was suspended since', () =>
    given(office)(opened)
      .when((state) => open(state, opening, lotus, given(agency)(registered, suspended).state))
      .thenNothing());
});

describe('closing', () => {
  test.each([
    ['the agency', lotus],
    ['the operator', operator],
  ])('%s closes it', (_, context) =>
    given(office)(opened)
      .when((state) => close(state, closing, context))
      .then(closed),
  );
  test('a closed office stays closed', () =>
    given(office)(opened, closed)
      .when((state) => close(state, { ...closing, reason: 'another' }, lotus))
      .thenNothing());
  test.each([
    ['another agency', heron],
    ['another service', otherService],
  ])('%s does not', (_, context) =>
    given(office)(opened)
      .when((state) => close(state, closing, context))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'),
  );
  test('an unknown office is not closed', () =>
    given(office)()
      .when((state) => close(state, closing, lotus))
      .thenRejected('OFFICE_UNKNOWN'));
});
