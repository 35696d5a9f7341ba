import type { RiskLevel } from '@accompany/contracts/common/v1/common';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import { lowerRisk, raiseReportedRisk, raiseRisk } from './risk.js';
import { assessmentId, closed, closureProposed, day, HIGH, intake, LOW, lotus, MEDIUM, on, opened, sealed, UNKNOWN } from './samples.js';

const raised = (to: RiskLevel, judgedAt: Date): Event => ({ $case: 'riskRaised', value: { from: MEDIUM, to, judgedAt, reason: sealed } });
const lowered = (from: RiskLevel, to: RiskLevel, judgedAt: Date): Event => ({
  $case: 'riskLowered',
  value: { from, to, assessmentId, judgedAt, reason: undefined },
});
const lower = (to: RiskLevel) => ({ to, assessmentId, reason: undefined });
const submitted = (number: number) => ({ submittedAt: day(number) });

describe('raising', () => {
  test('counts at once, also while closure is proposed', () => {
    given(caseDecider)(opened)
      .when((state) => raiseRisk(state, { to: HIGH, reason: sealed }, on(lotus, day(3))))
      .then(raised(HIGH, day(3)));
    given(caseDecider)(opened, closureProposed)
      .when((state) => raiseRisk(state, { to: HIGH, reason: sealed }, on(lotus, day(3))))
      .then(raised(HIGH, day(3)));
  });
  test('to what it is changes nothing', () =>
    given(caseDecider)(opened)
      .when((state) => raiseRisk(state, { to: MEDIUM, reason: sealed }, lotus))
      .thenNothing());
  test.each([LOW, UNKNOWN])('to %i is no raise', (to) =>
    given(caseDecider)(opened)
      .when((state) => raiseRisk(state, { to, reason: sealed }, lotus))
      .thenRejected('RISK_NOT_HIGHER'),
  );
  test('written down late, it does not make older assessments count again', () =>
    given(caseDecider)(opened, lowered(MEDIUM, LOW, day(10)))
      .when((state) => raiseRisk(state, { to: HIGH, reason: sealed }, on(lotus, day(3))))
      .then({ $case: 'riskRaised', value: { from: LOW, to: HIGH, judgedAt: day(10), reason: sealed } }));
  test('by a report that came again reaches a closed case and does not reopen it', () =>
    given(caseDecider)(opened, closureProposed, closed)
      .when((state) => raiseReportedRisk(state, HIGH, on(intake, day(9))))
      .then({ $case: 'riskRaised', value: { from: MEDIUM, to: HIGH, judgedAt: day(9), reason: undefined } }));
  test('by a report never lowers', () =>
    given(caseDecider)(opened)
      .when((state) => raiseReportedRisk(state, LOW, intake))
      .thenNothing());
});

describe('lowering', () => {
  test('takes an approved assessment that is newer than the last judgement', () =>
    given(caseDecider)(opened, raised(HIGH, day(3)))
      .when((state) => lowerRisk(state, lower(LOW), submitted(4), lotus))
      .then(lowered(HIGH, LOW, day(4))));
  test.each([2, 3])('an assessment of day %i is not newer', (number) =>
    given(caseDecider)(opened, raised(HIGH, day(3)))
      .when((state) => lowerRisk(state, lower(LOW), submitted(number), lotus))
      .thenRejected('ASSESSMENT_NOT_NEWER'),
  );
  test('one assessment lowers once', () =>
    given(caseDecider)(opened, raised(HIGH, day(3)), lowered(HIGH, MEDIUM, day(4)))
      .when((state) => lowerRisk(state, lower(LOW), submitted(4), lotus))
      .thenRejected('ASSESSMENT_NOT_NEWER'));
  test('one that is not approved does not count', () =>
    given(caseDecider)(opened)
      .when((state) => lowerRisk(state, lower(LOW), undefined, lotus))
      .thenRejected('ASSESSMENT_NOT_APPROVED'));
  test.each([MEDIUM, HIGH, UNKNOWN])('to %i is no lowering', (to) =>
    given(caseDecider)(opened)
      .when((state) => lowerRisk(state, lower(to), submitted(4), lotus))
      .thenRejected('RISK_NOT_LOWER'),
  );
});
