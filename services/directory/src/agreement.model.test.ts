import { AgreementEnd } from '@accompany/contracts/directory/v1/types';
import type { Actor, DecisionContext, Reason } from '@accompany/domain';
import { carryOut, type Outcome } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Agency } from './agency.js';
import { type Agreement, agreement, type Event, end, expire, propose, sign } from './agreement.js';
import { agreementId, lotusRegistration, terms } from './samples.js';

const DAY = 86_400_000;
const START = new Date('2026-01-05T12:00:00Z').getTime();

/** What an agreement is, told independently: who proposed it to whom, until when, and why it is over. */
type Model = { phase: Agreement['status']; from: string; to: string; until: number; because: AgreementEnd };
type Standing = 'none' | 'active' | 'suspended';
/** `standing`: how each agency stands in the network meanwhile. */
type Real = { state: Agreement; now: number; because: AgreementEnd; standing: Record<string, Standing> };
type Step = {
  readonly name: string;
  readonly decide: (real: Real, context: DecisionContext, who: string) => Event[];
  readonly expected: (model: Model, real: Real, who: string) => Outcome;
};

const PEOPLE = ['lotus', 'heron', 'egret', 'operator'];
const { AGREEMENT_END_WITHDRAWN, AGREEMENT_END_DECLINED, AGREEMENT_END_TERMINATED, AGREEMENT_END_EXPIRED, AGREEMENT_END_UNSPECIFIED } =
  AgreementEnd;

const agencyOf = ({ standing }: Real, agencyId: string): Agency => {
  const status = standing[agencyId] ?? 'none';
  return status === 'none' ? { status } : { status, ...lotusRegistration, agencyId };
};
const stops = ({ standing }: Real, agencyId: string): Reason | undefined => {
  const status = standing[agencyId] ?? 'none';
  if (status === 'none') return 'AGENCY_UNKNOWN';
  return status === 'suspended' ? 'AGENCY_SUSPENDED' : undefined;
};
const parties = (then: (model: Model, real: Real, who: string) => Outcome): Step['expected'] => {
  return (model, real, who) => {
    const isParty = model.phase !== 'none' && (who === model.from || who === model.to);
    return isParty ? then(model, real, who) : 'AGREEMENT_UNKNOWN';
  };
};
const isOver = (model: Model, because: AgreementEnd): Outcome => {
  Object.assign(model, { phase: 'ended', because });
  return 'changed';
};

/** Proposed to an agency for some days, from a beginning some days ago. */
const proposeTo = (to: string, days: number, since = 1): Step => ({
  name: `propose to ${to} for ${days} days since ${since}`,
  decide: (real, context, who) => {
    const period = { validFrom: new Date(real.now - since * DAY), expiresAt: new Date(real.now + days * DAY) };
    const offered = { agreementId, agencyId: to, terms: { ...terms, ...period } };
    return propose(real.state, offered, context, { proposer: agencyOf(real, who), other: agencyOf(real, to) });
  },
  expected: (model, real, who) => {
    if (who === 'operator') return 'NOT_ALLOWED_FOR_CALLER';
    if (model.phase !== 'none') return 'unchanged';
    if (who === to) return 'AGREEMENT_WITH_ITSELF';
    const stopped = stops(real, who) ?? stops(real, to);
    if (stopped !== undefined) return stopped;
    if (days <= 0 || days <= -since) return 'AGREEMENT_PERIOD_IMPOSSIBLE';
    Object.assign(model, { phase: 'proposed', from: who, to, until: real.now + days * DAY });
    return 'changed';
  },
});

const STEPS: readonly Step[] = [
  proposeTo('heron', 2),
  proposeTo('lotus', 10),
  proposeTo('stork', 8),
  proposeTo('heron', 0),
  proposeTo('heron', 3, -4),
  {
    name: 'sign',
    decide: (real, context, who) => sign(real.state, context, agencyOf(real, who)),
    expected: parties((model, real, who) => {
      if (model.phase === 'ended') return 'AGREEMENT_ENDED';
      if (who !== model.to) return 'NOT_THE_OTHER_PARTY';
      if (model.phase === 'signed') return 'unchanged';
      if (real.now >= model.until) return 'AGREEMENT_ENDED';
      const stopped = stops(real, who);
      if (stopped !== undefined) return stopped;
      model.phase = 'signed';
      return 'changed';
    }),
  },
  {
    name: 'end',
    decide: ({ state }, context) => end(state, { reason: 'no longer needed' }, context),
    expected: parties((model, _real, who) => {
      if (model.phase === 'ended') return 'unchanged';
      if (model.phase === 'signed') return isOver(model, AGREEMENT_END_TERMINATED);
      return isOver(model, who === model.from ? AGREEMENT_END_WITHDRAWN : AGREEMENT_END_DECLINED);
    }),
  },
  {
    name: 'expire',
    decide: ({ state }, context) => expire(state, context),
    expected: (model, { now }) => {
      const goesOn = model.phase === 'proposed' || model.phase === 'signed';
      return goesOn && now >= model.until ? isOver(model, AGREEMENT_END_EXPIRED) : 'unchanged';
    },
  },
];

const take = (real: Real, step: Step, who: string): Outcome => {
  const actor: Actor = who === 'operator' ? { kind: 'service', service: who } : { kind: 'agency', agency: who, person: 'p-1' };
  const now = new Date(real.now);
  const context = { actor, occurredAt: now, now };
  const { outcome, events, state } = carryOut(agreement, real.state, (known) => step.decide({ ...real, state: known }, context, who));
  real.state = state;
  for (const event of events) if (event.$case === 'sharingAgreementEnded') real.because = event.value.because;
  return outcome;
};

const agreeing = ({ state, because }: Real, model: Model): void => {
  const { from, to, until } = model;
  const kept =
    state.status === 'none'
      ? { from, to, until }
      : { from: state.proposer, to: state.otherParty, until: state.terms?.expiresAt?.getTime() };
  expect({ phase: state.status, because, ...kept }).toEqual(model);
};

const reached = new Set<string>();
const stepBy = (step: Step, who: string): fc.Command<Model, Real> => ({
  check: () => true,
  run: (model, real) => {
    real.now += DAY / 2;
    const before = real.state.status;
    const expected = step.expected(model, real, who);
    expect(take(real, step, who), `${step.name} by ${who} when ${before}`).toBe(expected);
    agreeing(real, model);
    reached.add(expected);
    if (real.state.status !== before) reached.add(`${before} → ${real.state.status} ${real.because}`);
  },
  toString: () => `${step.name} by ${who}`,
});
const stands = (agencyId: string, status: Standing): fc.Command<Model, Real> => ({
  check: () => true,
  run: (_model, real) => {
    real.standing[agencyId] = status;
  },
  toString: () => `${agencyId} is ${status}`,
});

const commands = [
  ...STEPS.flatMap((step) => PEOPLE.map((who) => stepBy(step, who))),
  ...['lotus', 'heron'].flatMap((id) => [stands(id, 'active'), stands(id, 'suspended')]),
].map((each) => fc.constant(each));

test('the agreement is what the model says, whoever does what in whatever order', () => {
  const setup = () => ({
    model: { phase: 'none', from: '', to: '', until: 0, because: AGREEMENT_END_UNSPECIFIED } satisfies Model as Model,
    real: {
      ...{ state: agreement.initial, now: START, because: AGREEMENT_END_UNSPECIFIED },
      standing: { lotus: 'active', heron: 'active', egret: 'active' },
    } as Real,
  });
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 50, size: 'max' }), (run) => fc.modelRun(setup, run)),
    { numRuns: 100, seed: 20260105 },
  );
  const moves = [...reached].filter((each) => each.includes('→'));
  const endings = [AGREEMENT_END_WITHDRAWN, AGREEMENT_END_DECLINED, AGREEMENT_END_EXPIRED].map((why) => `proposed → ended ${why}`);
  const afterwards = [AGREEMENT_END_TERMINATED, AGREEMENT_END_EXPIRED].map((why) => `signed → ended ${why}`);
  expect(moves.sort()).toEqual(['none → proposed 0', 'proposed → signed 0', ...endings, ...afterwards].sort());
  for (const refusal of ['AGREEMENT_ENDED', 'NOT_THE_OTHER_PARTY', 'AGENCY_SUSPENDED', 'AGENCY_UNKNOWN'])
    expect(reached).toContain(refusal);
});
