import { AgencyKind } from '@accompany/contracts/directory/v1/types';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { agency, mustBeActive, register, resume, suspend } from './agency.js';
import { command, heron, lotus, lotusRegistration, operator, otherService, registered, resumed, suspended } from './samples.js';

const registration = { ...command, ...lotusRegistration };
const stop = { ...command, agencyId: 'lotus', reason: 'audit' };
const back = { ...command, agencyId: 'lotus', reason: 'audit done' };
const callers = { operator, 'another service': otherService, 'the agency': lotus, 'another agency': heron };

describe('registering', () => {
  test('takes an agency in', () =>
    given(agency)()
      .when((state) => register(state, registration, operator))
      .then(registered));

  test('is done once, also when the agency was suspended since', () =>
    given(agency)(registered, suspended)
      .when((state) => register(state, registration, operator))
      .thenNothing());

  test('does not mind the order of kinds and references', () => {
    const kinds = [AgencyKind.AGENCY_KIND_NGO, AgencyKind.AGENCY_KIND_HOTLINE];
    const references = [
      { system: 'oscar', id: 'Lotus House' },
      { system: 'primero', id: 'lotus' },
    ];
    const first = { ...lotusRegistration, kinds, externalReferences: references };
    const again = { ...first, kinds: kinds.toReversed(), externalReferences: references.toReversed() };
    given(agency)({ $case: 'agencyRegistered', value: first })
      .when((state) => register(state, { ...command, ...again }, operator))
      .thenNothing();
  });

  test.each([
    ['another name', { name: 'Lotus Home' }],
    ['another kind', { kinds: [AgencyKind.AGENCY_KIND_POLICE] }],
    ['other references', { externalReferences: [] }],
  ])('the id again with %s is refused', (_, other) =>
    given(agency)(registered)
      .when((state) => register(state, { ...registration, ...other }, operator))
      .thenRejected('AGENCY_ID_TAKEN'),
  );
});

describe('suspending and resuming', () => {
  test('an active agency is suspended', () =>
    given(agency)(registered)
      .when((state) => suspend(state, stop, operator))
      .then(suspended));
  test('a suspended one stays so', () =>
    given(agency)(registered, suspended)
      .when((state) => suspend(state, { ...stop, reason: 'another' }, operator))
      .thenNothing());
  test('a suspended one is resumed', () =>
    given(agency)(registered, suspended)
      .when((state) => resume(state, back, operator))
      .then(resumed));
  test('an active one stays so', () =>
    given(agency)(registered, suspended, resumed)
      .when((state) => resume(state, back, operator))
      .thenNothing());
  test('an unknown one is not suspended', () =>
    given(agency)()
      .when((state) => suspend(state, stop, operator))
      .thenRejected('AGENCY_UNKNOWN'));
  test('an unknown one is not resumed', () =>
    given(agency)()
      .when((state) => resume(state, back, operator))
      .thenRejected('AGENCY_UNKNOWN'));
});

describe('only the operator decides', () => {
  for (const [name, context] of Object.entries(callers).filter(([name]) => name !== 'operator'))
    test(`${name} is refused`, () => {
      given(agency)()
        .when((state) => register(state, registration, context))
        .thenRejected('NOT_ALLOWED_FOR_CALLER');
      given(agency)(registered)
        .when((state) => suspend(state, stop, context))
        .thenRejected('NOT_ALLOWED_FOR_CALLER');
      given(agency)(registered, suspended)
        .when((state) => resume(state, back, context))
        .thenRejected('NOT_ALLOWED_FOR_CALLER');
    });
});

test('only an active agency may open or offer', () => {
  mustBeActive(given(agency)(registered).state);
  expect(() => mustBeActive(given(agency)(registered, suspended).state)).toThrow('suspended');
  expect(() => mustBeActive(given(agency)().state)).toThrow('No agency');
});
