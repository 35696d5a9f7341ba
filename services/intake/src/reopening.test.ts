import { CaseErrorReason, CaseworkerRelease } from '@accompany/contracts/intake/v1/types';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { takeReport } from './opening.js';
import { joinAsProvider, releaseCaseworker } from './participants.js';
import { enterInError, reopen } from './reopening.js';
import {
  begun,
  clientId,
  closed,
  closureProposed,
  ended,
  HIGH,
  inError,
  intake,
  lotus,
  merged,
  mergeProposed,
  opened,
  otherReportId,
  reopened,
  sealed,
  taken,
} from './samples.js';

const reopenIt = (state: Case) => reopen(state, { reopeningId: 'd3ce92a6-e5bb-4bd2-9fee-c082ab3de4f5', reason: sealed }, lotus);
const mistake = { reason: CaseErrorReason.CASE_ERROR_REASON_WRONG_CHILD, notes: undefined };
const mistaken = (state: Case) => enterInError(state, mistake, lotus);

describe('a case is reopened', () => {
  test('by its lead, with the reason', () => given(caseDecider)(opened, closureProposed, closed).when(reopenIt).then(reopened));
  test('only where it is closed', () => {
    for (const history of [[opened], [opened, closureProposed]])
      given(caseDecider)(...history)
        .when(reopenIt)
        .thenRejected('CASE_NOT_CLOSED');
    given(caseDecider)(opened, mergeProposed, merged).when(reopenIt).thenRejected('CASE_NOT_OPEN');
    given(caseDecider)(opened, inError).when(reopenIt).thenRejected('CASE_NOT_OPEN');
  });
  test('once, and can be closed and reopened again', () => {
    given(caseDecider)(opened, closureProposed, closed, reopened).when(reopenIt).thenNothing();
    given(caseDecider)(opened, closureProposed, closed, reopened, closureProposed, closed)
      .when((state) => reopen(state, { reopeningId: 'another', reason: sealed }, lotus))
      .then({ $case: 'caseReopened', value: { reopeningId: 'another', reason: sealed } });
  });
  test('by nothing else: neither by a provider that joins nor by a report that is linked late', ({ expect }) => {
    const history = [opened, closureProposed, closed];
    const joining: Event = { $case: 'participantJoined', value: { agency: 'heron', role: 2, because: 'r' } };
    given(caseDecider)(...history)
      .when((state) => joinAsProvider(state, { agency: 'heron', referralId: 'r' }))
      .then(joining);
    const { state } = given(caseDecider)(...history, joining);
    const late = takeReport(state, { reportId: otherReportId, clientId, risk: HIGH }, intake);
    expect(late.map(({ $case }) => $case)).toEqual(['caseReportLinked', 'riskRaised']);
    expect(late.reduce(caseDecider.evolve, state).status).toBe('closed');
  });
});

describe('a case is entered in error', () => {
  test('by its lead, open or closed', () => {
    given(caseDecider)(opened).when(mistaken).then(inError);
    given(caseDecider)(opened, closureProposed, closed).when(mistaken).then(inError);
    given(caseDecider)(opened, inError).when(mistaken).thenNothing();
    given(caseDecider)(opened, inError)
      .when((state) => enterInError(state, { ...mistake, reason: CaseErrorReason.CASE_ERROR_REASON_TRIAL }, lotus))
      .thenRejected('CASE_NOT_OPEN');
  });
  test('not while something of another service is open: nothing ends it by side effect', () => {
    given(caseDecider)(opened, taken(begun.referral)).when(mistaken).thenRejected('DUTIES_OPEN');
    given(caseDecider)(opened, taken(begun.referral), ended(begun.referral)).when(mistaken).then(inError);
  });
});

describe('a caseworker is released', () => {
  const assigned: Event = { $case: 'caseworkerAssigned', value: { person: 'p-9' } };
  const leaving = { person: 'p-9', reason: CaseworkerRelease.CASEWORKER_RELEASE_LEFT_AGENCY };
  const release = (state: Case) => releaseCaseworker(state, leaving, lotus);
  const released: Event = { $case: 'caseworkerReleased', value: leaving };
  test('by the lead, in a closed case too', () => {
    given(caseDecider)(opened, assigned).when(release).then(released);
    given(caseDecider)(opened, assigned, closureProposed, closed).when(release).then(released);
    given(caseDecider)(opened).when(release).thenNothing();
    given(caseDecider)(opened, { $case: 'caseworkerAssigned', value: { person: 'p-8' } })
      .when(release)
      .thenRejected('NOT_THE_CASEWORKER');
  });
});
