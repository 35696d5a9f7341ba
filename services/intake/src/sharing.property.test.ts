import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import type { CaseDataShared } from '@accompany/contracts/intake/v1/events';
import { fold } from '@accompany/domain';
import { carryOut } from '@accompany/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { known } from './case-guards.js';
import { expireConsent, giveConsent, withdrawConsent } from './consent.js';
import { endDuty, takeDuty } from './duties.js';
import { addMonitor, joinAsProvider, leaveAsProvider, removeMonitor } from './participants.js';
import { begun, consent, lotus, opened, transferId, withdrawal } from './samples.js';
import { categoriesOpenTo, endSharing, renewSharing, shareData } from './sharing.js';
import { changeLead } from './transferring.js';

const EVERY = Object.values(PersonalDataCategory).filter((one): one is PersonalDataCategory => typeof one === 'number' && one > 0);
const AGENCIES = ['lotus', 'heron', 'ibis', 'stork'];
const REFERRALS = ['r-1', 'r-2', 'r-3'];
const MESSAGES = ['m-1', 'm-2'];
const CONSENTS = ['c-1', 'c-2'];

const receiver = fc.constantFrom('heron', 'ibis');
const categories = fc.subarray(EVERY, { minLength: 1 });
const permission = fc.constantFrom(...CONSENTS).map((value) => ({ $case: 'consentId', value }) as const);
const referral = fc.constantFrom(...REFERRALS);
const shared = (ids: string[], ofReferral: boolean): fc.Arbitrary<CaseDataShared> =>
  fc.record({ shareId: fc.constantFrom(...ids), agency: receiver, categories, permission, ofReferral: fc.constant(ofReferral) });
const consentId = fc.constantFrom(...CONSENTS);

/** A step of a case's history: whatever may come from agencies, other services and the clock, in any order. */
const step: fc.Arbitrary<(state: Case) => Event[]> = fc.oneof(
  consentId.map((id) => (state: Case) => giveConsent(state, { ...consent, consentId: id }, lotus)),
  consentId.map((id) => (state: Case) => withdrawConsent(state, { ...withdrawal, consentId: id }, lotus)),
  consentId.map((id) => (state: Case) => expireConsent(state, id)),
  shared(REFERRALS, true).map(
    (share) => (state: Case) => takeDuty(state, { ...begun.referral, dutyId: share.shareId, agency: share.agency, shared: share }),
  ),
  referral.map((dutyId) => (state: Case) => endDuty(state, { ...begun.referral, dutyId })),
  fc.tuple(receiver, referral).map(
    ([agency, referralId]) =>
      (state: Case) =>
        joinAsProvider(state, { agency, referralId }),
  ),
  fc.tuple(receiver, referral).map(
    ([agency, referralId]) =>
      (state: Case) =>
        leaveAsProvider(state, { agency, referralId }),
  ),
  fc.constantFrom('ibis', 'stork').map((agency) => (state: Case) => addMonitor(state, agency, true, lotus)),
  fc.constantFrom('ibis', 'stork').map((agency) => (state: Case) => removeMonitor(state, agency, lotus)),
  shared(MESSAGES, false).map((share) => (state: Case) => shareData(state, share)),
  fc.constantFrom(...MESSAGES, ...REFERRALS).map((id) => (state: Case) => endSharing(state, id)),
  fc.tuple(fc.constantFrom(...MESSAGES, ...REFERRALS), permission).map(
    ([id, on]) =>
      (state: Case) =>
        renewSharing(state, id, on),
  ),
  fc.constant((state: Case) => takeDuty(state, begun.transfer)),
  fc.constant((state: Case) => changeLead(state, { transferId, from: 'lotus', to: 'heron' })),
);

/** What each agency may read, told from the history alone: a card that is kept beside the case. */
const cardOf = (history: readonly Event[], agency: string): Set<PersonalDataCategory> => {
  let lead = 'lotus';
  const inForce = new Set<string>();
  const provides = new Set<string>();
  const shares = new Map<string, CaseDataShared>();
  for (const { $case, value } of history)
    if ($case === 'leadChanged') lead = value.to;
    else if ($case === 'consentGiven') inForce.add(value.consentId);
    else if ($case === 'consentWithdrawn' || $case === 'consentExpired') inForce.delete(value.consentId);
    else if ($case === 'caseDataShared') shares.set(value.shareId, value);
    else if ($case === 'caseSharingEnded') shares.delete(value.shareId);
    else if ($case === 'participantJoined') provides.add(`${value.agency} ${value.because}`);
    else if ($case === 'participationExtended') provides.add(`${value.agency} ${value.referralId}`);
    else if ($case === 'participantLeft' || $case === 'participationNarrowed') {
      const left = `${value.agency} ${value.referralId}`;
      // Who leaves altogether leaves all of it.
      for (const one of provides)
        if (one === left || ($case === 'participantLeft' && value.role === 2 && one.startsWith(`${value.agency} r`))) provides.delete(one);
    }
  if (lead === agency) return new Set(EVERY);
  const open = [...shares.values()].filter(
    (share) =>
      share.agency === agency &&
      share.permission !== undefined &&
      inForce.has(share.permission.value) &&
      (!share.ofReferral || provides.has(`${agency} ${share.shareId}`)),
  );
  return new Set(open.flatMap((share) => share.categories));
};

test('at every position each agency reads what the history shares with it, and nothing else; deciding again changes nothing', () => {
  let opens = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 50, size: 'max' }), (steps) => {
      const history: Event[] = [opened, ...CONSENTS.map((id): Event => ({ $case: 'consentGiven', value: { ...consent, consentId: id } }))];
      let state = fold(caseDecider, history);
      for (const decide of steps) {
        const { events } = carryOut(caseDecider, state, decide);
        for (const event of events) {
          history.push(event);
          state = caseDecider.evolve(state, event);
          for (const agency of AGENCIES) {
            const reads = categoriesOpenTo(known(state), agency);
            expect([agency, [...reads].sort()]).toEqual([agency, [...cardOf(history, agency)].sort()]);
            if (agency !== 'lotus' && reads.size > 0) opens++;
          }
        }
      }
    }),
    { numRuns: 300 },
  );
  // The histories reach what the property is about.
  expect(opens).toBeGreaterThan(1000);
});
