import type { DecisionContext, Reason } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Agency } from './agency.js';
import type { Office } from './office.js';
import { command, counselling, heron, lotus, lotusRegistration, officeId, operator, otherService, serviceId } from './samples.js';
import { changeCapacity, type Event, offer, type Service, service, withdraw } from './service.js';

type Places = readonly [places: number, free: number] | undefined;
/** What a service is, told independently: whether it is offered, and the agency's last word on its places. */
type Model = { phase: Service['status']; places: Places };
/** `agency`, `office`: how they stand meanwhile; an office of another agency is `foreign`. */
type Real = { state: Service; agency: Agency['status']; office: Office['status'] | 'foreign' };
type Step = {
  readonly name: string;
  readonly decide: (real: Real, context: DecisionContext) => Event[];
  readonly expected: (model: Model, mayDo: boolean, real: Real) => Outcome;
};

const PEOPLE = { lotus, operator, heron, otherService };
const OWNERS = ['lotus', 'operator'];
const AGENCY_STOPS: Readonly<Record<Real['agency'], Reason | undefined>> = {
  none: 'AGENCY_UNKNOWN',
  active: undefined,
  suspended: 'AGENCY_SUSPENDED',
};
const OFFICE_STOPS: Readonly<Record<Real['office'], Reason | undefined>> = {
  none: 'OFFICE_UNKNOWN',
  foreign: 'OFFICE_UNKNOWN',
  open: undefined,
  closing: 'OFFICE_IS_CLOSING',
  closed: 'OFFICE_CLOSED',
};

const agencyOf = ({ agency: status }: Real): Agency => (status === 'none' ? { status } : { status, ...lotusRegistration });
const officeOf = ({ office: status }: Real): Office => {
  if (status === 'none') return { status };
  const cases = { taken: new Map<string, number>(), refused: new Map<string, number>() };
  return status === 'foreign'
    ? { status: 'open', officeId, agencyId: 'heron', ...cases }
    : { status, officeId, agencyId: 'lotus', ...cases };
};
const capacityOf = (places: Places) => places && { places: places[0], freePlaces: places[1] };
const contradictory = (places: Places): boolean => places !== undefined && places[1] > places[0];
const own =
  (then: (model: Model) => Outcome) =>
  (model: Model, mayDo: boolean): Outcome => {
    if (model.phase === 'none') return 'SERVICE_UNKNOWN';
    return mayDo ? then(model) : 'NOT_ALLOWED_FOR_CALLER';
  };

const offerWith = (places: Places, maxAge = 17, unknownPlace = false): Step => ({
  name: `offer ${places} to ${maxAge} years${unknownPlace ? ' nowhere' : ''}`,
  decide: (real, context) => {
    const wanted = { ...command, ...counselling, capacity: capacityOf(places), eligibility: { minAge: 6, maxAge, description: '' } };
    const unknown = unknownPlace ? [{ code: '99', knownParents: [] }] : [];
    return offer(real.state, wanted, context, { agency: agencyOf(real), office: officeOf(real), unknown });
  },
  expected: (model, mayDo, { agency, office }) => {
    if (!mayDo) return 'NOT_ALLOWED_FOR_CALLER';
    if (model.phase !== 'none') return 'unchanged';
    const stopped = AGENCY_STOPS[agency] ?? OFFICE_STOPS[office];
    if (stopped !== undefined) return stopped;
    if (unknownPlace) return 'PLACE_UNKNOWN';
    if (contradictory(places)) return 'CAPACITY_CONTRADICTORY';
    if (maxAge < 6) return 'ELIGIBILITY_CONTRADICTORY';
    Object.assign(model, { phase: 'offered', places });
    return 'changed';
  },
});
const changeTo = (places: Places): Step => ({
  name: `change to ${places}`,
  decide: ({ state }, context) => changeCapacity(state, { ...command, serviceId, capacity: capacityOf(places) }, context),
  expected: own((model) => {
    if (model.phase === 'withdrawn') return 'SERVICE_WITHDRAWN';
    if (contradictory(places)) return 'CAPACITY_CONTRADICTORY';
    if (String(model.places) === String(places)) return 'unchanged';
    model.places = places;
    return 'changed';
  }),
});

const STEPS: readonly Step[] = [
  offerWith([20, 4]),
  offerWith(undefined),
  offerWith([3, 4]),
  offerWith([20, 4], 5),
  offerWith([20, 4], 6, true),
  changeTo([20, 0]),
  changeTo([20, 20]),
  changeTo([4, 0]),
  changeTo([0, 1]),
  changeTo(undefined),
];
const LAST: Step = {
  name: 'withdraw',
  decide: ({ state }, context) => withdraw(state, { ...command, serviceId, reason: 'no staff' }, context),
  expected: own((model) => {
    if (model.phase === 'withdrawn') return 'unchanged';
    model.phase = 'withdrawn';
    return 'changed';
  }),
};

const take = (real: Real, step: Step, context: DecisionContext): Outcome => {
  const { outcome, state } = carryOut(service, real.state, (known) => step.decide({ ...real, state: known }, context));
  real.state = state;
  return outcome;
};

const reached = new Set<string>();
const stepBy = (step: Step, who: keyof typeof PEOPLE): fc.Command<Model, Real> => ({
  check: () => true,
  run: (model, real) => {
    const before = real.state.status;
    const expected = step.expected(model, OWNERS.includes(who), real);
    expect(take(real, step, PEOPLE[who]), `${step.name} by ${who} when ${before}`).toBe(expected);
    const { state } = real;
    expect(state.status).toBe(model.phase);
    if (state.status !== 'none') expect([state.agencyId, state.capacity]).toEqual(['lotus', capacityOf(model.places)]);
    reached.add(`${before} ${expected}`);
  },
  toString: () => `${step.name} by ${who}`,
});
const stands = (change: Partial<Real>): fc.Command<Model, Real> => ({
  check: () => true,
  run: (_model, real) => {
    Object.assign(real, change);
  },
  toString: () => JSON.stringify(change),
});

const people = Object.keys(PEOPLE) as (keyof typeof PEOPLE)[];
const commands = [
  ...STEPS.flatMap((step) => people.map((who) => stepBy(step, who))),
  ...[stepBy(LAST, 'lotus'), stepBy(LAST, 'heron')],
  ...(Object.keys(AGENCY_STOPS) as Real['agency'][]).map((agency) => stands({ agency })),
  ...(Object.keys(OFFICE_STOPS) as Real['office'][]).map((office) => stands({ office })),
].map((each) => fc.constant(each));

test('the service is what the model says, however agency and office stand', () => {
  const setup = () => ({
    model: { phase: 'none', places: undefined } satisfies Model as Model,
    real: { state: service.initial, agency: 'none', office: 'none' } as Real,
  });
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 80, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 80, seed: 20260105 },
  );
  const refusals = [...Object.values(AGENCY_STOPS), ...Object.values(OFFICE_STOPS)].filter((reason) => reason !== undefined);
  for (const refusal of [...refusals, 'PLACE_UNKNOWN', 'CAPACITY_CONTRADICTORY', 'ELIGIBILITY_CONTRADICTORY'])
    expect(reached).toContain(`none ${refusal}`);
  for (const outcome of ['offered changed', 'offered CAPACITY_CONTRADICTORY', 'withdrawn SERVICE_WITHDRAWN', 'withdrawn unchanged'])
    expect(reached).toContain(outcome);
  expect(reached).not.toContain('withdrawn changed');
});
