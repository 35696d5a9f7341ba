import { DeclineReason, type ThreatResolution } from '@accompany/contracts/intake/v1/types';
import { type Decider, type DecisionContext, fold } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, type Event as CaseHistory, caseDecider } from './case.js';
import { readable } from './case-guards.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { approveLegalBasis, giveConsent, proposeLegalBasis, refuseConsent, withdrawConsent } from './consent.js';
import { open, takeReport } from './opening.js';
import { addMonitor, assignCaseworker, joinAsProvider, leaveAsProvider, removeMonitor } from './participants.js';
import { quarantine, setAside } from './quarantine.js';
import { becomeCase, type Event, forward, link, notTakeUp, type Report, receive, report, screen } from './report.js';
import { lowerRisk, raiseReportedRisk, raiseRisk } from './risk.js';
import * as sample from './samples.js';
import { reportThreat, resolveThreat } from './threats.js';

const { lotus, lotusSupervisor, heron, ibis, intake, sealed, day, LOW, HIGH } = sample;

type Step<State, History> = (state: State) => History[];

const after = <State, History>(decider: Decider<State, History>, steps: readonly Step<State, History>[], from = decider.initial): State =>
  steps.reduce((state, step) => carryOut(decider, state, step).state, from);

/** After any history that decisions can make, a decision that is carried out and repeated changes nothing more. */
const twiceIsOnce = <State, History>(decider: Decider<State, History>, step: fc.Arbitrary<Step<State, History>>, from = decider.initial) =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), step, (history, decide) => {
      carryOut(decider, after(decider, history, from), decide);
    }),
    { numRuns: 500 },
  );

const caller = fc
  .constantFrom(lotus, lotus, lotusSupervisor, heron, ibis, intake)
  .chain((context) => fc.integer({ min: 1, max: 9 }).map((number): DecisionContext => ({ ...context, occurredAt: day(number) })));
const level = fc.integer({ min: 0, max: HIGH });
const real = fc.integer({ min: 1, max: HIGH });
const agency = fc.constantFrom('lotus', 'heron', 'ibis', 'stork');
const listed = fc.boolean();
const step = <State, History, Arguments extends unknown[]>(
  arguments_: { [Index in keyof Arguments]: fc.Arbitrary<Arguments[Index]> },
  decide: (state: State, ...values: Arguments) => History[],
): fc.Arbitrary<Step<State, History>> => fc.tuple<Arguments>(...arguments_).map((values) => (state: State) => decide(state, ...values));
const reportStep = <Arguments extends unknown[]>(
  arguments_: { [Index in keyof Arguments]: fc.Arbitrary<Arguments[Index]> },
  decide: (state: Report, ...values: Arguments) => Event[],
) => step<Report, Event, Arguments>(arguments_, decide);
const caseStep = <Arguments extends unknown[]>(
  arguments_: { [Index in keyof Arguments]: fc.Arbitrary<Arguments[Index]> },
  decide: (state: Case, ...values: Arguments) => CaseHistory[],
) => step<Case, CaseHistory, Arguments>(arguments_, decide);

const reference = { system: 'oscar', id: 'record-7' };
const reports = fc.oneof(
  reportStep([level], (state, risk) => receive(state, { ...sample.concern, externalReference: reference, risk }, lotus)),
  reportStep([caller, level, fc.constantFrom(1, 3)], (state, context, risk, urgency) =>
    screen(state, { urgency, risk, notes: sealed }, context),
  ),
  reportStep([caller], (state, context) => becomeCase(state, sample.noMatch, context)),
  reportStep([caller], (state, context) => link(state, sample.otherCaseId, () => {}, context)),
  reportStep([caller, agency, listed], (state, context, toAgency, known) => forward(state, { toAgency, notes: undefined }, known, context)),
  reportStep([caller], (state, context) =>
    notTakeUp(state, { reason: DeclineReason.DECLINE_REASON_NO_CONCERN, notes: undefined }, context),
  ),
);

const referral = fc.constantFrom(sample.referralId, sample.secondReferralId);
const families = {
  opening: fc.oneof(
    caseStep([caller], (state, context) => open(state, sample.reportId, sample.became, context)),
    caseStep([caller, real], (state, context, risk) =>
      takeReport(state, { reportId: sample.otherReportId, clientId: sample.clientId, risk }, context),
    ),
  ),
  risk: fc.oneof(
    caseStep([caller, real], (state, context, to) => raiseRisk(state, { to, reason: sealed }, context)),
    caseStep([caller, real], (state, context, to) => raiseReportedRisk(state, to, context)),
    caseStep([caller, real, fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 12 })], (state, context, to, assessmentId, number) =>
      lowerRisk(state, { to, assessmentId, reason: undefined }, { submittedAt: day(number) }, context),
    ),
  ),
  participants: fc.oneof(
    caseStep([agency, referral], (state, who, referralId) => joinAsProvider(state, { agency: who, referralId })),
    caseStep([agency, referral], (state, who, referralId) => leaveAsProvider(state, { agency: who, referralId })),
    caseStep([agency, listed, caller], addMonitor),
    caseStep([agency, caller], removeMonitor),
    caseStep([fc.constantFrom('p-8', 'p-9'), caller], assignCaseworker),
  ),
  threats: fc.oneof(
    caseStep([caller, fc.constantFrom('a', 'b')], (state, context, threatId) =>
      reportThreat(state, { ...sample.threat, threatId }, context),
    ),
    caseStep([caller, fc.constantFrom('a', 'b'), fc.constantFrom(1, 2)], (state, context, threatId, resolution: ThreatResolution) =>
      resolveThreat(state, { threatId, resolution, notes: undefined }, context),
    ),
  ),
  consent: fc.oneof(
    caseStep([caller], (state, context) => giveConsent(state, sample.consent, context)),
    caseStep([caller], (state, context) => refuseConsent(state, { ...sample.refusal, consentId: 'refused' }, context)),
    caseStep([caller, fc.constantFrom(sample.consent.consentId, 'refused')], (state, context, consentId) =>
      withdrawConsent(state, { ...sample.withdrawal, consentId }, context),
    ),
    caseStep([caller], (state, context) => proposeLegalBasis(state, sample.basis, context)),
    caseStep([caller], (state, context) => approveLegalBasis(state, sample.basis.basisId, context)),
  ),
  closure: fc.oneof(
    caseStep([caller, fc.constantFrom(1, 2)], (state, context, criterion) =>
      proposeClosure(state, { ...sample.closing, criterion }, sample.assessed, context),
    ),
    caseStep([caller], approveClosure),
    caseStep([caller], (state, context) => refuseClosure(state, { reason: sealed }, context)),
  ),
};
const anything = fc.oneof(...Object.values(families));
const aCase = fold(caseDecider, [sample.opened, sample.providerJoined]);

describe('twice is once', () => {
  test('reports', () => twiceIsOnce(report, reports));
  for (const [name, family] of Object.entries(families))
    test(name, () => twiceIsOnce(caseDecider, fc.oneof(family, family, anything), aCase));
  test('quarantine', () =>
    twiceIsOnce(
      quarantine,
      caller.map(
        (context) => (state: typeof quarantine.initial) =>
          setAside(state, { externalReference: reference, reason: 'unknown_agency', original: sealed }, context),
      ),
    ));
});

test('a case has exactly one lead at every position, and it is always in', () =>
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (steps) => {
      let state = caseDecider.initial;
      for (const one of steps)
        for (const event of carryOut(caseDecider, state, one).events) {
          if (event.$case === 'participantJoined') expect(event.value.role).not.toBe(1);
          state = caseDecider.evolve(state, event);
          if (state.status === 'none') throw new Error('an event before the opening');
          expect(state.lead).toBe('lotus');
          expect(readable(state, state.lead)).toBe(state);
          for (const referrals of state.providers.values()) expect(referrals.length).toBeGreaterThan(0);
        }
    }),
    { numRuns: 500 },
  ));

test('only a lowering lowers the risk, and only with a later judgement', () =>
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), (steps) => {
      let state = aCase;
      for (const one of steps)
        for (const event of carryOut(caseDecider, state, one).events) {
          const next = caseDecider.evolve(state, event);
          if (state.status === 'none' || next.status === 'none') throw new Error('a case does not vanish');
          if (next.risk < state.risk) expect(event.$case).toBe('riskLowered');
          if (next.risk < state.risk) expect(next.riskJudgedAt > state.riskJudgedAt).toBe(true);
          expect(next.riskJudgedAt >= state.riskJudgedAt).toBe(true);
          state = next;
        }
      expect(LOW).toBeLessThan(HIGH);
    }),
    { numRuns: 500 },
  ));
