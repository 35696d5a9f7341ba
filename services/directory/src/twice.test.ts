import { type Decider, fold, Rejection } from '@accompany/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agency, register, resume, suspend } from './agency.js';
import { close, office, open } from './office.js';
import { claim, reference } from './reference.js';
import {
  command,
  counselling,
  heron,
  lotus,
  lotusOffice,
  lotusReference,
  lotusRegistration,
  officeId,
  operator,
  otherService,
  serviceId,
} from './samples.js';
import { changeCapacity, offer, service, withdraw } from './service.js';

/** After any history that decisions can make, a decision carried out and then repeated changes nothing. */
const twiceIsOnce = <State, Event>(decider: Decider<State, Event>, step: fc.Arbitrary<(state: State) => Event[]>) =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), step, (history, decide) => {
      const before = history.reduce((state, one) => fold(decider, decided(one, state) ?? [], state), decider.initial);
      const events = decided(decide, before);
      if (events !== undefined) expect(decide(fold(decider, events, before))).toEqual([]);
    }),
  );

const decided = <State, Event>(decide: (state: State) => Event[], state: State): Event[] | undefined => {
  try {
    return decide(state);
  } catch (error) {
    if (error instanceof Rejection) return undefined;
    throw error;
  }
};

const caller = fc.constantFrom(operator, operator, lotus, lotus, heron, otherService);
const reason = fc.constantFrom('audit', 'moved');
const count = fc.nat({ max: 3 });

const agencyStep = fc.oneof(
  fc.tuple(caller, fc.constantFrom('Lotus', 'Heron')).map(
    ([context, name]) =>
      (state: typeof agency.initial) =>
        register(state, { ...command, ...lotusRegistration, name }, context),
  ),
  fc.tuple(caller, reason).map(
    ([context, why]) =>
      (state: typeof agency.initial) =>
        suspend(state, { ...command, agencyId: 'lotus', reason: why }, context),
  ),
  fc.tuple(caller, reason).map(
    ([context, why]) =>
      (state: typeof agency.initial) =>
        resume(state, { ...command, agencyId: 'lotus', reason: why }, context),
  ),
);
const anyAgency = fc
  .array(agencyStep, { maxLength: 3 })
  .map((steps) => steps.reduce((state, one) => fold(agency, decided(one, state) ?? [], state), agency.initial));

const officeStep = fc.oneof(
  fc.tuple(caller, anyAgency).map(
    ([context, owner]) =>
      (state: typeof office.initial) =>
        open(state, { ...command, ...lotusOffice }, context, owner),
  ),
  fc.tuple(caller, reason).map(
    ([context, why]) =>
      (state: typeof office.initial) =>
        close(state, { ...command, officeId, reason: why }, context),
  ),
);
const anyOffice = fc
  .array(officeStep, { maxLength: 3 })
  .map((steps) => steps.reduce((state, one) => fold(office, decided(one, state) ?? [], state), office.initial));

const serviceStep = fc.oneof(
  fc.tuple(caller, anyAgency, anyOffice).map(
    ([context, owner, place]) =>
      (state: typeof service.initial) =>
        offer(state, { ...command, ...counselling }, context, { agency: owner, office: place }),
  ),
  fc.tuple(caller, count, count).map(
    ([context, places, freePlaces]) =>
      (state: typeof service.initial) =>
        changeCapacity(state, { ...command, serviceId, capacity: { places, freePlaces } }, context),
  ),
  fc.tuple(caller, reason).map(
    ([context, why]) =>
      (state: typeof service.initial) =>
        withdraw(state, { ...command, serviceId, reason: why }, context),
  ),
);

const referenceStep = fc.tuple(caller, fc.constantFrom('lotus', 'heron')).map(
  ([context, agencyId]) =>
    (state: typeof reference.initial) =>
      claim(state, { agencyId, reference: lotusReference }, context),
);

test('agency', () => twiceIsOnce(agency, agencyStep));
test('office', () => twiceIsOnce(office, officeStep));
test('service', () => twiceIsOnce(service, serviceStep));
test('reference', () => twiceIsOnce(reference, referenceStep));
