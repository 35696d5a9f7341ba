import { randomUUID } from 'node:crypto';
import { RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { CaseStatus } from '@accompany/contracts/timeline/v1/types';
import type { GetReferralFunnelRequest, GetWorklistRequest, ListOurCasesRequest } from '@accompany/contracts/timeline/v1/work_service';
import { WorkKind } from '@accompany/contracts/timeline/v1/work_service';
import { freshDatabase } from '@accompany/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as s from './samples.js';
import { agency, build, log, operator, type Running, start } from './testing.js';

const HOUR = 60 * 60 * 1000;
const hence = (hours: number): Date => new Date(Date.now() + hours * HOUR);
const [lotus, heron, egret] = [agency('lotus'), agency('heron'), agency('egret')];
const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const SHELTER = ServiceCategory.SERVICE_CATEGORY_SHELTER;
const parties = { sender: 'lotus', receiver: 'heron' };

const opened = (areaCode: string, risk = RiskLevel.RISK_LEVEL_MEDIUM): s.Happening => ({
  ...s.opened,
  at: hence(-48),
  event: s.event('caseOpened', { clientId: s.CHILD, leadAgency: 'lotus', risk, areaCode }),
});
const sent = (urgency: Urgency, dueBy: Date, at = hence(-24)): s.Happening => ({
  ...s.sent,
  at,
  event: s.event('referralSent', { ...parties, needId: s.NEED, category: PSYCHOSOCIAL, urgency, dueBy }),
});
const needed = (category: ServiceCategory, needId = s.NEED): s.Happening => ({
  ...s.needed,
  at: hence(-30),
  event: s.event('needIdentified', { needId, category, urgency: Urgency.URGENCY_HIGH, agency: 'lotus' }),
});

let running: Running;
const [urgent, later, overdue, quiet] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const items = async (asked: Partial<GetWorklistRequest> = {}, call = heron) =>
  (await running.work.getWorklist({ ...ASK, ...asked }, call)) as { items: { caseId: string; overdue: boolean }[]; nextPageToken: string };
const ASK: GetWorklistRequest = {
  agency: '',
  kinds: [],
  urgencies: [],
  overdueOnly: false,
  dueBefore: undefined,
  caseworker: '',
  caseId: '',
  atLeastPosition: undefined,
  pageSize: 0,
  pageToken: '',
};

beforeAll(async () => {
  running = await start(await freshDatabase('timeline'));
  await build(running.db);
  await running.copy([
    ...log('heron', s.offering('heron', 0), 'network-events.v1'),
    ...log(later, [opened('1710'), sent(Urgency.URGENCY_LOW, hence(100))]),
    ...log(urgent, [opened('1710', RiskLevel.RISK_LEVEL_HIGH), needed(PSYCHOSOCIAL), sent(Urgency.URGENCY_HIGH, hence(3))]),
    ...log(overdue, [opened('0203'), needed(SHELTER), sent(Urgency.URGENCY_HIGH, hence(-2))]),
    ...log(quiet, [
      opened('12'),
      { ...s.opened, at: hence(-47), event: s.event('caseworkerAssigned', { person: 'p-7' }) },
      { ...s.opened, at: hence(-40), event: s.event('whereaboutsLost', { searchId: s.THREAT, nextReviewAt: hence(20) }) },
    ]),
  ]);
});
afterAll(() => running?.close());

describe('the worklist', () => {
  const cases = async (asked: Partial<GetWorklistRequest> = {}, call = heron) =>
    (await items(asked, call)).items.map(({ caseId }) => caseId);

  test('has the most urgent first, then what is due first', async () => {
    expect(await cases()).toEqual([overdue, urgent, later]);
    expect((await items()).items.map((item) => item.overdue)).toEqual([true, false, false]);
  });
  test.each<[string, Partial<GetWorklistRequest>, () => string[]]>([
    ['what is overdue', { overdueOnly: true }, () => [overdue]],
    ['an urgency', { urgencies: [Urgency.URGENCY_LOW] }, () => [later]],
    ['a kind', { kinds: [WorkKind.WORK_KIND_SEARCH_TO_REVIEW] }, () => []],
    ['what is due soon', { dueBefore: hence(24) }, () => [overdue, urgent]],
    ['a case', { caseId: later }, () => [later]],
  ])('can be asked for only %s', async (_name, asked, expected) => {
    expect(await cases(asked)).toEqual(expected());
  });
  test('comes in pages, whose tokens are of that list and that caller', async () => {
    const first = await items({ pageSize: 2 });
    const rest = await items({ pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.items, ...rest.items].map(({ caseId }) => caseId)).toEqual([overdue, urgent, later]);
    expect(rest.nextPageToken).toBe('');
    for (const [asked, call] of [
      [{ overdueOnly: true }, heron],
      [{}, lotus],
    ] as const)
      await expect(items({ ...asked, pageToken: first.nextPageToken }, call)).rejects.toMatchObject({ reason: 'INVALID_FIELDS' });
  });
  test('can be that of one caseworker of the lead', async () => {
    expect(await cases({ caseworker: 'p-7' }, lotus)).toEqual([quiet]);
    expect(await cases({ caseworker: 'p-8' }, lotus)).toEqual([]);
    expect(await cases({ caseworker: 'p-7' })).toEqual([]);
  });
  test('is the agency’s own; a service says whose', async () => {
    expect(await cases({}, egret)).toEqual([]);
    expect(await cases({ agency: 'heron' }, operator)).toHaveLength(3);
    await expect(items({ agency: 'lotus' })).rejects.toMatchObject({ reason: 'NOT_ALLOWED_FOR_CALLER' });
    await expect(items({ caseId: urgent }, egret)).rejects.toMatchObject({ reason: 'CASE_UNKNOWN' });
    await expect(items({}, operator)).rejects.toMatchObject({ reason: 'INVALID_FIELDS' });
  });
  test('has no more what is done, at once', async () => {
    const caseId = randomUUID();
    const way = log(caseId, [opened('12'), sent(Urgency.URGENCY_MEDIUM, hence(40)), { ...s.accepted, at: hence(-1) }]);
    await running.copy(way.slice(0, 2));
    expect(await cases({ caseId })).toEqual([caseId]);
    await running.copy(way.slice(2));
    expect(await cases({ caseId })).toEqual([]);
  });
});

describe('our cases', () => {
  const ask: ListOurCasesRequest = {
    agency: '',
    roles: [],
    statuses: [],
    leastRisk: RiskLevel.RISK_LEVEL_UNSPECIFIED,
    areaCode: '',
    caseworker: '',
    pageSize: 0,
    pageToken: '',
  };
  const ours = async (asked: Partial<ListOurCasesRequest> = {}, call = lotus) =>
    await running.work.listOurCases({ ...ask, ...asked }, call);

  test('come with the agency’s roles, the highest risk first', async () => {
    const { cases } = await ours();
    expect(cases?.[0]).toMatchObject({
      case: { caseId: urgent, risk: 4 },
      roles: [ParticipantRole.PARTICIPANT_ROLE_LEAD],
      areaCode: '1710',
    });
    expect((await ours({}, heron)).cases?.find((one) => one.case?.caseId === urgent)).toMatchObject({ roles: [], caseworker: '' });
    expect((await ours({}, egret)).cases).toEqual([]);
  });
  test.each<[string, Partial<ListOurCasesRequest>, () => string[]]>([
    ['a risk', { leastRisk: RiskLevel.RISK_LEVEL_HIGH }, () => [urgent]],
    ['a province', { areaCode: '02' }, () => [overdue]],
    ['a caseworker', { caseworker: 'p-7' }, () => [quiet]],
    ['a role that it has nowhere', { roles: [ParticipantRole.PARTICIPANT_ROLE_PROVIDER] }, () => []],
    ['closed ones', { statuses: [4] }, () => []],
  ])('can be asked for only %s', async (_name, asked, expected) => {
    expect((await ours(asked)).cases?.map((one) => one.case?.caseId)).toEqual(expected());
  });
  test('that were merged or entered in error are not open', async () => {
    const [merged, mistaken, back] = [randomUUID(), randomUUID(), randomUUID()];
    const { ENDS } = s;
    const lost = { ...s.opened, at: hence(-40), event: s.event('whereaboutsLost', { searchId: s.THREAT, nextReviewAt: hence(-1) }) };
    const ended = (...ends: s.Happening[]) => [opened('12'), lost, ...ends.map((end, index) => ({ ...end, at: hence(index - 30) }))];
    await running.copy([
      ...log(merged, ended(ENDS.merged)),
      ...log(mistaken, ended(ENDS.mistaken)),
      ...log(back, ended(ENDS.merged, ENDS.undone)),
    ]);
    const at = async (...statuses: CaseStatus[]) =>
      (await ours({ statuses, areaCode: '12' })).cases?.map((one) => one.case?.caseId as string);
    expect(await at(CaseStatus.CASE_STATUS_MERGED)).toEqual([merged]);
    expect(await at(CaseStatus.CASE_STATUS_ENTERED_IN_ERROR)).toEqual([mistaken]);
    const open = await at(CaseStatus.CASE_STATUS_OPEN);
    expect(open).toContain(back);
    expect(open).not.toContain(merged);
    expect(open).not.toContain(mistaken);
    const overdue = (await items({ overdueOnly: true }, lotus)).items.map(({ caseId }) => caseId);
    expect(overdue.filter((one) => [merged, mistaken, back].some((known) => known === one))).toEqual([back]);
  });
  test('come in pages, each once', async () => {
    const seen: (string | undefined)[] = [];
    let pageToken = '';
    do {
      const page = await ours({ pageSize: 2, pageToken });
      seen.push(...(page.cases ?? []).map((one) => one.case?.caseId));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    expect(seen).toEqual((await ours()).cases?.map((one) => one.case?.caseId));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('what the network offers and lacks', () => {
  const ask = { province: '', categories: [], gapsOnly: false, atLeastPosition: undefined };
  test('by province and kind of service, with places', async () => {
    const { coverage } = await running.work.listCoverage(ask, operator);
    expect(coverage).toMatchObject([
      { province: '02', category: PSYCHOSOCIAL, services: 1, places: 10, freePlaces: 0, needsWaiting: 0, gap: false },
      { province: '02', category: SHELTER, services: 0, needsWaiting: 1, needsWithoutService: 1, needsWithoutPlace: 0, gap: true },
      { province: '17', category: PSYCHOSOCIAL, services: 1, needsWaiting: 1, needsWithoutService: 0, needsWithoutPlace: 1, gap: true },
    ]);
    expect(coverage?.[1]?.longestWait?.seconds).toBeGreaterThan(29 * 3600);
    expect((await running.work.listCoverage({ ...ask, gapsOnly: true }, operator)).coverage).toHaveLength(2);
    expect((await running.work.listCoverage({ ...ask, province: '17' }, operator)).coverage).toHaveLength(1);
  });
  test('agencies see that there is a gap, and no small number of children', async () => {
    const { coverage } = await running.work.listCoverage({ ...ask, gapsOnly: true }, egret);
    expect(coverage).toMatchObject([
      { province: '02', needsWaiting: 0, needsWithoutService: 0, few: true, gap: true, longestWait: undefined },
      { province: '17', needsWaiting: 0, needsWithoutPlace: 0, few: true, gap: true },
    ]);
    const six = Array.from({ length: 5 }, () => randomUUID());
    await running.copy(six.flatMap((caseId) => log(caseId, [opened('0203'), needed(SHELTER)])));
    expect((await running.work.listCoverage({ ...ask, gapsOnly: true, province: '02' }, egret)).coverage).toMatchObject([
      { needsWaiting: 6, needsWithoutService: 6, few: false },
    ]);
  });
  test('no more when its agency is suspended', async () => {
    const suspended: s.Happening = { stream: 'agency-heron', at: hence(-1), event: s.event('agencySuspended', { agencyId: 'heron' }) };
    await running.copy(
      log('heron', [...s.offering('heron'), suspended], 'network-events.v1')
        .slice(3)
        .map(toFourth),
    );
    const { coverage } = await running.work.listCoverage({ ...ask, province: '17' }, operator);
    expect(coverage).toMatchObject([{ category: PSYCHOSOCIAL, services: 0, needsWithoutService: 1 }]);
  });
});

/** Beyond what was copied before. */
const toFourth = (event: ReturnType<typeof log>[number]) => ({ ...event, meta: { ...event.meta, position: 4 } });

describe('the referral funnel', () => {
  const ask: GetReferralFunnelRequest = {
    sentFrom: undefined,
    sentUntil: undefined,
    category: 0,
    province: '31',
    sender: '',
    receiver: '',
  };
  const S = ReferralStatus;
  beforeAll(async () => {
    const start = hence(-20);
    const on = (hours: number, ...event: Parameters<typeof s.event>): s.Happening => ({
      stream: s.sent.stream,
      at: new Date(start.getTime() + hours * HOUR),
      event: s.event(...event),
    });
    const asked = sent(Urgency.URGENCY_HIGH, hence(1), start);
    const accepted = (hours: number) => on(hours, 'referralAccepted', { ...parties, by: 'heron' });
    await running.copy([
      ...log(randomUUID(), [opened('31'), asked, accepted(2), on(5, 'referralStarted', parties), on(15, 'referralCompleted', parties)]),
      ...log(randomUUID(), [opened('31'), asked, on(3, 'referralOverdue', parties), accepted(4)]),
      ...log(randomUUID(), [opened('31'), asked, on(6, 'referralDeclined', parties)]),
      ...log(randomUUID(), [opened('31'), asked]),
    ]);
  });
  const at = async (asked: Partial<GetReferralFunnelRequest> = {}, call = lotus) => {
    const { steps = [], overdue, unanswered } = await running.work.getReferralFunnel({ ...ask, ...asked }, call);
    const by = new Map(steps.map((step) => [step.stage, [step.referrals, step.median?.seconds]]));
    return { by, overdue, unanswered, steps };
  };
  test('counts who came how far, and how long the steps took', async () => {
    const { by, overdue: late, unanswered } = await at();
    expect(by.get(S.REFERRAL_STATUS_SENT)).toEqual([4, undefined]);
    expect(by.get(S.REFERRAL_STATUS_ACCEPTED)).toEqual([2, 3 * 3600]);
    expect(by.get(S.REFERRAL_STATUS_IN_SERVICE)).toEqual([1, 3 * 3600]);
    expect(by.get(S.REFERRAL_STATUS_COMPLETED)).toEqual([1, 10 * 3600]);
    expect(by.get(S.REFERRAL_STATUS_DECLINED)).toEqual([1, 6 * 3600]);
    expect(by.get(S.REFERRAL_STATUS_LAPSED)).toEqual([0, undefined]);
    expect([late, unanswered]).toEqual([1, 1]);
  });
  test('of what the caller sent or received, within the time asked for', async () => {
    expect((await at({}, egret)).by.get(S.REFERRAL_STATUS_SENT)).toEqual([0, undefined]);
    expect((await at({ receiver: 'heron' }, operator)).by.get(S.REFERRAL_STATUS_SENT)?.[0]).toBe(4);
    expect((await at({ sentFrom: hence(-1) })).by.get(S.REFERRAL_STATUS_SENT)?.[0]).toBe(0);
    await expect(at({ sentFrom: hence(1), sentUntil: hence(0) })).rejects.toMatchObject({ reason: 'INVALID_FIELDS' });
  });
});
