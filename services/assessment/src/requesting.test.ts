import { AssessmentKind, VoidReason } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import type { DecisionContext, Reason } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { type Assessment, assessment, type Event, NO_AGENDA } from './assessment.js';
import { dueWithin, type Limits } from './limits.js';
import { type RequestCommand, type RequestFacts, request, requestInitial } from './requesting.js';

const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
const occurredAt = new Date('2022-02-03T08:00:00Z');
const now = new Date('2022-02-04T08:00:00Z');
const by = (agency: string): DecisionContext => ({ actor: { kind: 'agency', agency, person: 'worker-1' }, occurredAt, now });
const service: DecisionContext = { actor: { kind: 'service', service: 'assessment' }, occurredAt, now };
const dueAt = new Date('2022-02-10T08:00:00Z');
const older = '5b1f0a9e-6a5f-4d0b-a8a8-6f8f0a2d9c33';

const base = {
  clientId,
  kind: AssessmentKind.ASSESSMENT_KIND_INITIAL,
  agency: 'aple',
  dueAt,
  supersedes: '',
  needs: [],
  overdue: false,
  agenda: NO_AGENDA,
};
const content = { submittedBy: 'worker-1', participants: [], place: undefined, childView: undefined, findings: undefined, scores: [] };
const approved: Assessment = { ...base, content, status: 'approved', approvedBy: 'worker-2' };
const returned: Assessment = { ...base, content, status: 'returned', author: 'worker-1', comment: undefined };
const inProgress: Assessment = { ...base, content: undefined, status: 'in_progress' };
const voided: Assessment = { ...base, content, status: 'voided', reason: VoidReason.VOID_REASON_DUPLICATE };
const HOUR = 3_600_000;
const limits: Limits = {
  due: { high: 24 * HOUR, medium: 72 * HOUR, low: 168 * HOUR },
  reassessment: 168 * HOUR,
  returned: 72 * HOUR,
  review: 90 * 24 * HOUR,
};
const none: Assessment = { status: 'none' };

const needs: RequestCommand = { kind: AssessmentKind.ASSESSMENT_KIND_NEEDS, agency: 'aple', dueAt, supersedes: '' };
const facts: RequestFacts = { clientId, caseOpen: true, callerPart: 'lead', assessorPart: 'lead', initial: approved, superseded: none };
const requestedEvent = (command: RequestCommand): Event => ({ $case: 'assessmentRequested', value: { clientId, ...command } });

describe('asking', () => {
  test('the lead asks itself', () =>
    given(assessment)()
      .when((s) => request(s, needs, facts, by('aple')))
      .then(requestedEvent(needs)));

  test('the lead asks a provider', () => {
    const command = { ...needs, agency: 'a21' };
    given(assessment)()
      .when((s) => request(s, command, { ...facts, assessorPart: 'provider' }, by('aple')))
      .then(requestedEvent(command));
  });

  test('a new one replaces an approved one', () => {
    const command = { ...needs, supersedes: older };
    given(assessment)()
      .when((s) => request(s, command, { ...facts, superseded: approved }, by('aple')))
      .then(requestedEvent(command));
  });

  test('an initial one that was handed in and returned came first', () =>
    given(assessment)()
      .when((s) => request(s, needs, { ...facts, initial: returned }, by('aple')))
      .then(requestedEvent(needs)));

  test.each<[string, Partial<RequestCommand>, Partial<RequestFacts>, string, Reason]>([
    ['by nobody of the case', {}, { callerPart: undefined }, 'aple', 'CASE_UNKNOWN'],
    ['by a monitor', {}, { callerPart: 'monitor' }, 'aple', 'NOT_LEAD_OR_PROVIDER'],
    ['by a provider of another agency', {}, { callerPart: 'provider' }, 'a21', 'NOT_THE_LEAD'],
    ['in a closed case', {}, { caseOpen: false }, 'aple', 'CASE_NOT_OPEN'],
    ['of a stranger', { agency: 'other' }, { assessorPart: undefined }, 'aple', 'ASSESSOR_NOT_ON_CASE'],
    ['of a monitor', { agency: 'other' }, { assessorPart: 'monitor' }, 'aple', 'ASSESSOR_NOT_ON_CASE'],
    ['before the initial one is asked for', {}, { initial: none }, 'aple', 'ASSESSMENT_INITIAL_FIRST'],
    ['before the initial one is handed in', {}, { initial: inProgress }, 'aple', 'ASSESSMENT_INITIAL_FIRST'],
    ['after the initial one was voided', {}, { initial: voided }, 'aple', 'ASSESSMENT_INITIAL_FIRST'],
    ['in place of an unknown one', { supersedes: older }, {}, 'aple', 'ASSESSMENT_TO_SUPERSEDE_UNKNOWN'],
    ['in place of one not approved', { supersedes: older }, { superseded: inProgress }, 'aple', 'ASSESSMENT_TO_SUPERSEDE_UNKNOWN'],
    ['due before it is asked for', { dueAt: new Date('2022-02-01') }, {}, 'aple', 'ASSESSMENT_DUE_TOO_EARLY'],
  ])('is refused %s', (_, command, known, caller, reason) =>
    given(assessment)()
      .when((s) => request(s, { ...needs, ...command }, { ...facts, ...known }, by(caller)))
      .thenRejected(reason),
  );

  test('a service does not ask', () =>
    given(assessment)()
      .when((s) => request(s, needs, facts, service))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'));
});

describe('the initial one', () => {
  const initial: RequestCommand = { ...needs, kind: AssessmentKind.ASSESSMENT_KIND_INITIAL };
  const first = requestedEvent(initial);

  test('needs none before it', () =>
    given(assessment)()
      .when((s) => request(s, initial, { ...facts, initial: none }, by('aple')))
      .then(first));
  test('is asked for once', () =>
    given(assessment)(first)
      .when((s) => request(s, initial, facts, by('aple')))
      .thenNothing());
  test('cannot be asked of two agencies', () =>
    given(assessment)(first)
      .when((s) => request(s, { ...initial, agency: 'a21' }, { ...facts, assessorPart: 'provider' }, by('aple')))
      .thenRejected('ASSESSMENT_ALREADY_REQUESTED'));
  test('can be asked for again after it was voided', () =>
    given(assessment)(first, { $case: 'assessmentVoided', value: { reason: VoidReason.VOID_REASON_ENTERED_IN_ERROR } })
      .when((s) => request(s, initial, facts, by('aple')))
      .then(first));

  const { RISK_LEVEL_UNKNOWN, RISK_LEVEL_LOW, RISK_LEVEL_MEDIUM, RISK_LEVEL_HIGH } = RiskLevel;
  const { URGENCY_HIGH, URGENCY_MEDIUM, URGENCY_LOW } = Urgency;
  test.each([
    [RISK_LEVEL_HIGH, URGENCY_LOW, 24],
    [RISK_LEVEL_LOW, URGENCY_HIGH, 24],
    [RISK_LEVEL_MEDIUM, URGENCY_LOW, 72],
    [RISK_LEVEL_UNKNOWN, URGENCY_MEDIUM, 72],
    [RISK_LEVEL_LOW, URGENCY_LOW, 168],
    [RISK_LEVEL_UNKNOWN, URGENCY_LOW, 168],
  ])('risk %s and urgency %s: due within %s hours', (risk, urgency, hours) => expect(dueWithin(limits, risk, urgency)).toBe(hours * HOUR));

  const opened = { clientId, leadAgency: 'aple', risk: RISK_LEVEL_HIGH, urgency: URGENCY_MEDIUM };
  test('is asked for when a case is opened', () =>
    given(assessment)()
      .when((s) => requestInitial(s, opened, limits, service))
      .then(requestedEvent({ ...initial, dueAt: new Date('2022-02-04T08:00:00Z') })));
  test('is not asked for again by the opening', () =>
    given(assessment)(first)
      .when((s) => requestInitial(s, opened, limits, service))
      .thenNothing());
});
