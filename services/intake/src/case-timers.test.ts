import { ConsentBy, ConsentStatus } from '@accompany/contracts/intake/v1/types';
import { freshDatabase } from '@accompany/local';
import { deriveTimers, fireTimers, inTransaction, readStream } from '@accompany/store';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { caseAggregate } from './case.js';
import { expiryTimers, retakeTimers } from './case-timers.js';
import { openCaseOn, type Stage, startStage } from './stage-handlers.js';

const START = new Date('2021-03-01T02:00:00Z');
const TIMERS = [expiryTimers, retakeTimers];

let stage: Stage;
/** The only clock there is: nothing here looks at the real one. */
let now = START;
beforeAll(async () => {
  stage = await startStage(await freshDatabase('intake'), () => now);
});
afterAll(() => stage?.stop());
beforeEach(async () => {
  now = START;
  await stage.db.query('delete from timers');
});

const lotus = () => stage.as('lotus');
const identity = { givenName: '', familyName: '', otherNames: [], sex: 0, dateOfBirth: '2004-05-09' };
/** A case of a child born in May 2004, to which a caregiver consents. */
const consented = async (validUntil?: Date) => {
  const { caseId } = await openCaseOn(stage, lotus(), { identity });
  const scope = { purposes: [1], agencies: ['heron'], categories: [1], validFrom: START, validUntil };
  const given = { ...stage.mutation(), caseId, by: ConsentBy.CONSENT_BY_CAREGIVER, scope, evidence: 'signed' };
  await stage.intake.giveConsent(given, lotus());
  return caseId;
};
/** The clock is turned, and rings what is due; tells how many timers rang for the case. */
const turnTo = async (caseId: string, to: string): Promise<number> => {
  now = new Date(to);
  const events = await readStream(stage.db, `case-${caseId}`);
  await inTransaction(stage.db, (tx) => deriveTimers(tx, TIMERS, events));
  return fireTimers(stage.db, stage.executor, TIMERS, 'intake', now);
};
const consentOf = async (caseId: string) => (await stage.intake.getCase({ caseId, atLeastPosition: undefined }, lotus())).consents?.[0];
const { CONSENT_STATUS_GIVEN: GIVEN, CONSENT_STATUS_EXPIRED: EXPIRED } = ConsentStatus;

test('a consent ends with its period, not before', async () => {
  const caseId = await consented(new Date('2021-09-01T00:00:00Z'));
  expect(await turnTo(caseId, '2021-08-31T23:59:59Z')).toBe(0);
  expect(await turnTo(caseId, '2021-09-01T00:00:00Z')).toBe(1);
  expect(await consentOf(caseId)).toMatchObject({ status: EXPIRED });
});

test('a caregiver’s consent is asked of the client in the month after the client comes of age', async () => {
  const caseId = await consented();
  const [given] = (await readStream(stage.db, `case-${caseId}`)).slice(-1);
  const event = caseAggregate.codec.decode(given?.payload ?? Buffer.from('')).event;
  expect(event?.value).toMatchObject({ retakeAt: new Date('2022-05-31T17:00:00Z') });
  expect(await turnTo(caseId, '2022-05-31T16:59:59Z')).toBe(0);
  expect(await consentOf(caseId)).toMatchObject({ status: GIVEN, retakeAsked: false });
  expect(await turnTo(caseId, '2022-05-31T17:00:00Z')).toBe(1);
  expect(await consentOf(caseId)).toMatchObject({ status: GIVEN, retakeAsked: true });
  const [asked] = (await readStream(stage.db, `case-${caseId}`)).slice(-1);
  expect(asked?.occurredAt).toEqual(new Date('2022-05-31T17:00:00Z'));
});

test('of a client who is of age it is asked at once', async () => {
  now = new Date('2022-07-01T02:00:00Z');
  const caseId = await consented();
  expect(await turnTo(caseId, '2022-07-01T02:00:01Z')).toBe(1);
  expect(await consentOf(caseId)).toMatchObject({ retakeAsked: true });
});
