import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { readable } from './case-guards.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { approveLegalBasis, giveConsent, proposeLegalBasis, refuseConsent, withdrawConsent } from './consent.js';
import { mayTakeReport, open, takeReport } from './opening.js';
import { addMonitor, assignCaseworker, joinAsProvider, leaveAsProvider, removeMonitor } from './participants.js';
import { lowerRisk, raiseRisk } from './risk.js';
import {
  assessed,
  assessmentId,
  basis,
  became,
  clientId,
  closed,
  closing,
  closureProposed,
  consent,
  day,
  ending,
  HIGH,
  heron,
  ibis,
  intake,
  LOW,
  lotus,
  monitorJoined,
  opened,
  otherReportId,
  providerJoined,
  referralId,
  refusal,
  reportId,
  sealed,
  threat,
  threatened,
  withdrawal,
} from './samples.js';
import { reportThreat, resolveThreat } from './threats.js';

type Decision = (state: Case, context: typeof lotus) => Event[];

/** What only the lead does, and whether it needs the case to be open. */
const leadOnly: Record<string, Decision> = {
  'raise the risk': (state, context) => raiseRisk(state, { to: HIGH, reason: sealed }, context),
  'lower the risk': (state, context) => lowerRisk(state, { to: LOW, assessmentId, reason: undefined }, { submittedAt: day(5) }, context),
  'resolve a threat': (state, context) => resolveThreat(state, ending, context),
  'record consent': (state, context) => giveConsent(state, consent, context),
  'record a refusal': (state, context) => refuseConsent(state, refusal, context),
  'put a legal basis forward': (state, context) => proposeLegalBasis(state, basis, context),
  'approve a legal basis': (state, context) => approveLegalBasis(state, basis.basisId, context),
  'assign a caseworker': (state, context) => assignCaseworker(state, 'p-9', context),
  'add a monitor': (state, context) => addMonitor(state, 'stork', true, context),
  'remove a monitor': (state, context) => removeMonitor(state, 'ibis', context),
  'propose closure': (state, context) => proposeClosure(state, closing, assessed, context),
};
const leadOnlyEver: Record<string, Decision> = {
  'withdraw consent': (state, context) => withdrawConsent(state, withdrawal, context),
  'approve closure': approveClosure,
  'refuse closure': (state, context) => refuseClosure(state, { reason: sealed }, context),
};

describe('only the lead may', () => {
  for (const [name, decide] of Object.entries({ ...leadOnly, ...leadOnlyEver }))
    test(name, () => {
      const history = given(caseDecider)(opened, providerJoined, monitorJoined, threatened);
      history.when((state) => decide(state, heron)).thenRejected('NOT_THE_LEAD');
      history.when((state) => decide(state, ibis)).thenRejected('NOT_THE_LEAD');
      history.when((state) => decide(state, intake)).thenRejected('NOT_ALLOWED_FOR_CALLER');
      const alone = given(caseDecider)(opened);
      alone.when((state) => decide(state, heron)).thenRejected('CASE_UNKNOWN');
      given(caseDecider)()
        .when((state) => decide(state, lotus))
        .thenRejected('CASE_UNKNOWN');
    });
});

describe('when the case is closed, nobody may', () => {
  const history = given(caseDecider)(opened, closureProposed, closed);
  for (const [name, decide] of Object.entries({
    ...leadOnly,
    'report a threat': (state: Case, context: typeof lotus) => reportThreat(state, threat, context),
  }))
    test(name, () => history.when((state) => decide(state, lotus)).thenRejected('CASE_NOT_OPEN'));
  test('link a report', () => expect(() => mayTakeReport(history.state, 'lotus')).toThrow('not open'));
});

describe('who reads it', () => {
  const { state } = given(caseDecider)(opened, providerJoined, monitorJoined);
  test.each(['lotus', 'heron', 'ibis'])('%s, which takes part', (agency) => expect(readable(state, agency)).toBe(state));
  test('nobody else', () => {
    expect(() => readable(state, 'stork')).toThrow('no such case');
    expect(() => readable(given(caseDecider)().state, 'lotus')).toThrow('no such case');
  });
  test('nobody who left', () => {
    const left = leaveAsProvider(state, { agency: 'heron', referralId });
    expect(() => readable(given(caseDecider)(opened, providerJoined, ...left).state, 'heron')).toThrow('no such case');
  });
});

describe('opening', () => {
  test('makes the agency of the report the lead', () =>
    given(caseDecider)()
      .when((state) => open(state, reportId, became, lotus))
      .then(opened));
  test('is done once', () =>
    given(caseDecider)(opened)
      .when((state) => open(state, reportId, became, intake))
      .thenNothing());
});

describe('a further report', () => {
  const further = { reportId: otherReportId, clientId };
  const linked: Event = { $case: 'caseReportLinked', value: further };
  test('of no higher risk is linked', () =>
    given(caseDecider)(opened)
      .when((state) => takeReport(state, { ...further, risk: LOW }, lotus))
      .then(linked));
  test('of a higher risk raises the risk', () =>
    given(caseDecider)(opened)
      .when((state) => takeReport(state, { ...further, risk: HIGH }, lotus))
      .then(linked, { $case: 'riskRaised', value: { from: 3, to: HIGH, judgedAt: day(1), reason: undefined } }));
  test('follows even into a case that was closed meanwhile', () =>
    given(caseDecider)(opened, closureProposed, closed)
      .when((state) => takeReport(state, { ...further, risk: LOW }, intake))
      .then(linked));
  test('may be linked by those who take part', () => {
    const { state } = given(caseDecider)(opened, providerJoined);
    mayTakeReport(state, 'heron');
    expect(() => mayTakeReport(state, 'stork')).toThrow('no such case');
  });
  test('needs a case', () =>
    given(caseDecider)()
      .when((state) => takeReport(state, { ...further, risk: LOW }, lotus))
      .thenRejected('CASE_UNKNOWN'));
});

test('the caseworker is assigned, once', () => {
  const assigned: Event = { $case: 'caseworkerAssigned', value: { person: 'p-9' } };
  given(caseDecider)(opened)
    .when((state) => assignCaseworker(state, 'p-9', lotus))
    .then(assigned);
  given(caseDecider)(opened, assigned)
    .when((state) => assignCaseworker(state, 'p-9', lotus))
    .thenNothing();
});

test('no case to join', () =>
  given(caseDecider)()
    .when((state) => joinAsProvider(state, { agency: 'heron', referralId }))
    .thenRejected('CASE_UNKNOWN'));
