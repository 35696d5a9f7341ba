import { randomBytes, randomUUID } from 'node:crypto';
import { createSealer } from '@accompany/access';
import { PersonalDataCategory, Position, RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ListReferralsResponse, Worklist } from '@accompany/contracts/referral/v1/service';
import {
  Channel,
  ErrorReason,
  Intent,
  Outcome,
  Period,
  ReferralStatus,
  SessionCancelledBy,
  SupportKind,
  WithdrawReason,
} from '@accompany/contracts/referral/v1/types';
import { Rejection } from '@accompany/domain';
import { freshDatabase } from '@accompany/local';
import { type AnyEvent, type App, type AppParts, type Call, createApp, type EventMeta, readEvent } from '@accompany/runtime';
import { createExecutor, deriveTimers, fireTimers, inTransaction, migrate, openPool, readStream, step, streamId } from '@accompany/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casesCopy, directoryCopy } from './copies.js';
import { handlers } from './handlers.js';
import { draftOnNeed } from './reactions.js';
import { referralAggregate } from './referral.js';
import { receipt } from './samples.js';
import { pickUpTimers } from './timers.js';
import { referralsView } from './views.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Pool;
let app: App;
let calls: ReturnType<typeof handlers>;

const [SENDER, RECEIVER, STRANGER] = ['alpha', 'beta', 'gamma'];
const serviceId = randomUUID();
const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY } = PersonalDataCategory;
const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const NOTE = 'ក្មេងស្រី sleeps badly';

const as = (agency: string): Call => ({
  actor: { kind: 'agency', agency, person: 'p1' },
  fingerprint: 'same',
  now: new Date(),
  signal: new AbortController().signal,
});
const mutation = () => ({ requestId: randomUUID(), occurredAt: new Date(Date.now() - 1000), etag: '' });

beforeAll(async () => {
  database = await freshDatabase('referral');
  const folder = new URL('../migrations/', import.meta.url);
  await migrate(database.ownerUrl, `${database.name}_app`, [{ name: 'service', folder }]);
  db = openPool(database.appUrl);
  const key = randomBytes(32);
  const sealer = createSealer({ keys: { dataKey: async () => ({ version: 1, key }) }, now: () => new Date() });
  const config = { ACCOMPANY_FINGERPRINT_KEY: randomBytes(32).toString('base64') };
  const parts = {
    service: 'referral',
    db,
    now: () => new Date(),
    config,
    executor: createExecutor(db),
    sealer,
    awaitCopied: async () => {},
  };
  app = createApp(parts as unknown as AppParts);
  calls = handlers(app);
  for (const agencyId of [SENDER, RECEIVER, STRANGER])
    await copy({ $case: 'agencyRegistered', value: { agencyId, name: agencyId, kinds: [], externalReferences: [] } });
  await copy({ $case: 'officeOpened', value: { officeId: 'o1', agencyId: RECEIVER, name: 'Office', areaCode: '1706' } });
  const offered = { serviceId, agencyId: RECEIVER, officeId: 'o1', name: '', category: PSYCHOSOCIAL, areaCodes: [] };
  await copy({ $case: 'serviceOffered', value: { ...offered, eligibility: undefined, capacity: undefined } });
});
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

const meta = (caseId: string) => ({ caseId, occurredAt: new Date() }) as EventMeta;

/** What the logs bring. */
const copy = (event: AnyEvent, caseId = ''): Promise<void> =>
  inTransaction(db, async (tx) => {
    const events = [{ event, meta: meta(caseId) }] as never;
    await casesCopy.applyBatch(tx, events);
    await directoryCopy.applyBatch(tx, events);
  });

/** What our own subscription does. */
const refresh = () =>
  step(db, {
    name: 'view referrals',
    onError: () => {},
    handle: async (tx, events) => {
      for (const stored of events)
        await referralsView.apply(tx, readEvent(stored.type, stored.payload), {
          ...meta(stored.key),
          streamId: streamId(stored.stream),
          occurredAt: stored.occurredAt,
        });
    },
  });

/** An open case of the sender with a consent for the receiver. */
const openCase = async () => {
  const [caseId, clientId, consentId] = [randomUUID(), randomUUID(), randomUUID()];
  const opened = {
    reportId: randomUUID(),
    clientId,
    leadAgency: SENDER,
    risk: RiskLevel.RISK_LEVEL_UNKNOWN,
    urgency: Urgency.URGENCY_HIGH,
  };
  const rest = { duplicateCheck: 1, candidateCaseIds: [], purposes: [], incident: 1, areaCode: '', riskJudgedAt: undefined };
  await copy({ $case: 'caseOpened', value: { ...opened, ...rest } }, caseId);
  const scope = { purposes: [PSYCHOSOCIAL], agencies: [RECEIVER], categories: [IDENTITY], validFrom: new Date(0), validUntil: undefined };
  await copy({ $case: 'consentGiven', value: { consentId, by: 2, scope, evidence: undefined, retakeAt: undefined } }, caseId);
  return { caseId, clientId, consentId };
};

/** A need on an open case, and the draft that the network writes for it. */
const drafted = async (urgency = Urgency.URGENCY_HIGH) => {
  const { caseId, clientId, consentId } = await openCase();
  const needId = randomUUID();
  const event = {
    $case: 'needIdentified' as const,
    value: { needId, category: PSYCHOSOCIAL, urgency, agency: SENDER, clientId, description: undefined },
  };
  await copy(event, caseId);
  const [ordered] = draftOnNeed.on(event, meta(caseId));
  const referralId = ordered?.id ?? '';
  const call = { ...as(SENDER), actor: { kind: 'service' as const, service: 'referral' } };
  await app.execute(referralAggregate, referralId, mutation(), call, { caseId, decide: ordered?.decide ?? (() => []) });
  const sending = {
    referralId,
    receiver: RECEIVER,
    serviceId,
    shareCategories: [IDENTITY],
    permission: { $case: 'consentId' as const, value: consentId },
    note: NOTE,
    intent: Intent.INTENT_REFERRAL,
    atLeastPositions: [],
  };
  return { caseId, clientId, needId, referralId, sending };
};

const sent = async (urgency?: Urgency) => {
  const one = await drafted(urgency);
  await calls.sendReferral({ ...mutation(), ...one.sending }, as(SENDER));
  return one;
};

const eventsOf = async (referralId: string) =>
  (await readStream(db, `referral-${referralId}`)).map(({ type }) => type.slice(type.lastIndexOf('.') + 'Referral'.length + 1));

const reasonOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Rejection ? error.reason : String(error)),
  );

describe('sending', () => {
  test('reads the copies, seals the note, and the receiver opens it', async () => {
    const { referralId, caseId } = await sent();
    const { referral, note } = await calls.getReferral({ referralId, atLeastPosition: undefined }, as(RECEIVER));
    expect(note).toBe(NOTE);
    expect(referral).toMatchObject({ caseId, status: ReferralStatus.REFERRAL_STATUS_SENT, sender: SENDER, receiver: RECEIVER });
    const stored = (await readStream(db, `referral-${referralId}`)).map(({ payload }) => payload.toString('utf8')).join();
    expect(stored).not.toContain('sleeps');
  });

  test('stops at once when the consent is withdrawn', async () => {
    const { sending, caseId } = await drafted();
    await copy({ $case: 'consentWithdrawn', value: { consentId: sending.permission.value, by: 2, notes: undefined } }, caseId);
    expect(await reasonOf(calls.sendReferral({ ...mutation(), ...sending }, as(SENDER)))).toBe('REFERRAL_CONSENT_NOT_IN_FORCE');
  });

  test('fifty times under one request id is one event and fifty equal answers', async () => {
    const { sending, referralId } = await drafted();
    const request = { ...mutation(), ...sending };
    const answers = await Promise.all(Array.from({ length: 50 }, () => calls.sendReferral(request, as(SENDER))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await eventsOf(referralId)).toEqual(['Drafted', 'Sent']);
  });

  test('a draft by call finds the draft of the network; after the end it is the next one', async () => {
    const { caseId, needId, referralId } = await sent();
    const request = { caseId, needId, previousReferralId: '', atLeastPositions: [] };
    expect((await calls.draftReferral({ ...mutation(), ...request }, as(SENDER))).referralId).toBe(referralId);
    await calls.declineReferral({ ...mutation(), referralId, reason: 1, note: '' }, as(RECEIVER));
    expect(await reasonOf(calls.draftReferral({ ...mutation(), ...request }, as(SENDER)))).toBe('REFERRAL_DECLINED');
    const next = await calls.draftReferral({ ...mutation(), ...request, previousReferralId: referralId }, as(SENDER));
    expect(next.referralId).not.toBe(referralId);
  });
});

describe('answering', () => {
  test('fifty callers accept at once: one event, fifty equal answers', async () => {
    const { referralId } = await sent();
    await calls.receiveReferral({ ...mutation(), ...receipt, referralId }, as(RECEIVER));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => reasonOf(calls.acceptReferral({ ...mutation(), referralId }, as(RECEIVER)))),
    );
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    expect(await eventsOf(referralId)).toEqual(['Drafted', 'Sent', 'ReceivedV2', 'Accepted']);
  });

  test('accept and withdraw at once: one wins, the other learns it, both read the same', async () => {
    for (let round = 0; round < 20; round++) {
      const { referralId } = await sent();
      const reason = WithdrawReason.WITHDRAW_REASON_NEED_CHANGED;
      const [accepted, withdrawn] = await Promise.all([
        reasonOf(calls.acceptReferral({ ...mutation(), referralId }, as(RECEIVER))),
        reasonOf(calls.withdrawReferral({ ...mutation(), referralId, reason, note: '' }, as(SENDER))),
      ]);
      expect([accepted, withdrawn]).toContain('accepted');
      expect([accepted, withdrawn]).toContain(accepted === 'accepted' ? 'REFERRAL_TAKEN' : 'REFERRAL_WITHDRAWN');
      const read = async (agency: string) =>
        (await calls.getReferral({ referralId, atLeastPosition: undefined }, as(agency))).referral?.status;
      expect(await read(SENDER)).toBe(await read(RECEIVER));
    }
  });

  test('a stranger finds nothing, whatever it asks', async () => {
    const { referralId } = await sent();
    const asked = [
      calls.getReferral({ referralId, atLeastPosition: undefined }, as(STRANGER)),
      calls.acceptReferral({ ...mutation(), referralId }, as(STRANGER)),
      calls.declineReferral({ ...mutation(), referralId, reason: 1, note: 'x' }, as(STRANGER)),
      calls.acceptReferral({ ...mutation(), referralId: randomUUID() }, as(STRANGER)),
      calls.declineReferral({ ...mutation(), referralId: randomUUID(), reason: 1, note: 'x' }, as(STRANGER)),
      calls.draftPlan({ ...mutation(), referralId, note: 'x' }, as(STRANGER)),
    ];
    expect(new Set(await Promise.all(asked.map(reasonOf)))).toEqual(new Set(['REFERRAL_UNKNOWN']));
  });
});

describe('worklists', () => {
  test('page by due time, show each referral once, and belong to their agency', async () => {
    const ids: string[] = [];
    for (const urgency of [Urgency.URGENCY_LOW, Urgency.URGENCY_HIGH, Urgency.URGENCY_MEDIUM]) ids.push((await sent(urgency)).referralId);
    while ((await refresh()).handled > 0);
    const list = { worklist: Worklist.WORKLIST_AWAITING_US, pageSize: 2, atLeastPosition: undefined };
    const seen: string[] = [];
    let token = '';
    do {
      const page = ListReferralsResponse.fromPartial(await calls.listReferrals({ ...list, pageToken: token }, as(RECEIVER)));
      expect(page.referrals.length).toBeLessThanOrEqual(2);
      seen.push(...page.referrals.map(({ referralId }) => referralId));
      token = page.nextPageToken;
      if (token !== '') expect(await reasonOf(calls.listReferrals({ ...list, pageToken: token }, as(STRANGER)))).toBe('INVALID_FIELDS');
    } while (token !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => ids.includes(id))).toEqual([ids[1], ids[2], ids[0]]);
    expect((await calls.listReferrals({ ...list, pageToken: '' }, as(STRANGER))).referrals).toEqual([]);
  });

  test('wait for a position of their own, and say when it does not come', async () => {
    const { referralId } = await sent();
    const { position } = await calls.acceptReferral({ ...mutation(), referralId }, as(RECEIVER));
    const list = {
      worklist: Worklist.WORKLIST_SERVED_BY_US,
      pageSize: 200,
      pageToken: '',
      atLeastPosition: Position.fromPartial(position ?? {}),
    };
    expect(await reasonOf(calls.listReferrals(list, as(RECEIVER)))).toBe('POSITION_NOT_REACHED');
    while ((await refresh()).handled > 0);
    expect((await calls.listReferrals(list, as(RECEIVER))).referrals?.map((one) => one.referralId)).toContain(referralId);
  });
});

describe('from outside', () => {
  const request = (caseId: string) => ({
    ...mutation(),
    caseId,
    sender: STRANGER,
    receiver: SENDER,
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
    const one = request((await openCase()).caseId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => calls.recordReferralFromOutside(one, as(SENDER))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.alreadyKnown).toBe(false);
    const again = await calls.recordReferralFromOutside({ ...one, ...mutation() }, as(SENDER));
    expect(again).toMatchObject({ alreadyKnown: true, referralId: answers[0]?.referralId });
    const { referral, note } = await calls.getReferral({ referralId: again.referralId ?? '', atLeastPosition: undefined }, as(SENDER));
    expect(note).toBe(NOTE);
    expect(referral?.outside?.ambiguities).toEqual(one.ambiguities);
    expect(await eventsOf(again.referralId ?? '')).toEqual(['RecordedFromOutside']);
  });

  test('is not written into a case of others', async () => {
    const { caseId } = await openCase();
    expect(await reasonOf(calls.recordReferralFromOutside({ ...request(caseId), receiver: RECEIVER }, as(STRANGER)))).toBe(
      'REFERRAL_CASE_UNKNOWN',
    );
  });
});

test('a plan from draft to outcome; the sender sees counts, not notes', async () => {
  const { referralId } = await sent();
  await calls.acceptReferral({ ...mutation(), referralId }, as(RECEIVER));
  await calls.startService({ ...mutation(), referralId }, as(RECEIVER));
  const { planId = '' } = await calls.draftPlan({ ...mutation(), referralId, note: 'to sleep' }, as(RECEIVER));
  await calls.activatePlan({ ...mutation(), planId, frequency: { sessions: 2, period: Period.PERIOD_MONTH } }, as(RECEIVER));
  const planSession = async () =>
    (await calls.planSession({ ...mutation(), planId, plannedFor: new Date() }, as(RECEIVER))).sessionId ?? '';
  const [first, second] = [await planSession(), await planSession()];
  await calls.holdSession({ ...mutation(), planId, sessionId: first, note: NOTE }, as(RECEIVER));
  const by = SessionCancelledBy.SESSION_CANCELLED_BY_CLIENT;
  await calls.cancelSession({ ...mutation(), planId, sessionId: second, by }, as(RECEIVER));
  await calls.completePlan({ ...mutation(), planId, outcome: Outcome.OUTCOME_GOALS_REACHED }, as(RECEIVER));
  const read = { planId, on: undefined, atLeastPosition: undefined };
  const counts = { sessionsHeld: 1, sessionsCancelled: 1, sessionsPlanned: 0, outcome: Outcome.OUTCOME_GOALS_REACHED };
  expect(await calls.getPlan(read, as(SENDER))).toMatchObject({ ...counts, sessions: [], goal: '' });
  expect((await calls.getPlan(read, as(RECEIVER))).goal).toBe('to sleep');
  const note = { planId, sessionId: first, atLeastPosition: undefined };
  expect(await calls.getSessionNote(note, as(RECEIVER))).toEqual({ note: NOTE });
  expect(await reasonOf(calls.getSessionNote(note, as(SENDER)))).toBe('NOT_THE_DELIVERER');
  expect(await reasonOf(calls.getPlan(read, as(STRANGER)))).toBe('PLAN_UNKNOWN');
});

test('support by the lead, and only by it', async () => {
  const { caseId } = await openCase();
  const rice = { caseId, kind: SupportKind.SUPPORT_KIND_FOOD, amount: '150000', currency: 'KHR', reason: NOTE, atLeastPositions: [] };
  const { supportId = '' } = await calls.recordSupport({ ...mutation(), ...rice }, as(SENDER));
  expect(await calls.getSupport({ supportId, atLeastPosition: undefined }, as(SENDER))).toMatchObject({ amount: '150000', reason: NOTE });
  expect(await reasonOf(calls.recordSupport({ ...mutation(), ...rice }, as(RECEIVER)))).toBe('SUPPORT_CASE_UNKNOWN');
  expect(await reasonOf(calls.getSupport({ supportId, atLeastPosition: undefined }, as(RECEIVER)))).toBe('SUPPORT_UNKNOWN');
  await calls.enterSupportInError({ ...mutation(), supportId, reason: ErrorReason.ERROR_REASON_DUPLICATE }, as(SENDER));
  expect((await calls.getSupport({ supportId, atLeastPosition: undefined }, as(SENDER))).enteredInError).toBe(true);
});

test('nobody answers: overdue, escalated, lapsed, on a turned clock', async () => {
  const [{ referralId }, { referralId: answered }] = [await sent(), await sent()];
  await calls.receiveReferral({ ...mutation(), ...receipt, referralId }, as(RECEIVER));
  await calls.acceptReferral({ ...mutation(), referralId: answered }, as(RECEIVER));
  const derive = () => step(db, { name: 'timers', onError: () => {}, handle: (tx, events) => deriveTimers(tx, [pickUpTimers], events) });
  const turnTo = async (hours: number) => {
    while ((await derive()).handled > 0);
    const then = new Date(Date.now() + hours * 60 * 60 * 1000);
    while ((await fireTimers(db, createExecutor(db), [pickUpTimers], 'referral', then)) > 0);
    return eventsOf(referralId);
  };
  const before = ['Drafted', 'Sent', 'ReceivedV2'];
  expect(await turnTo(23)).toEqual(before);
  expect(await turnTo(25)).toEqual([...before, 'Overdue']);
  expect(await turnTo(49)).toEqual([...before, 'Overdue', 'Escalated', 'Lapsed']);
  expect(await eventsOf(answered)).toEqual(['Drafted', 'Sent', 'ReceivedV2', 'Accepted']);
  expect(await reasonOf(calls.acceptReferral({ ...mutation(), referralId }, as(RECEIVER)))).toBe('REFERRAL_LAPSED');
});
