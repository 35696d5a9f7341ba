import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { agency } from './agency.js';
import { office } from './office.js';
import {
  closed,
  closing,
  command,
  counselling,
  heron,
  lotus,
  lotusOffice,
  offered,
  opened,
  operator,
  otherService,
  registered,
  serviceId,
  suspended,
  withdrawn,
} from './samples.js';
import { changeCapacity, type Event, offer, service, withdraw } from './service.js';

const offering = { ...command, ...counselling };
const places = (places: number, freePlaces: number) => ({ ...command, serviceId, capacity: { places, freePlaces } });
const withdrawing = { ...command, serviceId, reason: 'no staff' };
const changed: Event = {
  $case: 'serviceCapacityChanged',
  value: { serviceId, agencyId: 'lotus', capacity: { places: 20, freePlaces: 0 } },
};

const active = given(agency)(registered).state;
const openOffice = given(office)(opened).state;
const from = { agency: active, office: openOffice, unknown: [] };
const strangers: [string, typeof heron][] = [
  ['another agency', heron],
  ['another service', otherService],
];
const owners: [string, typeof heron][] = [
  ['the agency', lotus],
  ['the operator', operator],
];

describe('offering', () => {
  test.each(owners)('%s offers it', (_, context) =>
    given(service)()
      .when((state) => offer(state, offering, context, from))
      .then(offered),
  );
  test.each(strangers)('%s does not', (_, context) =>
    given(service)()
      .when((state) => offer(state, offering, context, from))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'),
  );
  test('for everybody', () =>
    given(service)()
      .when((state) => offer(state, { ...offering, eligibility: undefined }, lotus, from))
      .then({ $case: 'serviceOffered', value: { ...counselling, eligibility: undefined } }));

  const theirs = given(office)({ $case: 'officeOpened', value: { ...lotusOffice, agencyId: 'heron' } }).state;
  test.each([
    ['an unknown agency', { ...from, agency: given(agency)().state }, 'AGENCY_UNKNOWN'],
    ['a suspended agency', { ...from, agency: given(agency)(registered, suspended).state }, 'AGENCY_SUSPENDED'],
    ['an unknown office', { ...from, office: given(office)().state }, 'OFFICE_UNKNOWN'],
    ["another agency's office", { ...from, office: theirs }, 'OFFICE_UNKNOWN'],
    ['a closed office', { ...from, office: given(office)(opened, closed).state }, 'OFFICE_CLOSED'],
    ['an office that is closing', { ...from, office: given(office)(opened, closing).state }, 'OFFICE_IS_CLOSING'],
    ['an unknown area', { ...from, unknown: [{ code: '1799', knownParents: ['17'] }] }, 'PLACE_UNKNOWN'],
  ] as const)('%s offers nothing', (_, where, reason) =>
    given(service)()
      .when((state) => offer(state, offering, operator, where))
      .thenRejected(reason),
  );

  test.each([
    ['more free places than places', { capacity: { places: 3, freePlaces: 4 } }, 'CAPACITY_CONTRADICTORY'],
    ['an oldest age below the youngest', { eligibility: { minAge: 12, maxAge: 11, description: '' } }, 'ELIGIBILITY_CONTRADICTORY'],
  ] as const)('%s is refused', (_, wrong, reason) =>
    given(service)()
      .when((state) => offer(state, { ...offering, ...wrong }, lotus, from))
      .thenRejected(reason),
  );

  test('a repeat is harmless when the office closed and the agency was suspended since', () =>
    given(service)(offered)
      .when((state) =>
        offer(state, offering, lotus, {
          agency: given(agency)(registered, suspended).state,
          office: given(office)(opened, closed).state,
          unknown: [{ code: '17', knownParents: [] }],
        }),
      )
      .thenNothing());
});

describe('capacity', () => {
  test.each(owners)('%s changes it', (_, context) =>
    given(service)(offered)
      .when((state) => changeCapacity(state, places(20, 0), context))
      .then(changed),
  );
  test('the same changes nothing', () =>
    given(service)(offered, changed)
      .when((state) => changeCapacity(state, places(20, 0), lotus))
      .thenNothing());
  test.each(strangers)('%s does not', (_, context) =>
    given(service)(offered)
      .when((state) => changeCapacity(state, places(20, 0), context))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'),
  );
  test('more free places than places are refused', () =>
    given(service)(offered)
      .when((state) => changeCapacity(state, places(0, 1), lotus))
      .thenRejected('CAPACITY_CONTRADICTORY'));
  test('of an unknown service is refused', () =>
    given(service)()
      .when((state) => changeCapacity(state, places(20, 0), lotus))
      .thenRejected('SERVICE_UNKNOWN'));
  test('of a withdrawn service is refused', () =>
    given(service)(offered, withdrawn)
      .when((state) => changeCapacity(state, places(20, 0), lotus))
      .thenRejected('SERVICE_WITHDRAWN'));
});

describe('withdrawing', () => {
  test.each(owners)('%s withdraws it', (_, context) =>
    given(service)(offered, changed)
      .when((state) => withdraw(state, withdrawing, context))
      .then(withdrawn),
  );
  test('a withdrawn service stays so', () =>
    given(service)(offered, withdrawn)
      .when((state) => withdraw(state, { ...withdrawing, reason: 'another' }, lotus))
      .thenNothing());
  test.each(strangers)('%s does not', (_, context) =>
    given(service)(offered)
      .when((state) => withdraw(state, withdrawing, context))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'),
  );
  test('an unknown service is not withdrawn', () =>
    given(service)()
      .when((state) => withdraw(state, withdrawing, lotus))
      .thenRejected('SERVICE_UNKNOWN'));
});
