import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { referralIdForReference } from './ids.js';
import { recordFromOutside } from './outside.js';
import { accept } from './receiver.js';
import { type Event, referral } from './referral.js';
import * as the from './samples.js';
import { ALPHA, BETA, by, NOW, telephoned } from './samples.js';

const open = { ...the.facts.case, participants: [BETA], reportTakers: [ALPHA] };
const known = { suspended: false };
const facts = { case: open, sender: known, receiver: known, limits: the.facts.limits };

const recordedBy = (agency: string): Event => {
  const { requestId: recordedUnder, ...record } = telephoned;
  const { externalReference, sourceService, note } = telephoned;
  const times = {
    dueBy: new Date('2022-02-11T03:00:00Z'),
    escalatesAt: new Date('2022-02-11T15:00:00Z'),
    lapsesAt: new Date('2022-02-12T03:00:00Z'),
  };
  return {
    $case: 'referralRecordedFromOutside',
    value: { ...record, externalReference, sourceService, note, recordedBy: agency, recordedUnder, ...times },
  };
};

describe('a referral by telephone', () => {
  test('is written down by its receiver, who has then received it; the limit counts from now', () => {
    const yesterday = { ...by(BETA), occurredAt: new Date(NOW.getTime() - 24 * 60 * 60 * 1000) };
    given(referral)()
      .when((state) => recordFromOutside(state, telephoned, facts, yesterday))
      .then(recordedBy(BETA));
    given(referral)(recordedBy(BETA))
      .when((state) => accept(state, by(BETA)))
      .then({ ...the.accepted, value: { ...the.accepted.value, needId: '' } } as Event);
  });

  test('or by its sender, who waits for an answer', () => {
    const { state } = given(referral)(recordedBy(ALPHA));
    expect(state.status).toBe('sent');
    given(referral)()
      .when((state) => recordFromOutside(state, telephoned, facts, by(ALPHA)))
      .then(recordedBy(ALPHA));
  });

  test('sent again, or written down by the other side too, changes nothing', () => {
    for (const agency of [ALPHA, BETA])
      given(referral)(recordedBy(BETA))
        .when((state) => recordFromOutside(state, { ...telephoned, requestId: 'r2' }, facts, by(agency)))
        .thenNothing();
  });

  test('is not another one under the same reference', () =>
    given(referral)(recordedBy(BETA))
      .when((state) => recordFromOutside(state, { ...telephoned, sender: 'gamma' }, facts, by(BETA)))
      .thenRejected('REFERRAL_REFERENCE_TAKEN'));

  test('is not written down by a stranger', () =>
    given(referral)()
      .when((state) => recordFromOutside(state, telephoned, facts, by('gamma')))
      .thenRejected('REFERRAL_RECORDED_BY_STRANGER'));

  test('gives nobody a way into a case', () =>
    given(referral)()
      .when((state) => recordFromOutside(state, telephoned, { ...facts, case: { ...open, participants: [ALPHA] } }, by(BETA)))
      .thenRejected('REFERRAL_CASE_UNKNOWN'));

  test('names agencies that the directory knows', () => {
    given(referral)()
      .when((state) => recordFromOutside(state, telephoned, { ...facts, sender: undefined }, by(BETA)))
      .thenRejected('REFERRAL_SENDER_UNKNOWN');
    given(referral)()
      .when((state) => recordFromOutside(state, telephoned, { ...facts, receiver: undefined }, by(ALPHA)))
      .thenRejected('REFERRAL_RECEIVER_UNKNOWN');
  });
});

test('a reference always gives the same id, and no two references share one', () => {
  const id = referralIdForReference({ system: 'other', id: '1' });
  expect(referralIdForReference({ system: 'other', id: '1' })).toBe(id);
  expect(referralIdForReference({ system: 'other"', id: '1' })).not.toBe(id);
  expect(referralIdForReference({ system: 'other', id: '2' })).not.toBe(id);
});
