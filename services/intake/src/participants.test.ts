import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import { addMonitor, joinAsProvider, leaveAsProvider, removeMonitor } from './participants.js';
import {
  closed,
  closureProposed,
  lotus,
  MONITOR,
  monitorJoined,
  opened,
  PROVIDER,
  providerJoined,
  referralId,
  secondReferralId,
} from './samples.js';

const first = { agency: 'heron', referralId };
const second = { agency: 'heron', referralId: secondReferralId };
const extended: Event = { $case: 'participationExtended', value: second };
const narrowed: Event = { $case: 'participationNarrowed', value: first };
const left = (id: string): Event => ({ $case: 'participantLeft', value: { agency: 'heron', role: PROVIDER, referralId: id } });

describe('a provider', () => {
  test('joins with the first referral and provides under the next', () => {
    given(caseDecider)(opened)
      .when((state) => joinAsProvider(state, first))
      .then(providerJoined);
    given(caseDecider)(opened, providerJoined)
      .when((state) => joinAsProvider(state, second))
      .then(extended);
  });
  test('stays while it provides under another referral, leaves with the last', () => {
    given(caseDecider)(opened, providerJoined, extended)
      .when((state) => leaveAsProvider(state, first))
      .then(narrowed);
    given(caseDecider)(opened, providerJoined, extended, narrowed)
      .when((state) => leaveAsProvider(state, second))
      .then(left(secondReferralId));
    given(caseDecider)(opened, providerJoined)
      .when((state) => leaveAsProvider(state, first))
      .then(left(referralId));
  });
  test('may come back', () =>
    given(caseDecider)(opened, providerJoined, left(referralId))
      .when((state) => joinAsProvider(state, second))
      .then({ $case: 'participantJoined', value: { agency: 'heron', role: PROVIDER, because: secondReferralId } }));
  test('does not leave by a referral that it never accepted', () => {
    given(caseDecider)(opened)
      .when((state) => leaveAsProvider(state, first))
      .thenNothing();
    given(caseDecider)(opened, providerJoined)
      .when((state) => leaveAsProvider(state, second))
      .thenNothing();
  });
  test('leaves a closed case as well', () =>
    given(caseDecider)(opened, providerJoined, closureProposed, closed)
      .when((state) => leaveAsProvider(state, first))
      .then(left(referralId)));
  test('is no second time in as the lead', () => {
    given(caseDecider)(opened)
      .when((state) => joinAsProvider(state, { agency: 'lotus', referralId }))
      .thenNothing();
    given(caseDecider)(opened)
      .when((state) => leaveAsProvider(state, { agency: 'lotus', referralId }))
      .thenNothing();
  });
});

describe('a monitor', () => {
  test('is added and removed by the lead', () => {
    given(caseDecider)(opened)
      .when((state) => addMonitor(state, 'ibis', true, lotus))
      .then(monitorJoined);
    given(caseDecider)(opened, monitorJoined)
      .when((state) => removeMonitor(state, 'ibis', lotus))
      .then({ $case: 'participantLeft', value: { agency: 'ibis', role: MONITOR, referralId: '' } });
  });
  test('is added once, removed once', () => {
    given(caseDecider)(opened, monitorJoined)
      .when((state) => addMonitor(state, 'ibis', true, lotus))
      .thenNothing();
    given(caseDecider)(opened)
      .when((state) => removeMonitor(state, 'ibis', lotus))
      .thenNothing();
  });
  test('has to be listed, and is another agency', () => {
    given(caseDecider)(opened)
      .when((state) => addMonitor(state, 'ibsi', false, lotus))
      .thenRejected('AGENCY_NOT_LISTED');
    given(caseDecider)(opened)
      .when((state) => addMonitor(state, 'lotus', true, lotus))
      .thenRejected('LEAD_CANNOT_MONITOR');
  });
  test('that provided as well goes on following the case afterwards', () => {
    const ibis = { agency: 'ibis', referralId };
    const joined: Event = { $case: 'participantJoined', value: { agency: 'ibis', role: PROVIDER, because: referralId } };
    const gone: Event = { $case: 'participantLeft', value: { agency: 'ibis', role: PROVIDER, referralId } };
    given(caseDecider)(opened, monitorJoined, joined)
      .when((state) => leaveAsProvider(state, ibis))
      .then(gone);
    const { state } = given(caseDecider)(opened, monitorJoined, joined, gone);
    expect(state.status !== 'none' && state.monitors.has('ibis')).toBe(true);
  });
});

test('who leaves leaves alone', () => {
  const joined = (agency: string, role: typeof PROVIDER | typeof MONITOR): Event => ({
    $case: 'participantJoined',
    value: { agency, role, because: role === PROVIDER ? referralId : '' },
  });
  const gone = (agency: string, role: typeof PROVIDER | typeof MONITOR): Event => ({
    $case: 'participantLeft',
    value: { agency, role, referralId: '' },
  });
  const history = [providerJoined, joined('stork', PROVIDER), monitorJoined, joined('crane', MONITOR)];
  const { state } = given(caseDecider)(opened, ...history, gone('heron', PROVIDER), gone('ibis', MONITOR));
  if (state.status === 'none') throw new Error('the case is there');
  expect([...state.providers.keys()]).toEqual(['stork']);
  expect([...state.monitors]).toEqual(['crane']);
});
