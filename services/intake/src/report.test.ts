import { DeclineReason, DuplicateCheckOutcome } from '@accompany/contracts/intake/v1/types';
import { Rejection } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { becomeCase, caseOf, type Event, forward, link, notTakeUp, type Report, readable, receive, report, screen } from './report.js';
import {
  became,
  becameCase,
  clientId,
  concern,
  HIGH,
  heron,
  ibis,
  intake,
  LOW,
  lotus,
  MEDIUM,
  noMatch,
  otherCaseId,
  received,
  screened,
  sealed,
  UNKNOWN,
  URGENCY_HIGH,
  URGENCY_LOW,
} from './samples.js';

const screening = { urgency: URGENCY_HIGH, risk: MEDIUM, notes: undefined };
const may = () => {};
const mayNot = () => {
  throw new Rejection('CASE_UNKNOWN');
};
const linked: Event = { $case: 'reportLinkedToCase', value: { caseId: otherCaseId, clientId, risk: MEDIUM } };
const forwarded: Event = { $case: 'reportForwarded', value: { toAgency: 'heron', notes: undefined } };
const declining = { reason: DeclineReason.DECLINE_REASON_NO_CONCERN, notes: undefined };
const declined: Event = { $case: 'reportNotTakenUp', value: declining };
const raisedTo = (to: number, caseId = ''): Event => ({ $case: 'reportRiskRaised', value: { from: MEDIUM, to, caseId } });

describe('a report from the family', () => {
  test('keeps who asks for what, and an offender whom nobody knows', () =>
    given(report)()
      .when((state) => receive(state, concern, lotus))
      .then(received));
  test('is screened', () =>
    given(report)(received)
      .when((state) => screen(state, screening, lotus))
      .then(screened));
  test('becomes a case under the id it had from the beginning', () =>
    given(report)(received, screened)
      .when((state) => becomeCase(state, noMatch, lotus))
      .then(becameCase));
  test('may be anonymous, and may leave risk and offender open', () =>
    given(report)()
      .when((state) => receive(state, { ...concern, reporter: undefined, risk: 0, allegedOffender: 0 }, lotus))
      .then({ $case: 'reportReceived', value: { ...concern, reporter: undefined, risk: UNKNOWN, allegedOffender: 4, agency: 'lotus' } }));
});

describe('what becomes of a report, from each status', () => {
  const histories: Record<string, Event[]> = {
    none: [],
    received: [received],
    screened: [received, screened],
    case_opened: [received, screened, becameCase],
    linked_to_case: [received, screened, linked],
    forwarded: [received, screened, forwarded],
    not_taken_up: [received, screened, declined],
  };
  const decisions: Record<string, (state: Report) => Event[]> = {
    screen: (state) => screen(state, screening, lotus),
    open: (state) => becomeCase(state, noMatch, lotus),
    link: (state) => link(state, otherCaseId, may, lotus),
    forward: (state) => forward(state, { toAgency: 'heron', notes: undefined }, true, lotus),
    decline: (state) => notTakeUp(state, declining, lotus),
  };
  const same = { none: 'REPORT_UNKNOWN', received: 'REPORT_NOT_SCREENED' } as const;
  const outcomes: Record<string, Record<string, Event | 'nothing' | 'REPORT_UNKNOWN' | 'REPORT_NOT_SCREENED' | 'REPORT_ENDED'>> = {
    screen: { none: 'REPORT_UNKNOWN', received: screened, screened: 'nothing' },
    open: { ...same, screened: becameCase, case_opened: 'nothing' },
    link: { ...same, screened: linked, linked_to_case: 'nothing' },
    forward: { ...same, screened: forwarded, forwarded: 'nothing' },
    decline: { ...same, screened: declined, not_taken_up: 'nothing' },
  };
  for (const [decision, decide] of Object.entries(decisions))
    for (const [status, history] of Object.entries(histories))
      test(`${decision} when ${status}`, () => {
        const expected = outcomes[decision]?.[status] ?? 'REPORT_ENDED';
        const outcome = given(report)(...history).when(decide);
        if (expected === 'nothing') outcome.thenNothing();
        else if (typeof expected === 'string') outcome.thenRejected(expected);
        else outcome.then(expected);
      });
});

describe('guards', () => {
  const only = given(report)(received, screened);
  test.each([heron, ibis])('to other agencies it does not exist', (other) => {
    given(report)(received)
      .when((state) => screen(state, screening, other))
      .thenRejected('REPORT_UNKNOWN');
    only.when((state) => becomeCase(state, noMatch, other)).thenRejected('REPORT_UNKNOWN');
    only.when((state) => link(state, otherCaseId, may, other)).thenRejected('REPORT_UNKNOWN');
    only.when((state) => forward(state, { toAgency: 'ibis', notes: undefined }, true, other)).thenRejected('REPORT_UNKNOWN');
    only.when((state) => notTakeUp(state, declining, other)).thenRejected('REPORT_UNKNOWN');
  });
  test('services do not receive reports', () =>
    given(report)()
      .when((state) => receive(state, concern, intake))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'));
  test('screening does not lower the risk', () =>
    given(report)(received)
      .when((state) => screen(state, { ...screening, risk: LOW }, lotus))
      .thenRejected('RISK_BELOW_REPORTED'));
  test('screening keeps the reported risk where it says none', () =>
    given(report)(received)
      .when((state) => screen(state, { ...screening, risk: 0 }, lotus))
      .then(screened));
  test('it is screened once', () =>
    only.when((state) => screen(state, { ...screening, urgency: URGENCY_LOW }, lotus)).thenRejected('REPORT_SCREENED_ALREADY'));
  test.each([
    ['was not made', { ...noMatch, outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_UNSPECIFIED }],
    ['found none but names cases', { ...noMatch, candidateCaseIds: [otherCaseId] }],
    ['found others but names none', { ...noMatch, outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_OTHER_CHILDREN }],
  ])('no case is opened when the search for duplicates %s', (_, check) =>
    only.when((state) => becomeCase(state, check, lotus)).thenRejected('DUPLICATE_CHECK_INCOMPLETE'),
  );
  test('the result of the search is kept', () => {
    const check = {
      outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_OTHER_CHILDREN,
      candidateCaseIds: [otherCaseId],
      notes: sealed,
    };
    only.when((state) => becomeCase(state, check, lotus)).then({ $case: 'reportBecameCase', value: { ...became, duplicateCheck: check } });
  });
  test('a case that may not take it stops the link', () =>
    only.when((state) => link(state, otherCaseId, mayNot, lotus)).thenRejected('CASE_UNKNOWN'));
  test('an agency that the directory does not list gets no report', () =>
    only.when((state) => forward(state, { toAgency: 'hreon', notes: undefined }, false, lotus)).thenRejected('AGENCY_NOT_LISTED'));
  test('it is not forwarded to whom it is with', () =>
    only.when((state) => forward(state, { toAgency: 'lotus', notes: undefined }, true, lotus)).thenRejected('FORWARDED_TO_SELF'));
});

describe('who reads it', () => {
  const before = given(report)(received, screened).state;
  const after = given(report)(received, screened, forwarded).state;
  test('its agency, and the one it was forwarded to', () => {
    expect(readable(before, 'lotus')).toBe(before);
    expect(readable(after, 'lotus')).toBe(after);
    expect(readable(after, 'heron')).toBe(after);
  });
  test('nobody else', () => {
    expect(() => readable(before, 'heron')).toThrow('no such report');
    expect(() => readable(after, 'ibis')).toThrow('no such report');
    expect(() => readable({ status: 'none' }, 'lotus')).toThrow('no such report');
  });
});

describe('a record that comes again', () => {
  const record = {
    ...concern,
    externalReference: { system: 'oscar', id: 'record-7' },
    assertedBySource: { evidence: sealed },
    ambiguities: [{ code: 'status_exited', sourceText: sealed }],
  };
  const imported: Event = { $case: 'reportReceived', value: { ...record, agency: 'lotus' } };
  test('says what its source asserts and what is ambiguous, and gives no consent', () =>
    given(report)()
      .when((state) => receive(state, record, lotus))
      .then(imported));
  test.each([0, UNKNOWN, LOW, MEDIUM])('with risk %i changes nothing', (risk) =>
    given(report)(imported)
      .when((state) => receive(state, { ...record, receivedUnder: 'another', risk }, lotus))
      .thenNothing(),
  );
  test('with a higher risk raises it', () =>
    given(report)(imported)
      .when((state) => receive(state, { ...record, receivedUnder: 'another', risk: HIGH }, lotus))
      .then(raisedTo(HIGH)));
  test('raises it for the case too', () => {
    const history = given(report)(imported, screened, becameCase);
    history.when((state) => receive(state, { ...record, risk: HIGH }, lotus)).then(raisedTo(HIGH, became.caseId));
    expect(caseOf(history.state)).toBe(became.caseId);
  });
  test('a raise before screening stands in the screening', () =>
    given(report)(imported, raisedTo(HIGH))
      .when((state) => screen(state, screening, lotus))
      .thenRejected('RISK_BELOW_REPORTED'));
  test.each([
    ['an assertion', { assertedBySource: { evidence: sealed } }],
    ['an ambiguity', { ambiguities: [{ code: 'status_exited', sourceText: sealed }] }],
    ['an empty reference', { externalReference: { system: 'oscar', id: '' } }],
  ])('%s without a reference is refused', (_, part) =>
    given(report)()
      .when((state) => receive(state, { ...concern, ...part }, lotus))
      .thenRejected('INVALID_FIELDS'),
  );
});
