import { DutyRefusal } from '@accompany/contracts/intake/v1/types';
import { given } from '@accompany/domain/testing';
import { describe, test } from 'vitest';
import { caseDecider, type Event } from './case.js';
import { approveClosure, proposeClosure } from './closure.js';
import { type Begun, endDuty, takeDuty, waiveMatter } from './duties.js';
import {
  assessed,
  begun,
  closed,
  closing,
  closureProposed,
  ended,
  ibis,
  inError,
  lotus,
  lotusSupervisor,
  merged,
  mergeProposed,
  monitorJoined,
  opened,
  sealed,
  taken,
} from './samples.js';

const { referral, matter, transfer, monitoring } = begun;
const refused = ({ kind, dutyId, agency }: Begun, because: DutyRefusal): Event => ({
  $case: 'caseDutyRefused',
  value: { kind, dutyId, agency, because },
});
const waived: Event = { $case: 'caseDutyWaived', value: { kind: matter.kind, dutyId: matter.dutyId, reason: sealed } };
const waive = (state: typeof caseDecider.initial) => waiveMatter(state, { matterId: matter.dutyId, reason: sealed }, lotus);

describe('a duty', () => {
  test.each(Object.entries({ referral, matter, transfer }))('%s is taken by an open case, and ends once', (_, duty) => {
    given(caseDecider)(opened)
      .when((state) => takeDuty(state, duty))
      .then(taken(duty));
    given(caseDecider)(opened, closureProposed)
      .when((state) => takeDuty(state, duty))
      .then(taken(duty));
    given(caseDecider)(opened, taken(duty))
      .when((state) => takeDuty(state, duty))
      .thenNothing();
    given(caseDecider)(opened, taken(duty))
      .when((state) => endDuty(state, duty))
      .then(ended(duty));
    given(caseDecider)(opened)
      .when((state) => endDuty(state, duty))
      .thenNothing();
  });
  test('that ended does not come back by a late word of its beginning', () =>
    given(caseDecider)(opened, taken(referral), ended(referral))
      .when((state) => takeDuty(state, referral))
      .thenNothing());
  test.each([
    ['closed', [closureProposed, closed], DutyRefusal.DUTY_REFUSAL_CASE_CLOSED],
    ['merged', [mergeProposed, merged], DutyRefusal.DUTY_REFUSAL_CASE_MERGED],
    ['in error', [inError], DutyRefusal.DUTY_REFUSAL_CASE_ENTERED_IN_ERROR],
  ] as const)('is refused by a case that is %s', (_, history, because) =>
    given(caseDecider)(opened, ...history)
      .when((state) => takeDuty(state, referral))
      .then(refused(referral, because)),
  );
  test('transfer is refused to a giver that has no such part, and while the part is offered already', () => {
    given(caseDecider)(opened)
      .when((state) => takeDuty(state, { ...transfer, giver: 'ibis' }))
      .then(refused(transfer, DutyRefusal.DUTY_REFUSAL_NOT_THE_GIVERS));
    given(caseDecider)(opened)
      .when((state) => takeDuty(state, monitoring))
      .then(refused(monitoring, DutyRefusal.DUTY_REFUSAL_NOT_THE_GIVERS));
    given(caseDecider)(opened, monitorJoined)
      .when((state) => takeDuty(state, monitoring))
      .then(taken(monitoring));
    const second = { ...transfer, dutyId: 'a-second-transfer', agency: 'stork' };
    given(caseDecider)(opened, taken(transfer))
      .when((state) => takeDuty(state, second))
      .then(refused(second, DutyRefusal.DUTY_REFUSAL_TRANSFER_PENDING));
  });
  test('of a case that is not there is no duty', () =>
    given(caseDecider)()
      .when((state) => takeDuty(state, referral))
      .thenRejected('CASE_UNKNOWN'));
});

describe('closing against sending is decided once, in the stream of the case', () => {
  test.each(
    Object.entries({
      referral: [referral, 'REFERRAL_OPEN'],
      transfer: [transfer, 'TRANSFER_OPEN'],
      matter: [matter, 'MATTER_OPEN'],
    } as const),
  )('a %s that comes first stops the closure; the closure that comes first refuses it', (_, [duty, reason]) => {
    given(caseDecider)(opened, closureProposed, taken(duty))
      .when((state) => approveClosure(state, lotusSupervisor))
      .thenRejected(reason);
    given(caseDecider)(opened, taken(duty))
      .when((state) => proposeClosure(state, closing, assessed, lotus))
      .thenRejected(reason);
    given(caseDecider)(opened, closureProposed, closed)
      .when((state) => takeDuty(state, duty))
      .then(refused(duty, DutyRefusal.DUTY_REFUSAL_CASE_CLOSED));
    given(caseDecider)(opened, closureProposed, taken(duty), ended(duty))
      .when((state) => approveClosure(state, lotusSupervisor))
      .then(closed);
  });
});

describe('a matter', () => {
  test('is waived with a reason, and no longer stops the closure', () => {
    given(caseDecider)(opened, taken(matter)).when(waive).then(waived);
    given(caseDecider)(opened, closureProposed, taken(matter), waived)
      .when((state) => approveClosure(state, lotusSupervisor))
      .then(closed);
    given(caseDecider)(opened, taken(matter), waived)
      .when((state) => endDuty(state, matter))
      .then(ended(matter));
  });
  test('is waived by the lead, while it is open', () => {
    given(caseDecider)(opened, monitorJoined, taken(matter))
      .when((state) => waiveMatter(state, { matterId: matter.dutyId, reason: sealed }, ibis))
      .thenRejected('NOT_THE_LEAD');
    given(caseDecider)(opened).when(waive).thenRejected('MATTER_NOT_OPEN');
    given(caseDecider)(opened, taken(matter), ended(matter)).when(waive).thenRejected('MATTER_NOT_OPEN');
  });
  test('is the only duty that can be waived', () =>
    given(caseDecider)(opened, taken(referral))
      .when((state) => waiveMatter(state, { matterId: referral.dutyId, reason: sealed }, lotus))
      .thenRejected('MATTER_NOT_OPEN'));
});
