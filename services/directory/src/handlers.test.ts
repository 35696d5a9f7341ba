import { randomUUID } from 'node:crypto';
import { AgreementStatus, ListAgreementsResponse } from '@accompany/contracts/directory/v1/agreement';
import { OfficeStatus } from '@accompany/contracts/directory/v1/office';
import { ListServicesResponse, SummarizeServicesResponse } from '@accompany/contracts/directory/v1/service';
import { AgreementEnd } from '@accompany/contracts/directory/v1/types';
import type { AnyEvent, EventMeta } from '@accompany/runtime';
import { as, callBy, mutation, startTestService, type TestService } from '@accompany/runtime/testing';
import { deriveTimers, type Executor, fireTimers, inTransaction, readAfter, step } from '@accompany/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { agreementAggregate } from './agreement.js';
import { caseOfficesCopy, referralsCopy } from './copies.js';
import { directoryHandlers } from './handlers.js';
import { officeAggregate } from './office.js';
import { reactions } from './reactions.js';
import { counselling, lotusRegistration, terms } from './samples.js';
import { agreementTimers } from './timers.js';

let service: TestService;
let db: Pool;
let executor: Executor;
let calls: ReturnType<typeof directoryHandlers>;

const operator = callBy({ kind: 'service', service: 'operator' });
const referral = callBy({ kind: 'service', service: 'referral' });
const page = { pageSize: 0, pageToken: '', atLeastPosition: undefined };

beforeAll(async () => {
  service = await startTestService({ service: 'directory', migrations: new URL('../migrations/', import.meta.url) });
  ({ db, executor } = service);
  calls = directoryHandlers(service.app);
  for (const agencyId of ['lotus', 'heron', 'egret'])
    await calls.registerAgency({ ...mutation(), ...lotusRegistration, agencyId, externalReferences: [] }, operator);
});
afterAll(() => service?.stop());

let position = 0;

/** What the case log brings: first to the copies, then to the reactions, as the consumer does. */
const bring = async (caseId: string, event: AnyEvent, streamId = caseId, occurredAt = new Date()): Promise<void> => {
  const meta = { caseId, streamId, occurredAt, position: ++position } as EventMeta;
  await inTransaction(db, async (tx) => {
    for (const copy of [referralsCopy, caseOfficesCopy]) await copy.applyBatch(tx, [{ event, meta }] as never);
    for (const reaction of reactions)
      for (const { id, decide } of reaction.on(event, meta))
        await executor.execute(reaction.aggregate, id, {
          key: randomUUID(),
          fingerprint: '',
          occurredAt,
          metadata: { actor: operator.actor, correlation: randomUUID() },
          partitionKey: () => caseId,
          decide: (state) => decide(state, { actor: operator.actor, occurredAt, now: occurredAt }),
        });
  });
};

const openOffice = async (agencyId = 'lotus'): Promise<string> =>
  (await calls.openOffice({ ...mutation(), agencyId, name: 'Made-up town', areaCode: '9001' }, as(agencyId))).officeId ?? '';
const refusal = (reason: string, facts: object = {}) => expect.objectContaining({ reason, facts: expect.objectContaining(facts) });
const assigned = (officeId: string): AnyEvent => ({ $case: 'caseOfficeAssigned', value: { officeId, agency: 'lotus' } });

describe('closing an office', () => {
  let officeId: string;
  const caseIds = [randomUUID(), randomUUID()].sort();
  const close = () => calls.closeOffice({ ...mutation(), officeId, reason: 'moved' }, as('lotus'));
  const cases = async (who = as('lotus')) => calls.listOfficeCases({ officeId, pageSize: 1, pageToken: '' }, who);

  beforeEach(async () => {
    officeId = await openOffice();
    for (const caseId of caseIds) await bring(caseId, assigned(officeId));
  });

  test('it is refused while it holds open cases, with their ids, and nothing is written', async () => {
    const before = await readAfter(db, 0, 10_000);
    await expect(close()).rejects.toThrow(refusal('OFFICE_HOLDS_CASES', { case_ids: caseIds.join(', '), cases: '2' }));
    expect(await readAfter(db, 0, 10_000)).toHaveLength(before.length);
    const first = await cases();
    expect(first).toMatchObject({ status: OfficeStatus.OFFICE_STATUS_OPEN, caseIds: caseIds.slice(0, 1) });
    const second = await calls.listOfficeCases({ officeId, pageSize: 1, pageToken: first.nextPageToken ?? '' }, as('lotus'));
    expect(second).toMatchObject({ caseIds: caseIds.slice(1), nextPageToken: '' });
  });

  test('it is done when one case is closed and the other is with another office', async () => {
    const other = await openOffice();
    await bring(caseIds[0] as string, { $case: 'caseClosed' } as AnyEvent);
    await expect(close()).rejects.toThrow(refusal('OFFICE_HOLDS_CASES', { case_ids: caseIds[1], cases: '1' }));
    await bring(caseIds[1] as string, assigned(other));
    await close();
    expect(await cases()).toMatchObject({ status: OfficeStatus.OFFICE_STATUS_CLOSED, caseIds: [], refusedCaseIds: [] });
  });

  test('a new lead takes the case away from the office; a reopened case comes back to it', async () => {
    await bring(caseIds[0] as string, { $case: 'leadChanged', value: { from: 'lotus', to: 'heron' } } as AnyEvent);
    await bring(caseIds[1] as string, { $case: 'caseClosed' } as AnyEvent);
    await bring(caseIds[1] as string, { $case: 'caseReopened' } as AnyEvent);
    await expect(close()).rejects.toThrow(refusal('OFFICE_HOLDS_CASES', { case_ids: caseIds[1] }));
  });

  test('from the first step on it takes no case, and offers no service; kept open it takes them again', async () => {
    const late = randomUUID();
    await calls.beginOfficeClosing({ ...mutation(), officeId, reason: 'moved' }, as('lotus'));
    await bring(late, assigned(officeId));
    expect(await cases()).toMatchObject({ status: OfficeStatus.OFFICE_STATUS_CLOSING, refusedCaseIds: [late] });
    const offering = { ...mutation(), ...counselling, officeId };
    await expect(calls.offerService(offering, as('lotus'))).rejects.toThrow(refusal('OFFICE_IS_CLOSING'));
    const { offices } = await calls.getAgency({ agencyId: 'lotus', atLeastPosition: undefined }, as('heron'));
    expect(offices?.find((one) => one.officeId === officeId)?.status).toBe(OfficeStatus.OFFICE_STATUS_CLOSING);
    await calls.keepOfficeOpen({ ...mutation(), officeId }, as('lotus'));
    await bring(late, assigned(officeId));
    const all = await calls.listOfficeCases({ officeId, pageSize: 0, pageToken: '' }, as('lotus'));
    expect(all).toMatchObject({ caseIds: [...caseIds, late].sort(), refusedCaseIds: [] });
  });

  test('its cases are shown to its agency, the operator and services, and to nobody else', async () => {
    expect((await cases(operator)).caseIds).toHaveLength(1);
    expect((await cases(referral)).caseIds).toHaveLength(1);
    await expect(cases(as('heron'))).rejects.toThrow(refusal('NOT_ALLOWED_FOR_CALLER'));
  });

  test('an assignment on its way and the end at once: decided once, whoever comes first', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 20; round++) {
      const racing = await openOffice();
      const caseId = randomUUID();
      const [, ended] = await Promise.allSettled([
        bring(caseId, assigned(racing)),
        calls.closeOffice({ ...mutation(), officeId: racing, reason: 'race' }, as('lotus')),
      ]);
      const { state } = await executor.load(officeAggregate, racing);
      if (state.status === 'none') throw new Error('it was opened');
      const outcome = [ended.status, state.status, state.taken.has(caseId), state.refused.has(caseId)].join(' ');
      expect(['fulfilled closed false true', 'rejected open true false']).toContain(outcome);
    }
  });
});

describe('capacity', () => {
  const served = async (serviceId: string, accepted: Date): Promise<string> => {
    const referralId = randomUUID();
    await bring('case', { $case: 'referralSent', value: { serviceId } } as AnyEvent, referralId);
    await bring('case', { $case: 'referralAccepted', value: {} } as AnyEvent, referralId, accepted);
    return referralId;
  };
  const list = async (freeOnly = false) =>
    ListServicesResponse.fromPartial(await calls.listServices({ category: 0, areaCode: '91', freeOnly, ...page }, as('heron'))).services;

  test('referrals that are accepted use places, and free them when they end', async () => {
    const officeId = await openOffice();
    const capacity = { places: 3, freePlaces: 1 };
    const offer = { ...mutation(), ...counselling, officeId, areaCodes: ['91', '92'], capacity };
    const { serviceId = '' } = await calls.offerService(offer, as('lotus'));
    await served(serviceId, new Date(Date.now() - 60_000));
    expect(await list()).toMatchObject([{ serviceId, usedPlaces: 1, freePlacesNow: 1, capacity }]);
    const later = await served(serviceId, new Date());
    expect(await list()).toMatchObject([{ usedPlaces: 2, freePlacesNow: 0 }]);
    expect(await list(true)).toEqual([]);
    const lines = SummarizeServicesResponse.fromPartial(
      await calls.summarizeServices({ category: 0, provinceCode: '91', ...page }, as('heron')),
    ).lines;
    expect(lines).toEqual([
      {
        provinceCode: '91',
        provinceName: '',
        category: counselling.category,
        ...{ services: 1, agencies: 1, places: 3, usedPlaces: 2, freePlacesNow: 0 },
      },
    ]);
    await bring('case', { $case: 'referralCompleted', value: {} } as AnyEvent, later, new Date());
    expect(await list(true)).toMatchObject([{ usedPlaces: 1, freePlacesNow: 1 }]);
    await calls.changeServiceCapacity({ ...mutation(), serviceId, capacity: { places: 3, freePlaces: 2 } }, as('lotus'));
    expect(await list()).toMatchObject([{ usedPlaces: 1 }]);
  });
});

describe('sharing agreements', () => {
  const propose = async (expiresAt = new Date(Date.now() + 60_000)) =>
    calls.proposeAgreement({ ...mutation(), agencyId: 'heron', terms: { ...terms, expiresAt } }, as('lotus'));
  const get = async (agreementId: string, who = as('lotus')) => (await calls.getAgreement({ agreementId }, who)).agreement;

  test('one proposes, the other signs, either ends it; nobody else sees it', async () => {
    const { agreementId = '' } = await propose();
    await expect(calls.signAgreement({ ...mutation(), agreementId }, as('lotus'))).rejects.toThrow(refusal('NOT_THE_OTHER_PARTY'));
    for (const stranger of [as('egret'), operator])
      await expect(calls.signAgreement({ ...mutation(), agreementId }, stranger)).rejects.toThrow(refusal('AGREEMENT_UNKNOWN'));
    await calls.signAgreement({ ...mutation(), agreementId }, as('heron'));
    expect(await get(agreementId, as('heron'))).toMatchObject({ status: AgreementStatus.AGREEMENT_STATUS_SIGNED, proposer: 'lotus' });
    expect(await get(agreementId, referral)).toMatchObject({ otherParty: 'heron' });
    await expect(get(agreementId, as('egret'))).rejects.toThrow(refusal('AGREEMENT_UNKNOWN'));
    await expect(get(randomUUID(), as('egret'))).rejects.toThrow(refusal('AGREEMENT_UNKNOWN'));
    await calls.endAgreement({ ...mutation(), agreementId, reason: 'over' }, as('heron'));
    expect(await get(agreementId)).toMatchObject({
      status: AgreementStatus.AGREEMENT_STATUS_ENDED,
      endedBecause: AgreementEnd.AGREEMENT_END_TERMINATED,
    });
  });

  test('they are listed page by page, to their parties and to services', async () => {
    const ids = [];
    for (let count = 0; count < 3; count++) ids.push((await propose()).agreementId);
    const seen: string[] = [];
    let pageToken = '';
    do {
      const status = AgreementStatus.AGREEMENT_STATUS_PROPOSED;
      const answer = await calls.listAgreements({ ...page, status, pageSize: 2, pageToken }, as('heron'));
      const { agreements, nextPageToken } = ListAgreementsResponse.fromPartial(answer);
      seen.push(...agreements.map(({ agreementId }) => agreementId));
      pageToken = nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual(ids.toSorted());
    expect((await calls.listAgreements({ ...page, status: 0 }, as('egret'))).agreements).toEqual([]);
    expect((await calls.listAgreements({ ...page, status: 0 }, referral)).agreements?.length).toBeGreaterThanOrEqual(3);
  });

  test('an agreement expires at its last moment, by the clock', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { agreementId = '' } = await propose(expiresAt);
    await step(db, {
      name: 'timers',
      onError: () => {},
      batchSize: 10_000,
      handle: (tx, events) => deriveTimers(tx, [agreementTimers], events),
    });
    await fireTimers(db, executor, [agreementTimers], 'directory', new Date(expiresAt.getTime() - 1));
    expect((await executor.load(agreementAggregate, agreementId)).state.status).toBe('proposed');
    await fireTimers(db, executor, [agreementTimers], 'directory', expiresAt);
    expect(await get(agreementId)).toMatchObject({ endedBecause: AgreementEnd.AGREEMENT_END_EXPIRED, endedAt: expiresAt });
  });
});
