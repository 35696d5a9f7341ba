import { randomUUID } from 'node:crypto';
import { Position, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ListReferralsResponse, Worklist } from '@accompany/contracts/referral/v1/service';
import { Channel, ReferralStatus, WithdrawReason } from '@accompany/contracts/referral/v1/types';
import { as, mutation, reasonOf } from '@accompany/runtime/testing';
import { readStream } from '@accompany/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receipt } from './samples.js';
import { type Provider, type ReferralStage, startReferral } from './samples-handlers.js';

let stage: ReferralStage;
let to: Provider;
let [sender, receiver, stranger] = ['', '', ''];
beforeAll(async () => {
  stage = await startReferral();
  to = await stage.provider('receiver');
  receiver = to.agencyId;
  sender = (await stage.provider('sender')).agencyId;
  stranger = (await stage.provider('stranger')).agencyId;
});
afterAll(() => stage?.stop());

const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const NOTE = 'ក្មេងស្រី sleeps badly';

/** A need on an open case, and the draft that the network writes for it. */
const drafted = async (urgency = Urgency.URGENCY_HIGH) => ({ ...(await stage.caseWithDraft(sender, [receiver], urgency)), note: NOTE });

const sent = async (urgency?: Urgency) => {
  const one = await drafted(urgency);
  await stage.send(one, sender, to);
  return one;
};

const eventsOf = async (referralId: string) =>
  (await readStream(stage.db, `referral-${referralId}`)).map(({ type }) => type.slice(type.lastIndexOf('.') + 'Referral'.length + 1));

describe('sending', () => {
  test('reads the copies, seals the note, and the receiver opens it', async () => {
    const { referralId, caseId } = await sent();
    const { referral, note } = await stage.calls.getReferral({ referralId, atLeastPosition: undefined }, as(receiver));
    expect(note).toBe(NOTE);
    expect(referral).toMatchObject({ caseId, status: ReferralStatus.REFERRAL_STATUS_SENT, sender: sender, receiver: receiver });
    const stored = (await readStream(stage.db, `referral-${referralId}`)).map(({ payload }) => payload.toString('utf8')).join();
    expect(stored).not.toContain('sleeps');
  });

  test('stops at once when the consent is withdrawn', async () => {
    const one = await drafted();
    await stage.learn({ $case: 'consentWithdrawn', value: { consentId: one.consentId, by: 2, notes: undefined } }, one.caseId);
    expect(await reasonOf(stage.send(one, sender, to))).toBe('REFERRAL_CONSENT_NOT_IN_FORCE');
  });

  test('fifty times under one request id is one event and fifty equal answers', async () => {
    const one = await drafted();
    const again = mutation();
    const answers = await Promise.all(Array.from({ length: 50 }, () => stage.send(one, sender, to, again)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await eventsOf(one.referralId)).toEqual(['Drafted', 'Sent']);
  });

  test('a draft by call finds the draft of the network; after the end it is the next one', async () => {
    const { caseId, needId, referralId } = await sent();
    const request = { caseId, needId, previousReferralId: '', atLeastPositions: [] };
    expect((await stage.calls.draftReferral({ ...mutation(), ...request }, as(sender))).referralId).toBe(referralId);
    await stage.calls.declineReferral({ ...mutation(), referralId, reason: 1, note: '' }, as(receiver));
    expect(await reasonOf(stage.calls.draftReferral({ ...mutation(), ...request }, as(sender)))).toBe('REFERRAL_DECLINED');
    const next = await stage.calls.draftReferral({ ...mutation(), ...request, previousReferralId: referralId }, as(sender));
    expect(next.referralId).not.toBe(referralId);
  });
});

describe('answering', () => {
  test('fifty callers accept at once: one event, fifty equal answers', async () => {
    const { referralId } = await sent();
    await stage.calls.receiveReferral({ ...mutation(), ...receipt, referralId }, as(receiver));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => reasonOf(stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver)))),
    );
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    expect(await eventsOf(referralId)).toEqual(['Drafted', 'Sent', 'ReceivedV2', 'Accepted']);
  });

  test('accept and withdraw at once: one wins, the other learns it, both read the same', async () => {
    for (let round = 0; round < 20; round++) {
      const { referralId } = await sent();
      const reason = WithdrawReason.WITHDRAW_REASON_NEED_CHANGED;
      const [accepted, withdrawn] = await Promise.all([
        reasonOf(stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver))),
        reasonOf(stage.calls.withdrawReferral({ ...mutation(), referralId, reason, note: '' }, as(sender))),
      ]);
      expect([accepted, withdrawn]).toContain('accepted');
      expect([accepted, withdrawn]).toContain(accepted === 'accepted' ? 'REFERRAL_TAKEN' : 'REFERRAL_WITHDRAWN');
      const read = async (agency: string) =>
        (await stage.calls.getReferral({ referralId, atLeastPosition: undefined }, as(agency))).referral?.status;
      expect(await read(sender)).toBe(await read(receiver));
    }
  });

  test('a stranger finds nothing, whatever it asks', async () => {
    const { referralId } = await sent();
    const asked = [
      stage.calls.getReferral({ referralId, atLeastPosition: undefined }, as(stranger)),
      stage.calls.acceptReferral({ ...mutation(), referralId }, as(stranger)),
      stage.calls.declineReferral({ ...mutation(), referralId, reason: 1, note: 'x' }, as(stranger)),
      stage.calls.acceptReferral({ ...mutation(), referralId: randomUUID() }, as(stranger)),
      stage.calls.declineReferral({ ...mutation(), referralId: randomUUID(), reason: 1, note: 'x' }, as(stranger)),
      stage.calls.draftPlan({ ...mutation(), referralId, note: 'x' }, as(stranger)),
    ];
    expect(new Set(await Promise.all(asked.map(reasonOf)))).toEqual(new Set(['REFERRAL_UNKNOWN']));
  });
});

describe('worklists', () => {
  test('page by due time, show each referral once, and belong to their agency', async () => {
    const ids: string[] = [];
    for (const urgency of [Urgency.URGENCY_LOW, Urgency.URGENCY_HIGH, Urgency.URGENCY_MEDIUM]) ids.push((await sent(urgency)).referralId);
    await stage.log.view();
    const list = { worklist: Worklist.WORKLIST_AWAITING_US, pageSize: 2, atLeastPosition: undefined };
    const seen: string[] = [];
    let token = '';
    do {
      const page = ListReferralsResponse.fromPartial(await stage.calls.listReferrals({ ...list, pageToken: token }, as(receiver)));
      expect(page.referrals.length).toBeLessThanOrEqual(2);
      seen.push(...page.referrals.map(({ referralId }) => referralId));
      token = page.nextPageToken;
      if (token !== '')
        expect(await reasonOf(stage.calls.listReferrals({ ...list, pageToken: token }, as(stranger)))).toBe('INVALID_FIELDS');
    } while (token !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => ids.includes(id))).toEqual([ids[1], ids[2], ids[0]]);
    expect((await stage.calls.listReferrals({ ...list, pageToken: '' }, as(stranger))).referrals).toEqual([]);
  });

  test('wait for a position of their own, and say when it does not come', async () => {
    const { referralId } = await sent();
    const { position } = await stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver));
    const list = {
      worklist: Worklist.WORKLIST_SERVED_BY_US,
      pageSize: 200,
      pageToken: '',
      atLeastPosition: Position.fromPartial(position ?? {}),
    };
    expect(await reasonOf(stage.calls.listReferrals(list, as(receiver)))).toBe('POSITION_NOT_REACHED');
    await stage.log.view();
    expect((await stage.calls.listReferrals(list, as(receiver))).referrals?.map((one) => one.referralId)).toContain(referralId);
  });
});

describe('from outside', () => {
  const request = (caseId: string) => ({
    ...mutation(),
    caseId,
    sender: stranger,
    receiver: sender,
    channel: Channel.CHANNEL_OTHER_SYSTEM,
    category: PSYCHOSOCIAL,
    urgency: Urgency.URGENCY_MEDIUM,
    needId: '',
    externalReference: { system: 'other', id: randomUUID() },
    sourceService: { name: 'Counselling', id: '' },
    ambiguities: [{ code: 'status_exited', sourceText: 'Exited' }],
    dateMissing: false,
    note: NOTE,
    atLeastPositions: [],
  });

  test('the same record again is known already, a repeated request gets its first answer', async () => {
    const one = request((await stage.openCase(sender)).caseId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => stage.calls.recordReferralFromOutside(one, as(sender))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.alreadyKnown).toBe(false);
    const again = await stage.calls.recordReferralFromOutside({ ...one, ...mutation() }, as(sender));
    expect(again).toMatchObject({ alreadyKnown: true, referralId: answers[0]?.referralId });
    const { referral, note } = await stage.calls.getReferral(
      { referralId: again.referralId ?? '', atLeastPosition: undefined },
      as(sender),
    );
    expect(note).toBe(NOTE);
    expect(referral?.outside?.ambiguities).toEqual(one.ambiguities);
    expect(await eventsOf(again.referralId ?? '')).toEqual(['RecordedFromOutside']);
  });

  test('is not written into a case of others', async () => {
    const { caseId } = await stage.openCase(sender);
    expect(await reasonOf(stage.calls.recordReferralFromOutside({ ...request(caseId), receiver: receiver }, as(stranger)))).toBe(
      'REFERRAL_CASE_UNKNOWN',
    );
  });
});

test('nobody answers: overdue, escalated, lapsed, on a turned clock', async () => {
  const [{ referralId }, { referralId: answered }] = [await sent(), await sent()];
  await stage.calls.receiveReferral({ ...mutation(), ...receipt, referralId }, as(receiver));
  await stage.calls.acceptReferral({ ...mutation(), referralId: answered }, as(receiver));
  const turnTo = async (hours: number) => {
    await stage.log.turnTo(new Date(Date.now() + hours * 60 * 60 * 1000));
    return eventsOf(referralId);
  };
  const before = ['Drafted', 'Sent', 'ReceivedV2'];
  expect(await turnTo(23)).toEqual(before);
  expect(await turnTo(25)).toEqual([...before, 'Overdue']);
  expect(await turnTo(49)).toEqual([...before, 'Overdue', 'Escalated', 'Lapsed']);
  expect(await eventsOf(answered)).toEqual(['Drafted', 'Sent', 'ReceivedV2', 'Accepted']);
  expect(await reasonOf(stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver)))).toBe('REFERRAL_LAPSED');
});
