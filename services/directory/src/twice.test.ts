import type { Decider } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agency, register, resume, suspend } from './agency.js';
import { agreement, end, expire, propose, sign } from './agreement.js';
import { beginClosing, close, heldBy, keepOpen, office, open, takeCase } from './office.js';
import { claim, reference } from './reference.js';
import {
  agreementId,
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
  terms,
} from './samples.js';
import { changeCapacity, offer, service, withdraw } from './service.js';

/** After any history that decisions can make, a decision carried out and then repeated changes nothing: carryOut repeats each one. */
const twiceIsOnce = <State, Event>(decider: Decider<State, Event>, step: fc.Arbitrary<(state: State) => Event[]>) =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 9 }), (steps) => {
      after(decider, steps);
    }),
  );

const after = <State, Event>(decider: Decider<State, Event>, steps: readonly ((state: State) => Event[])[]): State =>
  steps.reduce((state, one) => carryOut(decider, state, one).state, decider.initial);

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
const anyAgency = fc.array(agencyStep, { maxLength: 3 }).map((steps) => after(agency, steps));

const caseId = fc.constantFrom('c0ffee00-0000-4000-8000-000000000001', 'c0ffee00-0000-4000-8000-000000000002');
const known = fc
  .array(fc.tuple(caseId, fc.record({ officeId: fc.constantFrom(officeId, undefined), open: fc.boolean(), position: fc.nat({ max: 9 }) })))
  .map((entries) => new Map(entries));

const officeStep = fc.oneof(
  fc.tuple(caller, anyAgency).map(
    ([context, owner]) =>
      (state: typeof office.initial) =>
        open(state, { ...command, ...lotusOffice }, context, { agency: owner, unknown: [] }),
  ),
  fc.tuple(caller, reason, known).map(
    ([context, why, cases]) =>
      (state: typeof office.initial) =>
        close(state, { ...command, officeId, reason: why }, context, cases),
  ),
  fc.tuple(caller, reason).map(
    ([context, why]) =>
      (state: typeof office.initial) =>
        beginClosing(state, { ...command, officeId, reason: why }, context),
  ),
  caller.map((context) => (state: typeof office.initial) => keepOpen(state, { ...command, officeId }, context)),
  fc.tuple(caseId, fc.nat({ max: 9 })).map(
    ([id, assignedAtPosition]) =>
      (state: typeof office.initial) =>
        takeCase(state, { caseId: id, assignedAtPosition }),
  ),
);
const anyOffice = fc.array(officeStep, { maxLength: 3 }).map((steps) => after(office, steps));

const serviceStep = fc.oneof(
  fc.tuple(caller, anyAgency, anyOffice).map(
    ([context, owner, place]) =>
      (state: typeof service.initial) =>
        offer(state, { ...command, ...counselling }, context, { agency: owner, office: place, unknown: [] }),
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

const parties = fc.tuple(anyAgency, anyAgency).map(([proposer, other]) => ({ proposer, other }));
const later = fc.tuple(caller, fc.boolean()).map(([context, over]) => (over ? { ...context, now: terms.expiresAt } : context));
const agreementStep = fc.oneof(
  fc.tuple(later, parties, fc.constantFrom('heron', 'lotus')).map(
    ([context, both, agencyId]) =>
      (state: typeof agreement.initial) =>
        propose(state, { agreementId, agencyId, terms }, context, both),
  ),
  fc.tuple(later, anyAgency).map(
    ([context, signer]) =>
      (state: typeof agreement.initial) =>
        sign(state, context, signer),
  ),
  fc.tuple(later, reason).map(
    ([context, why]) =>
      (state: typeof agreement.initial) =>
        end(state, { reason: why }, context),
  ),
  later.map((context) => (state: typeof agreement.initial) => expire(state, context)),
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
test('agreement', () => twiceIsOnce(agreement, agreementStep));

/** A case that is assigned to an office once more, when its end has begun. */
const assignedAgainWhileClosing: ((state: typeof office.initial) => ReturnType<typeof takeCase>)[] = [
  (state) =>
    open(state, { ...command, ...lotusOffice }, lotus, {
      agency: after(agency, [(none) => register(none, { ...command, ...lotusRegistration }, operator)]),
      unknown: [],
    }),
  (state) => takeCase(state, { caseId: 'c0ffee00-0000-4000-8000-000000000001', assignedAtPosition: 1 }),
  (state) => beginClosing(state, { ...command, officeId, reason: 'moved' }, lotus),
  (state) => takeCase(state, { caseId: 'c0ffee00-0000-4000-8000-000000000001', assignedAtPosition: 2 }),
];

test('a closed office never holds an open case, in whatever order closing and assignments come', () =>
  fc.assert(
    fc.property(fc.array(officeStep, { maxLength: 20 }), (steps) => {
      // What is known of cases was true when the office closed: what it held then is closed or elsewhere since.
      let state = office.initial;
      for (const one of steps) {
        const before = state;
        state = carryOut(office, before, one).state;
        if (before.status === 'closed' && state.status === 'closed') expect(state.taken).toEqual(before.taken);
        if (before.status !== 'none') expect(state.status).not.toBe('none');
        if (before.status === 'closed') expect(state.status).toBe('closed');
      }
      // Where nothing is known, it holds every case that it took and that was not assigned to it again when it took none any more.
      const [taken, refused] = state.status === 'none' ? [new Map(), new Map()] : [state.taken, state.refused];
      expect(heldBy(state, new Map())).toEqual([...taken.keys()].filter((id) => !((refused.get(id) ?? 0) > taken.get(id))).sort());
    }),
    { examples: [[assignedAgainWhileClosing]] },
  ));
