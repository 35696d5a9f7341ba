import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { type RecordedFact, recordCorrection } from './corrections.js';
import { caseId, day, heron, ibis, lotus, monitorJoined, on, opened, otherCaseId, providerJoined, referralId, sealed } from './samples.js';

const eventId = `referral-${referralId}/2`;
const byHeron: RecordedFact = { caseId, type: 'accompany.referral.v1.ReferralStarted', agency: 'heron', recordedAt: day(20) };
const moved = { $case: 'occurredAt', value: day(5) } as const;
const struck = { $case: 'struck', value: true } as const;
const correct =
  (correction: typeof moved | typeof struck, fact: RecordedFact | undefined, by = heron) =>
  (state: Case) =>
    recordCorrection(state, { caseId, eventId, correction, reason: sealed }, fact, by);
const recorded = (correction: typeof moved | typeof struck, correctedBy: string): Event => ({
  $case: 'correctionRecorded',
  value: { eventId, correction, reason: sealed, correctedBy },
});
const history = [opened, providerJoined, monitorJoined];

describe('a correction', () => {
  test.each([
    ['the agency that recorded the fact', heron, 'heron'],
    ['the lead', lotus, 'lotus'],
  ] as const)('is made by %s', (_, by, agency) => {
    given(caseDecider)(...history)
      .when(correct(moved, byHeron, by))
      .then(recorded(moved, agency));
    given(caseDecider)(...history)
      .when(correct(struck, byHeron, by))
      .then(recorded(struck, agency));
  });
  test('is made by nobody else', () => {
    given(caseDecider)(...history)
      .when(correct(moved, byHeron, ibis))
      .thenRejected('NOT_THE_RECORDER');
    given(caseDecider)(opened)
      .when(correct(moved, byHeron, ibis))
      .thenRejected('CASE_UNKNOWN');
  });
  test('is about an event of this case', () => {
    given(caseDecider)(...history)
      .when(correct(moved, undefined))
      .thenRejected('FACT_UNKNOWN');
    given(caseDecider)(...history)
      .when(correct(moved, { ...byHeron, caseId: otherCaseId }, lotus))
      .thenRejected('FACT_UNKNOWN');
  });
  test('never names a time in the future, nor one after the fact was recorded', () => {
    given(caseDecider)(...history)
      .when(correct({ $case: 'occurredAt', value: new Date(heron.now.getTime() + 1) } as never, byHeron))
      .thenRejected('OCCURRED_IN_FUTURE');
    given(caseDecider)(...history)
      .when(correct({ $case: 'occurredAt', value: day(21) } as never, byHeron))
      .thenRejected('INVALID_FIELDS');
  });
  test.each(['CaseOpened', 'LeadChanged', 'CorrectionRecorded'])('never strikes %s out', (name) =>
    given(caseDecider)(...history)
      .when(correct(struck, { ...byHeron, type: `accompany.intake.v1.${name}` }))
      .thenRejected('FACT_NOT_STRUCK'),
  );
  test('once made is no news, and may be corrected again', () => {
    given(caseDecider)(...history, recorded(moved, 'lotus'))
      .when(correct(moved, byHeron, on(heron, day(27))))
      .thenNothing();
    given(caseDecider)(...history, recorded(moved, 'lotus'))
      .when(correct(struck, byHeron))
      .then(recorded(struck, 'heron'));
  });
});
