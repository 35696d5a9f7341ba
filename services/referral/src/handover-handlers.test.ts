import { randomUUID } from 'node:crypto';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import {
  GetHandoverResponse,
  GetTransferResponse,
  ListTransfersResponse,
  TransferList,
} from '@accompany/contracts/referral/v1/handover_service';
import {
  DifferenceReason,
  HandoverItemStatus,
  HandoverReason,
  HandoverStatus,
  KeepReason,
  OpenKind,
  TotalsSubject,
  TransferDeclineReason,
  TransferRelation,
  TransferStatus,
  TransferWithdrawReason,
} from '@accompany/contracts/referral/v1/handover_types';
import type { AnyEvent } from '@accompany/runtime';
import { as, createTestLog, mutation, reasonOf, startTestService, type TestLog, type TestService } from '@accompany/runtime/testing';
import type { Executor } from '@accompany/store';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { casesCopy, directoryCopy } from './copies.js';
import { handoverHandlers } from './handover-handlers.js';
import { handoverReactions } from './handover-reactions.js';
import { openThingsCopy } from './open-things-copies.js';
import { answerTimers } from './transfer-timers.js';
import { transfersView } from './transfer-views.js';

let service: TestService;
let log: TestLog;
let calls: ReturnType<typeof handoverHandlers>;
let crashAfter = Number.POSITIVE_INFINITY;

const [GIVER, HERON, EGRET, IBIS, STRANGER] = ['lotus', 'heron', 'egret', 'ibis', 'crane'];
const { TRANSFER_RELATION_LEAD: LEAD, TRANSFER_RELATION_MONITOR: MONITOR } = TransferRelation;
const { HANDOVER_REASON_PROGRAMME_END: PROGRAMME_END } = HandoverReason;

beforeAll(async () => {
  service = await startTestService({ service: 'referral', migrations: new URL('../migrations/', import.meta.url) });
  const { app, db, executor } = service;
  /** A planted crash stops the reactions in the middle. */
  const frail: Executor = {
    load: (aggregate, id) => executor.load(aggregate, id),
    execute: (aggregate, id, command) => {
      if (crashAfter-- <= 0) throw new Error('planted crash');
      return executor.execute(aggregate, id, command);
    },
  };
  log = createTestLog({
    ...{ service: 'referral', db, executor: frail },
    copies: [casesCopy, directoryCopy, openThingsCopy],
    reactions: handoverReactions,
    views: [transfersView],
    timers: [answerTimers],
  });
  calls = handoverHandlers(app);
  for (const agencyId of [GIVER, HERON, EGRET, IBIS, STRANGER])
    await copy({ $case: 'agencyRegistered', value: { agencyId } } as AnyEvent, agencyId);
});
afterAll(() => service?.stop());
beforeEach(() => settle());

/** What the logs bring. */
const copy = (event: AnyEvent, caseId: string, streamId = '') => log.learn(event, caseId, { streamId });
const settle = () => log.settle();

/** A case that the giver leads, or monitors while the ibis leads. */
const openCase = async (relation = LEAD): Promise<string> => {
  const caseId = randomUUID();
  const opened = { reportId: randomUUID(), clientId: randomUUID(), leadAgency: relation === LEAD ? GIVER : IBIS, risk: 1, urgency: 1 };
  const rest = { duplicateCheck: 1, candidateCaseIds: [], purposes: [], incident: 1, areaCode: '', riskJudgedAt: undefined };
  await copy({ $case: 'caseOpened', value: { ...opened, ...rest } } as AnyEvent, caseId);
  if (relation === MONITOR) {
    const joined = { agency: GIVER, role: ParticipantRole.PARTICIPANT_ROLE_MONITOR, because: '' };
    await copy({ $case: 'participantJoined', value: joined }, caseId);
  }
  return caseId;
};

/** A list of cases, direct ones for the heron and remote ones for the egret, that was offered. */
const offered = async (direct: number, remote: number) => {
  const items: { caseId: string; receiver: string; relation: TransferRelation }[] = [];
  for (let n = 0; n < direct; n++) items.push({ caseId: await openCase(), receiver: HERON, relation: LEAD });
  for (let n = 0; n < remote; n++) items.push({ caseId: await openCase(MONITOR), receiver: EGRET, relation: MONITOR });
  const declared = { total: direct + remote, direct, remote };
  const { handoverId = '' } = await calls.draftHandover({ ...mutation(), reason: PROGRAMME_END, declared }, as(GIVER));
  await calls.addHandoverItems({ ...mutation(), handoverId, items }, as(GIVER));
  await calls.offerHandover({ ...mutation(), handoverId, atLeastPositions: [] }, as(GIVER));
  return { handoverId, items };
};

const show = async (handoverId: string, agency = GIVER) =>
  GetHandoverResponse.fromPartial(await calls.getHandover({ handoverId, atLeastPosition: undefined }, as(agency)));
const transferOf = async (handoverId: string, caseId: string) =>
  (await show(handoverId)).items.find((item) => item.caseId === caseId)?.transferId ?? '';
const look = async (transferId: string, agency = GIVER) =>
  GetTransferResponse.fromPartial(await calls.getTransfer({ transferId, atLeastPosition: undefined }, as(agency)));
const listed = async (agency: string, list: TransferList, handoverId = '') =>
  ListTransfersResponse.fromPartial(
    await calls.listTransfers({ list, handoverId, pageSize: 2, pageToken: '', atLeastPosition: undefined }, as(agency)),
  );

test('from the list to the last release: a declined case is offered again, and the numbers add up at every step', async () => {
  const { handoverId, items } = await offered(2, 1);
  await settle();
  expect(await show(handoverId)).toMatchObject({ status: HandoverStatus.HANDOVER_STATUS_OFFERED, transfers: 3 });
  const [first, second, third] = await Promise.all(items.map(({ caseId }) => transferOf(handoverId, caseId)));
  const accept = (transferId = '', agency = HERON) => calls.acceptTransfer({ ...mutation(), transferId }, as(agency));
  await accept(first);
  await accept(third, EGRET);
  const reason = TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY;
  await calls.declineTransfer({ ...mutation(), transferId: second ?? '', reason }, as(HERON));
  expect(await reasonOf(calls.releaseTransfer({ ...mutation(), transferId: second ?? '' }, as(GIVER)))).toBe('TRANSFER_DECLINED');
  await settle();
  const { receivers, status } = await show(handoverId);
  expect(status).toBe(HandoverStatus.HANDOVER_STATUS_IN_PROGRESS);
  for (const { offered: open, accepted, unsettled, released, kept, total } of receivers)
    expect(open + accepted + unsettled + released + kept).toBe(total);
  expect(receivers.map(({ receiver, total, accepted, unsettled }) => [receiver, total, accepted, unsettled])).toEqual([
    [EGRET, 1, 1, 0],
    [HERON, 2, 1, 1],
  ]);
  const again = { handoverId, caseId: items[1]?.caseId ?? '', receiver: EGRET, atLeastPositions: [] };
  await calls.offerHandoverItemAgain({ ...mutation(), ...again }, as(GIVER));
  await settle();
  const next = await transferOf(handoverId, again.caseId);
  expect((await look(next)).transfer).toMatchObject({
    receiver: EGRET,
    previousTransferId: second,
    status: TransferStatus.TRANSFER_STATUS_OFFERED,
  });
  await accept(next, EGRET);
  for (const transferId of [first, next, third]) await calls.releaseTransfer({ ...mutation(), transferId: transferId ?? '' }, as(GIVER));
  await settle();
  expect(await show(handoverId)).toMatchObject({ status: HandoverStatus.HANDOVER_STATUS_COMPLETED });
  expect((await show(handoverId)).items.every((one) => one.status === HandoverItemStatus.HANDOVER_ITEM_STATUS_RELEASED)).toBe(true);
});

test('a crash in the middle of the offers: what follows makes the rest, and none twice', async () => {
  const { handoverId } = await offered(7, 0);
  crashAfter = 4;
  await expect(settle()).rejects.toThrow('planted crash');
  crashAfter = Number.POSITIVE_INFINITY;
  await settle();
  expect((await show(handoverId)).transfers).toBe(7);
  const { rows } = await service.db.query('select count(*)::int as offers from events where type like $1 and stream = any ($2)', [
    '%TransferOffered',
    (await show(handoverId)).items.map(({ transferId }) => `transfer-${transferId}`),
  ]);
  expect(rows[0].offers).toBe(7);
});

test('a receiver learns numbers and ids of what is open on its cases, nothing of others', async () => {
  const caseId = await openCase();
  const [threatId, matterId] = [randomUUID(), randomUUID()];
  await copy({ $case: 'threatReported', value: { threatId, kind: 1, by: 1, reportedBy: GIVER } } as AnyEvent, caseId);
  await copy({ $case: 'matterOpened', value: { agency: GIVER } } as AnyEvent, caseId, matterId);
  await copy({ $case: 'threatReported', value: { threatId: randomUUID(), kind: 1, by: 1, reportedBy: GIVER } } as AnyEvent, randomUUID());
  const request = { caseId, receiver: HERON, relation: LEAD, reason: PROGRAMME_END, atLeastPositions: [] };
  const { transferId = '' } = await calls.offerTransfer({ ...mutation(), ...request }, as(GIVER));
  expect((await look(transferId, HERON)).open).toEqual([
    { kind: OpenKind.OPEN_KIND_THREAT, count: 1, ids: [threatId] },
    { kind: OpenKind.OPEN_KIND_MATTER, count: 1, ids: [matterId] },
  ]);
  expect(await reasonOf(look(transferId, STRANGER))).toBe('TRANSFER_UNKNOWN');
  const { handoverId } = await offered(1, 1);
  expect((await show(handoverId, HERON)).items).toHaveLength(1);
  expect(await show(handoverId, HERON)).toMatchObject({ declared: undefined, checks: [] });
  expect(await reasonOf(show(handoverId, STRANGER))).toBe('HANDOVER_UNKNOWN');
});

test('one case by itself: one open offer at a time, a repeat is the same one, another try another', async () => {
  const caseId = await openCase();
  const request = { ...mutation(), caseId, receiver: HERON, relation: LEAD, reason: PROGRAMME_END, atLeastPositions: [] };
  const answers = await Promise.all(Array.from({ length: 20 }, () => calls.offerTransfer(request, as(GIVER))));
  expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
  const transferId = answers[0]?.transferId ?? '';
  const other = { ...request, ...mutation(), receiver: EGRET };
  expect(await reasonOf(calls.offerTransfer(other, as(GIVER)))).toBe('TRANSFER_ALREADY_OPEN');
  expect(await reasonOf(calls.offerTransfer({ ...other, ...mutation() }, as(STRANGER)))).toBe('TRANSFER_CASE_UNKNOWN');
  const reason = TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_OTHER_RECEIVER;
  await calls.withdrawTransfer({ ...mutation(), transferId, reason }, as(GIVER));
  const next = await calls.offerTransfer({ ...other, ...mutation() }, as(GIVER));
  expect((await look(next.transferId ?? '')).transfer).toMatchObject({ previousTransferId: transferId, receiver: EGRET });
});

test('a case that is on its way by itself meanwhile is said not to be offered, and kept', async () => {
  const { handoverId, items } = await offered(1, 0);
  const caseId = items[0]?.caseId ?? '';
  const request = { caseId, receiver: EGRET, relation: LEAD, reason: PROGRAMME_END, atLeastPositions: [] };
  await calls.offerTransfer({ ...mutation(), ...request }, as(GIVER));
  await settle();
  expect((await show(handoverId)).items[0]?.status).toBe(HandoverItemStatus.HANDOVER_ITEM_STATUS_NOT_OFFERED);
  const reason = KeepReason.KEEP_REASON_TRANSFERRED_BY_ITSELF;
  await calls.keepHandoverItem({ ...mutation(), handoverId, caseId, reason }, as(GIVER));
  expect((await show(handoverId)).status).toBe(HandoverStatus.HANDOVER_STATUS_COMPLETED);
});

test('abandoned: what is open is taken back, what was released stays; and a case that was closed first is not taken', async () => {
  const { handoverId, items } = await offered(2, 0);
  await settle();
  const [first = '', second = ''] = await Promise.all(items.map(({ caseId }) => transferOf(handoverId, caseId)));
  await calls.acceptTransfer({ ...mutation(), transferId: first }, as(HERON));
  await calls.releaseTransfer({ ...mutation(), transferId: first }, as(GIVER));
  await settle();
  await calls.abandonHandover({ ...mutation(), handoverId }, as(GIVER));
  await settle();
  expect((await look(first)).transfer?.status).toBe(TransferStatus.TRANSFER_STATUS_RELEASED);
  expect((await look(second)).transfer).toMatchObject({
    status: TransferStatus.TRANSFER_STATUS_WITHDRAWN,
    withdrawReason: TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_HANDOVER_ABANDONED,
  });
  const { handoverId: later, items: rest } = await offered(1, 0);
  await settle();
  const transferId = await transferOf(later, rest[0]?.caseId ?? '');
  const refused = { $case: 'caseDutyRefused', value: { kind: 2, dutyId: transferId, agency: HERON, because: 1 } } as AnyEvent;
  await copy(refused, rest[0]?.caseId ?? '');
  await settle();
  expect((await look(transferId, HERON)).transfer?.withdrawReason).toBe(TransferWithdrawReason.TRANSFER_WITHDRAW_REASON_CASE_NOT_OPEN);
  expect((await show(later)).items[0]?.status).toBe(HandoverItemStatus.HANDOVER_ITEM_STATUS_WITHDRAWN);
});

test('lists: what is to be answered, given and taken, page by page', async () => {
  const { handoverId } = await offered(3, 0);
  await settle();
  const page = await listed(HERON, TransferList.TRANSFER_LIST_TO_ANSWER, handoverId);
  expect(page.transfers).toHaveLength(2);
  const rest = {
    list: TransferList.TRANSFER_LIST_TO_ANSWER,
    handoverId,
    pageSize: 2,
    pageToken: page.nextPageToken,
    atLeastPosition: undefined,
  };
  expect((await calls.listTransfers(rest, as(HERON))).transfers).toHaveLength(1);
  expect(await reasonOf(calls.listTransfers(rest, as(EGRET)))).toBe('INVALID_FIELDS');
  await calls.acceptTransfer({ ...mutation(), transferId: page.transfers[0]?.transferId ?? '' }, as(HERON));
  await settle();
  expect((await listed(HERON, TransferList.TRANSFER_LIST_TAKEN, handoverId)).transfers).toHaveLength(1);
  expect((await listed(GIVER, TransferList.TRANSFER_LIST_GIVEN, handoverId)).transfers).toHaveLength(2);
  expect((await listed(EGRET, TransferList.TRANSFER_LIST_TO_ANSWER, handoverId)).transfers).toHaveLength(0);
});

test('what is not answered in time is overdue and then escalated, and stays with the giver', async () => {
  const { handoverId, items } = await offered(1, 0);
  await settle();
  const transferId = await transferOf(handoverId, items[0]?.caseId ?? '');
  const day = 24 * 60 * 60 * 1000;
  await log.turnTo(new Date(Date.now() + 15 * day));
  expect((await look(transferId)).transfer).toMatchObject({ overdue: true, escalated: false });
  await log.turnTo(new Date(Date.now() + 22 * day));
  expect((await look(transferId)).transfer).toMatchObject({
    overdue: true,
    escalated: true,
    status: TransferStatus.TRANSFER_STATUS_OFFERED,
  });
});

test('7 and 11 against 21 is refused over the calls too, with the numbers; explained, it is offered', async () => {
  const items = [];
  for (let n = 0; n < 18; n++)
    items.push({ caseId: await openCase(n < 7 ? LEAD : MONITOR), receiver: HERON, relation: n < 7 ? LEAD : MONITOR });
  const declared = { total: 21, direct: 7, remote: 11 };
  const { handoverId = '' } = await calls.draftHandover({ ...mutation(), reason: PROGRAMME_END, declared }, as(GIVER));
  await calls.addHandoverItems({ ...mutation(), handoverId, items }, as(GIVER));
  const offer = () => calls.offerHandover({ ...mutation(), handoverId, atLeastPositions: [] }, as(GIVER));
  expect(await reasonOf(offer())).toBe('HANDOVER_NOT_RECONCILED');
  const subject = TotalsSubject.TOTALS_SUBJECT_TOTAL;
  const differences = [
    { subject, reason: DifferenceReason.DIFFERENCE_REASON_CLOSED, cases: 2 },
    { subject, reason: DifferenceReason.DIFFERENCE_REASON_WHEREABOUTS_UNKNOWN, cases: 1 },
  ];
  await calls.explainHandoverDifferences({ ...mutation(), handoverId, differences }, as(GIVER));
  await offer();
  await settle();
  const seen = await show(handoverId);
  expect(seen.transfers).toBe(18);
  expect(seen.checks.every(({ reconciled }) => reconciled)).toBe(true);
});
