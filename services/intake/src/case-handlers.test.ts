import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { CaseStatus, ClosureCriterion, LegalBasis, Whereabouts } from '@accompany/contracts/intake/v1/types';
import { freshDatabase } from '@accompany/local';
import type { AnyEvent } from '@accompany/runtime';
import { as, mutation } from '@accompany/runtime/testing';
import { deriveTimers, fireTimers, inTransaction, readStream } from '@accompany/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Case, caseAggregate, type Event } from './case.js';
import { searchTimers } from './case-timers.js';
import { followDuties, followMerge } from './reactions.js';
import { decideOn, openCaseOn, reportOn, type Stage, startStage } from './stage-handlers.js';

let stage: Stage;
let db: Stage['db'];
let executor: Stage['executor'];
let app: Stage['app'];
let intake: Stage['intake'];
beforeAll(async () => {
  stage = await startStage(await freshDatabase('intake'));
  ({ db, executor, app, intake } = stage);
});
afterAll(() => stage?.stop());

const [lotus, supervisor, heron] = [as('lotus'), as('lotus', 'p-2'), as('heron', 'p-3')];
const refusedFor = (reason: string, facts = {}) => expect.objectContaining({ reason, facts: expect.objectContaining(facts) });
const days = (number: number) => new Date(Date.now() + number * 86_400_000);

const report = (call = lotus, more: Partial<ReceiveReportRequest> = {}) => reportOn(stage, call, more);
const openCase = async (call = lotus, more: Partial<ReceiveReportRequest> = {}): Promise<string> =>
  (await openCaseOn(stage, call, more)).caseId;
const read = (caseId: string, call = lotus) => intake.getCase({ caseId, atLeastPosition: undefined }, call);
const propose = (caseId: string, criterion = ClosureCriterion.CLOSURE_CRITERION_DECEASED) =>
  intake.proposeClosure({ ...mutation(), caseId, criterion, evidence: 'as told', assessmentId: '', work: 0, atLeastPositions: [] }, lotus);
const approve = (caseId: string) => intake.approveClosure({ ...mutation(), caseId }, supervisor);
const inform = (caseId: string, searchId = '') =>
  intake.informAuthority(
    { ...mutation(), caseId, searchId, authority: 'ahtjp-poipet', legalBasis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST, told: 'last seen' },
    lotus,
  );

const system = { kind: 'service', service: 'intake' } as const;
const react = (caseId: string, decide: (state: Case) => Event[]) => decideOn(stage, caseId, decide);
const context = () => ({ actor: system, occurredAt: new Date(), now: new Date() });
const sent: AnyEvent = { $case: 'matterOpened', value: { agency: 'heron' } } as AnyEvent;
const begin = async (caseId: string, dutyId = randomUUID()): Promise<string> => {
  for (const { id, decide } of followDuties(sent, { streamId: dutyId, caseId })) await react(id, (state) => decide(state, context()));
  return dutyId;
};
/** What the cases tell each other, until there is nothing new. */
const settle = async (...caseIds: string[]): Promise<void> => {
  const heard = new Set<string>();
  for (let news = true; news; ) {
    news = false;
    for (const streamId of caseIds)
      for (const stored of await readStream(db, `case-${streamId}`)) {
        const event = caseAggregate.codec.decode(stored.payload).event as Event;
        if (heard.has(`${streamId}/${stored.version}`)) continue;
        heard.add(`${streamId}/${stored.version}`);
        for (const { id, decide } of followMerge(event, { streamId, caseId: streamId })) {
          news = true;
          await react(id, (state) => decide(state, context()));
        }
      }
  }
};
const TIMERS = [searchTimers];
const fire = async (caseId: string, now: Date): Promise<number> => {
  const events = await readStream(db, `case-${caseId}`);
  await inTransaction(db, (tx) => deriveTimers(tx, TIMERS, events));
  return fireTimers(db, executor, TIMERS, 'intake', now);
};

describe('a child that cannot be found', () => {
  test('is searched for, told of, and never given up silently', async () => {
    const caseId = await openCase();
    const lost = {
      ...mutation(),
      caseId,
      lastContactAt: days(-40),
      lastPlaceCode: '0102',
      circumstances: 'moved away',
      reviewEveryDays: 30,
    };
    const { searchId = '' } = await intake.loseWhereabouts(lost, lotus);
    expect((await intake.loseWhereabouts(lost, lotus)).searchId).toBe(searchId);
    await expect(propose(caseId)).rejects.toEqual(refusedFor('WHEREABOUTS_UNKNOWN', { search: searchId }));
    const lostToFollowUp = ClosureCriterion.CLOSURE_CRITERION_LOST_TO_FOLLOW_UP;
    await expect(propose(caseId, lostToFollowUp)).rejects.toEqual(refusedFor('AUTHORITIES_NOT_INFORMED'));
    expect(await fire(caseId, days(29))).toBe(0);
    expect(await fire(caseId, days(31))).toBe(1);
    await inform(caseId, searchId);
    expect(await read(caseId)).toMatchObject({
      whereabouts: Whereabouts.WHEREABOUTS_UNKNOWN,
      search: { circumstances: 'moved away', lastPlaceCode: '0102', reviewDue: true, located: false },
      disclosures: [{ authority: 'ahtjp-poipet', told: 'last seen', informedBy: 'lotus' }],
      closureObstacles: [{ reason: 'WHEREABOUTS_UNKNOWN', ids: [searchId] }],
    });
    await intake.reviewSearch({ ...mutation(), caseId, searchId, findings: 'asked the village', nextReviewAt: undefined }, lotus);
    await propose(caseId, lostToFollowUp);
    await approve(caseId);
    await intake.locateClient({ ...mutation(), caseId, searchId, placeCode: '0102', notes: 'with an aunt' }, lotus);
    expect(await read(caseId)).toMatchObject({ status: CaseStatus.CASE_STATUS_CLOSED, whereabouts: Whereabouts.WHEREABOUTS_KNOWN });
    await intake.reopenCase({ ...mutation(), caseId, reason: 'found' }, lotus);
    expect(await read(caseId)).toMatchObject({ status: CaseStatus.CASE_STATUS_OPEN });
  });
});

describe('what another service begins', () => {
  test('keeps the case open until it ends or is waived', async () => {
    const caseId = await openCase();
    const matterId = await begin(caseId);
    await expect(propose(caseId)).rejects.toEqual(refusedFor('MATTER_OPEN', { matters: matterId }));
    await intake.waiveMatter({ ...mutation(), caseId, matterId, reason: 'goes on without the child' }, lotus);
    await propose(caseId);
    await approve(caseId);
    expect(await read(caseId)).toMatchObject({ duties: [{ dutyId: matterId, waived: true }], status: CaseStatus.CASE_STATUS_CLOSED });
  });
  test.each(Array.from({ length: 10 }, (_, at) => at))(
    'races against the closure: one of them wins, and the other learns it (%i)',
    async (at) => {
      const caseId = await openCase();
      await propose(caseId);
      const [closing, dutyId] = await Promise.all([
        approve(caseId).then(
          () => 'closed',
          (error) => error.reason,
        ),
        delay(at / 2).then(() => begin(caseId)),
      ]);
      const { state } = await app.load(caseAggregate, caseId);
      if (state.status === 'none') throw new Error('the case is there');
      const duty = state.duties.get(dutyId)?.status;
      expect([closing, state.status, duty]).toEqual(
        state.status === 'closed' ? ['closed', 'closed', 'refused'] : ['MATTER_OPEN', 'closure_proposed', 'open'],
      );
    },
  );
});

test('a fact recorded here is corrected in its time, by who recorded it', async () => {
  const caseId = await openCase();
  const correction = { $case: 'happenedAt', value: days(-3) } as const;
  const request = { ...mutation(), caseId, eventId: `case-${caseId}/1`, correction, reason: 'wrong day', atLeastPositions: [] };
  await intake.recordCorrection(request, lotus);
  const future = { ...request, ...mutation(), correction: { $case: 'happenedAt', value: days(1) } as const };
  await expect(intake.recordCorrection(future, lotus)).rejects.toEqual(refusedFor('OCCURRED_IN_FUTURE'));
  await expect(intake.recordCorrection({ ...request, ...mutation() }, heron)).rejects.toEqual(refusedFor('CASE_UNKNOWN'));
});

test('two cases of one child become one by the word of both leads, and two again', async () => {
  const [caseId, intoCaseId] = [await openCase(), await openCase(heron)];
  await intake.reportThreat({ ...mutation(), caseId, kind: 1, by: 1, description: 'to publish' }, lotus);
  await intake.proposeMerge({ ...mutation(), caseId, intoCaseId }, lotus);
  await settle(caseId, intoCaseId);
  await intake.agreeToMerge({ ...mutation(), caseId: intoCaseId, fromCaseId: caseId }, heron);
  await settle(caseId, intoCaseId);
  expect(await read(caseId)).toMatchObject({ status: CaseStatus.CASE_STATUS_MERGED, merge: { intoCaseId, agreedBy: 'heron' } });
  expect(await read(intoCaseId, heron)).toMatchObject({ threats: [{ reportedBy: 'lotus' }], absorptions: [{ fromCaseId: caseId }] });
  await expect(intake.reopenCase({ ...mutation(), caseId, reason: 'no' }, lotus)).rejects.toEqual(refusedFor('CASE_NOT_OPEN'));
  await intake.undoMerge({ ...mutation(), caseId, reason: 'two children' }, heron);
  await settle(caseId, intoCaseId);
  expect(await read(caseId)).toMatchObject({ status: CaseStatus.CASE_STATUS_OPEN });
});

test('a report springs from a case in which its agency takes part, and an authority is told of it', async () => {
  const sourceCaseId = await openCase();
  await expect(report(heron, { sourceCaseId })).rejects.toEqual(refusedFor('CASE_UNKNOWN'));
  const { reportId = '' } = await report(lotus, { sourceCaseId });
  const notice = { authority: 'ccwc-0102', legalBasis: LegalBasis.LEGAL_BASIS_MANDATORY_REPORTING, told: 'a sister may be at risk' };
  await intake.notifyAuthority({ ...mutation(), reportId, ...notice }, lotus);
  expect(await intake.getReport({ reportId, atLeastPosition: undefined }, lotus)).toMatchObject({ sourceCaseId, disclosures: [notice] });
});
