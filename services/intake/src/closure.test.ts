import { ClientWork, ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import {
  assessed,
  closed,
  closing,
  closureProposed,
  day,
  HIGH,
  lotus,
  lotusSupervisor,
  MEDIUM,
  opened,
  resolved,
  sealed,
  threatened,
} from './samples.js';

const raised: Event = { $case: 'riskRaised', value: { from: MEDIUM, to: HIGH, judgedAt: day(3), reason: undefined } };
const turnedDown: Event = { $case: 'caseClosureRefused', value: { refusedBy: 'p-2', reason: sealed } };
const propose = (state: typeof caseDecider.initial) => proposeClosure(state, closing, assessed, lotus);

describe('closure is proposed', () => {
  test('on its ground', () => given(caseDecider)(opened).when(propose).then(closureProposed));
  test('not while a threat is open', () => given(caseDecider)(opened, threatened).when(propose).thenRejected('THREAT_OPEN'));
  test('once it is resolved', () => given(caseDecider)(opened, threatened, resolved).when(propose).then(closureProposed));
  test('not while the risk is high', () => given(caseDecider)(opened, raised).when(propose).thenRejected('RISK_HIGH'));
  test('on one ground at a time', () => {
    given(caseDecider)(opened, closureProposed).when(propose).thenNothing();
    const other = { ...closing, criterion: ClosureCriterion.CLOSURE_CRITERION_AGED_OUT };
    given(caseDecider)(opened, closureProposed)
      .when((state) => proposeClosure(state, other, assessed, lotus))
      .thenRejected('CLOSURE_PROPOSED_ALREADY');
  });
  test('with the client’s work held against the client’s age: too young for it is not stable and safe', () => {
    const { CLIENT_WORK_ALLOWED_AT_AGE: allowed, CLIENT_WORK_BELOW_LEGAL_AGE: tooYoung, CLIENT_WORK_NONE: none } = ClientWork;
    const at = (work: ClientWork, criterion = closing.criterion) => ({ ...closing, work, criterion });
    for (const work of [allowed, none])
      given(caseDecider)(opened)
        .when((state) => proposeClosure(state, at(work), assessed, lotus))
        .then({ $case: 'caseClosureProposed', value: { ...at(work), proposedBy: 'p-1' } });
    given(caseDecider)(opened)
      .when((state) => proposeClosure(state, at(tooYoung), assessed, lotus))
      .thenRejected('WORK_BELOW_LEGAL_AGE');
    const elsewhere = at(tooYoung, ClosureCriterion.CLOSURE_CRITERION_RELOCATED_OUT_OF_AREA);
    given(caseDecider)(opened)
      .when((state) => proposeClosure(state, elsewhere, assessed, lotus))
      .then({ $case: 'caseClosureProposed', value: { ...elsewhere, proposedBy: 'p-1' } });
  });
  test('again after it was turned down', () => given(caseDecider)(opened, closureProposed, turnedDown).when(propose).then(closureProposed));
});

describe('closure is decided', () => {
  test('by another person', () => {
    given(caseDecider)(opened, closureProposed)
      .when((state) => approveClosure(state, lotusSupervisor))
      .then(closed);
    given(caseDecider)(opened, closureProposed)
      .when((state) => approveClosure(state, lotus))
      .thenRejected('APPROVER_IS_PROPOSER');
  });
  test.each([
    ['a threat', threatened, 'THREAT_OPEN'],
    ['a risk', raised, 'RISK_HIGH'],
  ] as const)('not while %s came up since', (_, event, reason) =>
    given(caseDecider)(opened, closureProposed, event)
      .when((state) => approveClosure(state, lotusSupervisor))
      .thenRejected(reason),
  );
  test('or turned down, once', () => {
    given(caseDecider)(opened, closureProposed)
      .when((state) => refuseClosure(state, { reason: sealed }, lotusSupervisor))
      .then(turnedDown);
    given(caseDecider)(opened, closureProposed, turnedDown)
      .when((state) => refuseClosure(state, { reason: sealed }, lotusSupervisor))
      .thenNothing();
  });
  test('only where it was proposed', () => {
    for (const history of [[opened], [opened, closureProposed, turnedDown]]) {
      given(caseDecider)(...history)
        .when((state) => approveClosure(state, lotusSupervisor))
        .thenRejected('CLOSURE_NOT_PROPOSED');
      given(caseDecider)(...history)
        .when((state) => refuseClosure(state, { reason: sealed }, lotus))
        .thenRejected('CLOSURE_NOT_PROPOSED');
    }
    given(caseDecider)(opened, closureProposed, closed)
      .when((state) => approveClosure(state, lotus))
      .thenRejected('CLOSURE_NOT_PROPOSED');
    given(caseDecider)(opened, closureProposed, closed)
      .when((state) => refuseClosure(state, { reason: sealed }, lotus))
      .thenRejected('CLOSURE_NOT_PROPOSED');
  });
});
