import { given } from '@accompany/domain/testing';
import type { AnyEvent } from '@accompany/runtime';
import { describe, expect, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import { followReferral, followReport } from './reactions.js';
import {
  becameCase,
  caseId,
  clientId,
  HIGH,
  intake,
  LOW,
  MEDIUM,
  opened,
  otherCaseId,
  otherReportId,
  PROVIDER,
  providerJoined,
  received,
  referralId,
  reportId,
} from './samples.js';

const about = { caseId };
const carryOut = (on: typeof followReport, event: AnyEvent, streamId: string, ...history: Event[]) => {
  const [ordered, ...more] = on(event, { streamId, ...about });
  expect(more).toEqual([]);
  if (ordered === undefined) throw new Error('nothing was ordered');
  return { id: ordered.id, outcome: given(caseDecider)(...history).when((state) => ordered.decide(state, intake)) };
};

describe('a case follows its report', () => {
  test('it is opened where the call did not come to its end', () => {
    const { id, outcome } = carryOut(followReport, becameCase, reportId);
    expect(id).toBe(caseId);
    outcome.then(opened);
  });
  test('it is opened once', () => carryOut(followReport, becameCase, reportId, opened).outcome.thenNothing());
  test('a linked report reaches its case', () => {
    const linked: AnyEvent = { $case: 'reportLinkedToCase', value: { caseId: otherCaseId, clientId, risk: LOW } };
    const { id, outcome } = carryOut(followReport, linked, otherReportId, opened);
    expect(id).toBe(otherCaseId);
    outcome.then({ $case: 'caseReportLinked', value: { reportId: otherReportId, clientId } });
  });
  test('a risk that came again higher reaches the case, if there is one', () => {
    const raised = (of: string): AnyEvent => ({ $case: 'reportRiskRaised', value: { from: MEDIUM, to: HIGH, caseId: of } });
    expect(followReport(raised(''), { streamId: reportId, ...about })).toEqual([]);
    carryOut(followReport, raised(caseId), reportId, opened).outcome.then({
      $case: 'riskRaised',
      value: { from: MEDIUM, to: HIGH, judgedAt: intake.occurredAt, reason: undefined },
    });
  });
});

describe('participants follow referrals', () => {
  const parties = { sender: 'lotus', receiver: 'heron' };
  const accepted: AnyEvent = { $case: 'referralAccepted', value: { by: 'heron', ...parties, needId: '', category: 1 } };
  const endings: AnyEvent[] = [
    { $case: 'referralCompleted', value: { ...parties, outcome: 1, needId: '', note: undefined } },
    { $case: 'referralNotDelivered', value: { ...parties, reason: 1, needId: '', note: undefined } },
    { $case: 'referralCancelled', value: { ...parties, reason: 1, by: 'lotus', note: undefined } },
    { $case: 'referralLapsed', value: parties },
    { $case: 'referralEnteredInError', value: { ...parties, reason: 1, was: 1 } },
  ];
  test('who accepted becomes a provider', () => carryOut(followReferral, accepted, referralId, opened).outcome.then(providerJoined));
  test.each(endings.map((event) => [event.$case, event] as const))('%s lets the provider leave, and nobody else', (_, event) => {
    carryOut(followReferral, event, referralId, opened, providerJoined).outcome.then({
      $case: 'participantLeft',
      value: { agency: 'heron', role: PROVIDER, referralId },
    });
    carryOut(followReferral, event, referralId, opened).outcome.thenNothing();
  });
});

test('other events ask for nothing', () => {
  for (const event of [received, opened])
    for (const on of [followReport, followReferral]) expect(on(event, { streamId: reportId, ...about })).toEqual([]);
});
