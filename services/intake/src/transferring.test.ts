import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import {
  begun,
  closed,
  closureProposed,
  ended,
  MONITOR,
  monitorJoined,
  opened,
  PROVIDER,
  providerJoined,
  referralId,
  secondReferralId,
  taken,
  transferId,
} from './samples.js';
import { changeLead, changeMonitor } from './transferring.js';

const { transfer, monitoring } = begun;
const release = { transferId, from: 'lotus', to: 'heron' };
const handover = { transferId, from: 'ibis', to: 'heron' };
const leadChanged: Event = { $case: 'leadChanged', value: release };

describe('a released transfer of the lead', () => {
  test('moves the lead and ends the transfer in one decision', () => {
    given(caseDecider)(opened, taken(transfer))
      .when((state) => changeLead(state, release))
      .then(leadChanged, ended(transfer));
  });
  test('moves it once, and only where the case took the transfer', () => {
    given(caseDecider)(opened, taken(transfer), leadChanged, ended(transfer))
      .when((state) => changeLead(state, release))
      .thenNothing();
    given(caseDecider)(opened)
      .when((state) => changeLead(state, release))
      .thenNothing();
    given(caseDecider)(opened, taken(transfer), ended(transfer))
      .when((state) => changeLead(state, release))
      .thenNothing();
    given(caseDecider)(opened, closureProposed, closed)
      .when((state) => changeLead(state, release))
      .thenNothing();
    given(caseDecider)(opened, taken(transfer))
      .when((state) => changeLead(state, { ...release, to: 'stork' }))
      .thenNothing();
  });
  test('ends the other roles of the new lead', () => {
    const heronMonitors: Event = { $case: 'participantJoined', value: { agency: 'heron', role: MONITOR, because: '' } };
    given(caseDecider)(opened, providerJoined, heronMonitors, taken(transfer))
      .when((state) => changeLead(state, release))
      .then(
        { $case: 'participantLeft', value: { agency: 'heron', role: PROVIDER, referralId } },
        { $case: 'participantLeft', value: { agency: 'heron', role: MONITOR, referralId: '' } },
        leadChanged,
        ended(transfer),
      );
  });
  test('leaves the giver as the provider of what it still has to answer', () => {
    const own = { ...begun.referral, agency: 'lotus' };
    const further = { ...own, dutyId: secondReferralId };
    given(caseDecider)(opened, taken(own), taken(further), taken(transfer))
      .when((state) => changeLead(state, release))
      .then(
        leadChanged,
        { $case: 'participantJoined', value: { agency: 'lotus', role: PROVIDER, because: referralId } },
        { $case: 'participationExtended', value: { agency: 'lotus', referralId: secondReferralId } },
        ended(transfer),
      );
  });
  test('leaves programme, caseworker and office with the giver', () => {
    const before: Event[] = [
      { $case: 'caseworkerAssigned', value: { person: 'p-9' } },
      { $case: 'caseOfficeAssigned', value: { officeId: 'office-1', agency: 'lotus' } },
      { $case: 'caseProgrammeJoined', value: { programmeId: 'watch', admission: 3, agency: 'lotus' } },
    ];
    given(caseDecider)(opened, ...before, taken(transfer))
      .when((state) => changeLead(state, release))
      .then({ $case: 'caseProgrammeLeft', value: { programmeId: 'watch', admission: 3 } }, leadChanged, ended(transfer));
    const { state } = given(caseDecider)(opened, ...before, leadChanged);
    expect(state).toMatchObject({ lead: 'heron', caseworker: '', office: '' });
  });
});

describe('a released transfer of monitoring', () => {
  test('moves the monitor; the lead stays', () => {
    const changed: Event = { $case: 'monitorChanged', value: handover };
    given(caseDecider)(opened, monitorJoined, taken(monitoring))
      .when((state) => changeMonitor(state, handover))
      .then(changed, ended(monitoring));
    const { state } = given(caseDecider)(opened, monitorJoined, taken(monitoring), changed);
    expect(state).toMatchObject({ lead: 'lotus', monitors: new Set(['heron']) });
  });
  test('to who leads or follows already only ends the giver’s part', () => {
    const gone: Event = { $case: 'participantLeft', value: { agency: 'ibis', role: MONITOR, referralId: '' } };
    const toLead = { ...monitoring, agency: 'lotus' };
    given(caseDecider)(opened, monitorJoined, taken(toLead))
      .when((state) => changeMonitor(state, { ...handover, to: 'lotus' }))
      .then(gone, ended(toLead));
  });
  test('that nobody took changes nothing', () =>
    given(caseDecider)(opened, monitorJoined)
      .when((state) => changeMonitor(state, handover))
      .thenNothing());
});
