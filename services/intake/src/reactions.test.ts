import { given } from '@accompany/domain/testing';
import type { AnyEvent } from '@accompany/runtime';
import { describe, expect, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import { followDuties, followMatter, followMerge, followReferral, followReport, followSharing, followTransfer } from './reactions.js';
import {
  becameCase,
  caseId,
  clientId,
  HIGH,
  intake,
  LOW,
  MATTER,
  MEDIUM,
  monitorJoined,
  opened,
  otherCaseId,
  otherReportId,
  PROVIDER,
  providerJoined,
  REFERRAL,
  received,
  referralId,
  reportId,
  TRANSFER,
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

describe('what keeps a case open follows other services', () => {
  const parties = { sender: 'lotus', receiver: 'heron', shareCategories: [] };
  const event = ($case: string, value: object): AnyEvent => ({ $case, value }) as AnyEvent;
  const begun: [AnyEvent, { kind: typeof REFERRAL | typeof TRANSFER | typeof MATTER; agency: string; giver: string }][] = [
    [event('referralSent', parties), { kind: REFERRAL, agency: 'heron', giver: '' }],
    [event('referralRecordedFromOutside', parties), { kind: REFERRAL, agency: 'heron', giver: '' }],
    [event('transferOffered', { giver: 'lotus', receiver: 'heron', relation: 1 }), { kind: TRANSFER, agency: 'heron', giver: 'lotus' }],
    [event('matterOpened', { agency: 'heron' }), { kind: MATTER, agency: 'heron', giver: '' }],
  ];
  const endings: [AnyEvent, typeof REFERRAL | typeof TRANSFER | typeof MATTER][] = [
    ...['Declined', 'Withdrawn', 'Cancelled', 'Completed', 'NotDelivered', 'Lapsed', 'EnteredInError'].map(
      (end): [AnyEvent, typeof REFERRAL] => [event(`referral${end}`, parties), REFERRAL],
    ),
    ...['Declined', 'Withdrawn'].map((end): [AnyEvent, typeof TRANSFER] => [event(`transfer${end}`, {}), TRANSFER]),
    ...['Closed', 'Discontinued'].map((end): [AnyEvent, typeof MATTER] => [event(`matter${end}`, {}), MATTER]),
  ];
  test.each(begun.map((one) => [one[0].$case, ...one] as const))('%s is taken', (_, began, duty) =>
    carryOut(followDuties, began, 'thing', opened).outcome.then({ $case: 'caseDutyTaken', value: { dutyId: 'thing', ...duty } }),
  );
  test.each(endings.map((one) => [one[0].$case, ...one] as const))('%s ends it', (_, ended, kind) => {
    const taken: Event = { $case: 'caseDutyTaken', value: { kind, dutyId: 'thing', agency: 'heron', giver: '' } };
    carryOut(followDuties, ended, 'thing', opened, taken).outcome.then({ $case: 'caseDutyEnded', value: { kind, dutyId: 'thing' } });
    carryOut(followDuties, ended, 'thing', opened).outcome.thenNothing();
  });
  test('a referral that shares opens that to its receiver, on what permits it', () => {
    const permission = { $case: 'legalBasisId', value: 'b' } as const;
    const sent = event('referralSent', { ...parties, shareCategories: [1, 3], permission });
    carryOut(followDuties, sent, 'thing', opened).outcome.then(
      { $case: 'caseDutyTaken', value: { kind: REFERRAL, dutyId: 'thing', agency: 'heron', giver: '' } },
      { $case: 'caseDataShared', value: { shareId: 'thing', agency: 'heron', categories: [1, 3], permission, ofReferral: true } },
    );
  });
  test('a message opens what it shares, a renewed referral the same on another permission, a mistaken message nothing', () => {
    const permission = { $case: 'consentId', value: 'c' } as const;
    const value = { shareId: 'thing', agency: 'heron', categories: [3], permission, ofReferral: false };
    const told: Event = { $case: 'caseDataShared', value };
    carryOut(followSharing, event('informationShared', { ...parties, shareCategories: [3], permission }), 'thing', opened).outcome.then(
      told,
    );
    const renewed = { $case: 'legalBasisId', value: 'b' } as const;
    carryOut(followSharing, event('referralSharingRenewed', { ...parties, permission: renewed }), 'thing', opened, told).outcome.then({
      $case: 'caseDataShared',
      value: { ...value, permission: renewed },
    });
    const mistaken = event('referralEnteredInError', parties);
    carryOut(followSharing, mistaken, 'thing', opened, told).outcome.then({ $case: 'caseSharingEnded', value: { shareId: 'thing' } });
    carryOut(followSharing, mistaken, 'thing', opened).outcome.thenNothing();
  });
  test('a matter goes along with the lead, while it is open', () => {
    const passedOn = event('matterPassedOn', { fromAgency: 'lotus', toAgency: 'stork' });
    const taken: Event = { $case: 'caseDutyTaken', value: { kind: MATTER, dutyId: 'thing', agency: 'lotus', giver: '' } };
    const ended: Event = { $case: 'caseDutyEnded', value: { kind: MATTER, dutyId: 'thing' } };
    const along: Event = { $case: 'caseDutyPassedOn', value: { kind: MATTER, dutyId: 'thing', from: 'lotus', to: 'stork' } };
    carryOut(followMatter, passedOn, 'thing', opened, taken).outcome.then(along);
    expect(given(caseDecider)(opened, taken, along).state).toMatchObject({
      duties: new Map([['thing', { agency: 'stork', status: 'open' }]]),
    });
    for (const history of [[], [taken, along], [taken, ended]])
      carryOut(followMatter, passedOn, 'thing', opened, ...history).outcome.thenNothing();
  });
  test('what is told for information keeps nothing open', () =>
    expect(followDuties(event('informationShared', parties), { streamId: 'thing', ...about })).toEqual([]));
  test('a released transfer moves the lead, or the monitor', () => {
    const released = (giver: string, relation: number) => event('transferReleased', { giver, receiver: 'heron', relation });
    const taken = (giver: string): Event => ({
      $case: 'caseDutyTaken',
      value: { kind: TRANSFER, dutyId: 'thing', agency: 'heron', giver },
    });
    const ended: Event = { $case: 'caseDutyEnded', value: { kind: TRANSFER, dutyId: 'thing' } };
    carryOut(followTransfer, released('lotus', 1), 'thing', opened, taken('lotus')).outcome.then(
      { $case: 'leadChanged', value: { from: 'lotus', to: 'heron', transferId: 'thing' } },
      ended,
    );
    carryOut(followTransfer, released('ibis', 2), 'thing', opened, monitorJoined, taken('ibis')).outcome.then(
      { $case: 'monitorChanged', value: { from: 'ibis', to: 'heron', transferId: 'thing' } },
      ended,
    );
  });
});

test('other events ask for nothing', () => {
  for (const event of [received, opened])
    for (const on of [followReport, followReferral, followDuties, followSharing, followMatter, followTransfer, followMerge])
      expect(on(event, { streamId: reportId, ...about })).toEqual([]);
});
