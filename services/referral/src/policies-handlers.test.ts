import { randomBytes, randomUUID } from 'node:crypto';
import { createSealer } from '@accompany/access';
import { PersonalDataCategory, RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { DutyKind, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { Worklist } from '@accompany/contracts/referral/v1/service';
import { DecisionAsked, DeclineReason, IntendedAction, Intent, NoticeAbout, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { type Actor, Rejection } from '@accompany/domain';
import { freshDatabase } from '@accompany/local';
import { type AnyEvent, type App, type AppParts, type Call, createApp, type EventMeta, readEvent, type View } from '@accompany/runtime';
import {
  createExecutor,
  deriveTimers,
  type Executor,
  fireTimers,
  inTransaction,
  migrate,
  openPool,
  readAfter,
  type StoredEvent,
  step,
  streamId,
} from '@accompany/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesCopy, directoryCopy } from './copies.js';
import { handlers } from './handlers.js';
import { noticesView } from './notice-views.js';
import { policies } from './policies.js';
import { draftOnNeed } from './reactions.js';
import type { referralAggregate } from './referral.js';
import { receipt } from './samples.js';
import { tellings } from './telling.js';
import { noticeTimers } from './timers.js';
import { referralsView } from './views.js';

/** The service with its own store, its copies and its reactions, on a log that is only as long as this test. */
let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Pool;
let app: App;
let executor: Executor;
let calls: ReturnType<typeof handlers>;

const [SENDER, RECEIVER, OTHER, FAR] = ['alpha', 'beta', 'gamma', 'delta'];
const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY } = PersonalDataCategory;
const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const WITHIN_HOURS = 72;
const REACTIONS = [draftOnNeed, ...policies, ...tellings(WITHIN_HOURS)];

const agency = (name: string, person = 'p1'): Actor => ({ kind: 'agency', agency: name, person });
const as = (name: string, person?: string): Call => ({
  actor: agency(name, person),
  fingerprint: randomUUID(),
  now: new Date(),
  signal: new AbortController().signal,
});
const mutation = () => ({ requestId: randomUUID(), occurredAt: new Date(Date.now() - 1000), etag: '' });

beforeAll(async () => {
  database = await freshDatabase('referral');
  const folder = new URL('../migrations/', import.meta.url);
  await migrate(database.ownerUrl, `${database.name}_app`, [{ name: 'service', folder }]);
  db = openPool(database.appUrl);
  executor = createExecutor(db);
  const key = randomBytes(32);
  const sealer = createSealer({ keys: { dataKey: async () => ({ version: 1, key }) }, now: () => new Date() });
  const config = { ACCOMPANY_FINGERPRINT_KEY: randomBytes(32).toString('base64') };
  const parts = { service: 'referral', db, now: () => new Date(), config, executor, sealer, awaitCopied: async () => {} };
  app = createApp(parts as unknown as AppParts);
  calls = handlers(app);
});
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

let told = 0;

/** What the log does with one event: the copies see it, then the reactions decide. */
const learn = async (event: AnyEvent, caseId = 'network', actor: Actor = agency('nobody'), id: Partial<EventMeta> = {}): Promise<void> => {
  const meta = { eventId: `told-${++told}/1`, streamId: '', caseId, actor, occurredAt: new Date(), ...id } as EventMeta;
  await inTransaction(db, async (tx) => {
    await casesCopy.applyBatch(tx, [{ event, meta }] as never);
    await directoryCopy.applyBatch(tx, [{ event, meta }] as never);
  });
  for (const reaction of REACTIONS) {
    const found = (await inTransaction(db, async (tx) => reaction.among?.(event, meta)?.(tx))) ?? [];
    for (const ordered of [...reaction.on(event, meta), ...found]) {
      const by: Actor = { kind: 'service', service: 'referral' };
      const context = { actor: by, occurredAt: meta.occurredAt, now: new Date() };
      await executor.execute(reaction.aggregate as typeof referralAggregate, ordered.id, {
        key: `reaction/${meta.eventId}/${reaction.name}/${ordered.id}`,
        fingerprint: '',
        occurredAt: meta.occurredAt,
        metadata: { actor: by, correlation: '' },
        partitionKey: () => ordered.caseId ?? caseId,
        decide: (state) => ordered.decide(state as never, context) as never,
      });
    }
  }
};

let fedBack = 0;

/** Our own events come back on the log, and our views follow, until nothing is new. */
const settle = async (): Promise<void> => {
  for (;;) {
    for (const view of [referralsView, noticesView]) while ((await follow(view)).handled > 0);
    const fresh = await readAfter(db, fedBack, 100);
    if (fresh.length === 0) return;
    for (const stored of fresh) {
      fedBack = stored.position;
      const { actor } = JSON.parse(stored.metadata) as { actor: Actor };
      const id = { eventId: `${stored.stream}/${stored.version}`, streamId: streamId(stored.stream) };
      await learn(readEvent(stored.type, stored.payload), stored.key, actor, id);
    }
  }
};

const follow = (view: View) =>
  step(db, {
    name: `view ${view.name}`,
    onError: () => {},
    handle: async (tx, events) => {
      for (const stored of events) await view.apply(tx, readEvent(stored.type, stored.payload), metaOf(stored));
    },
  });

const metaOf = ({ stream, key, occurredAt, recordedAt }: StoredEvent) =>
  ({ streamId: streamId(stream), caseId: key, occurredAt, recordedAt }) as EventMeta;

/** An agency of its own with one psychosocial service, so that tests do not see each other. */
const provider = async (name: string, areaCodes: string[] = ['17']) => {
  const [agencyId, officeId, serviceId] = [`${name}-${randomUUID().slice(0, 8)}`, randomUUID(), randomUUID()];
  await learn({ $case: 'agencyRegistered', value: { agencyId, name, kinds: [], externalReferences: [] } });
  await learn({ $case: 'officeOpened', value: { officeId, agencyId, name: 'Office', areaCode: areaCodes[0] ?? '' } });
  const offered = { serviceId, agencyId, officeId, name: '', category: PSYCHOSOCIAL, areaCodes };
  await learn({ $case: 'serviceOffered', value: { ...offered, eligibility: undefined, capacity: undefined } });
  return { agencyId, officeId, serviceId };
};

/** A case of the sender's with a need, a consent for these receivers, and the network's draft. */
const caseWithDraft = async (sender: string, receivers: string[]) => {
  const [caseId, clientId, consentId, needId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const opened = { reportId: randomUUID(), clientId, leadAgency: sender, risk: RiskLevel.RISK_LEVEL_LOW, urgency: Urgency.URGENCY_HIGH };
  const rest = { duplicateCheck: 1, candidateCaseIds: [], purposes: [], incident: 1, areaCode: '', riskJudgedAt: undefined };
  await learn({ $case: 'caseOpened', value: { ...opened, ...rest } as never }, caseId);
  const scope = { purposes: [PSYCHOSOCIAL], agencies: receivers, categories: [IDENTITY], validFrom: new Date(0), validUntil: undefined };
  await learn({ $case: 'consentGiven', value: { consentId, by: 2, scope, evidence: undefined } as never }, caseId);
  const need = { needId, category: PSYCHOSOCIAL, urgency: Urgency.URGENCY_HIGH, agency: sender, clientId, description: undefined };
  await learn({ $case: 'needIdentified', value: need }, caseId);
  await settle();
  const drafts = await list(sender, Worklist.WORKLIST_SENT_BY_US);
  const referralId = drafts.find((one) => one.caseId === caseId)?.referralId ?? '';
  return { caseId, consentId, needId, referralId };
};

const list = async (name: string, worklist: Worklist) => {
  await settle();
  const { referrals = [] } = await calls.listReferrals({ worklist, pageSize: 200, pageToken: '', atLeastPosition: undefined }, as(name));
  return referrals;
};

const notices = async (name: string, acknowledgedToo = false) => {
  await settle();
  const page = { acknowledgedToo, pageSize: 200, pageToken: '', atLeastPosition: undefined };
  return (await calls.listNotices(page, as(name))).notices ?? [];
};

const read = async (referralId: string, name: string) =>
  (await calls.getReferral({ referralId, atLeastPosition: undefined }, as(name))).referral;

type Sending = { referralId: string; consentId: string };

const send = ({ referralId, consentId }: Sending, sender: string, to: { agencyId: string; serviceId: string }) =>
  calls.sendReferral(
    {
      ...mutation(),
      referralId,
      receiver: to.agencyId,
      serviceId: to.serviceId,
      shareCategories: [IDENTITY],
      permission: { $case: 'consentId', value: consentId },
      note: '',
      intent: Intent.INTENT_REFERRAL,
      atLeastPositions: [],
    },
    as(sender),
  );

const setUp = async () => {
  const [sender, receiver] = [await provider(SENDER ?? ''), await provider(RECEIVER ?? '')];
  const opened = await caseWithDraft(sender.agencyId, [receiver.agencyId]);
  return { ...opened, sender, receiver };
};

const sent = async () => {
  const all = await setUp();
  await send(all, all.sender.agencyId, all.receiver);
  return all;
};

const reasonOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Rejection ? error.reason : String(error)),
  );

test('a referral taken for information is shown to both sides, and goes on being due', async () => {
  const { referralId, sender, receiver } = await sent();
  const filing = { takenAs: Intent.INTENT_INFORMATION, intendedAction: IntendedAction.INTENDED_ACTION_FILE };
  await calls.receiveReferral({ ...mutation(), referralId, ...filing }, as(receiver.agencyId));
  for (const { agencyId } of [sender, receiver])
    expect(await read(referralId, agencyId)).toMatchObject({ intent: Intent.INTENT_REFERRAL, ...filing, intentDiffers: true });
  expect(await list(sender.agencyId, Worklist.WORKLIST_SENT_BY_US)).toMatchObject([{ referralId, intentDiffers: true }]);
  expect(await list(receiver.agencyId, Worklist.WORKLIST_AWAITING_US)).toMatchObject([{ referralId, intentDiffers: true }]);
  await calls.receiveReferral({ ...mutation(), referralId, ...receipt }, as(receiver.agencyId));
  expect(await read(referralId, sender.agencyId)).toMatchObject({ ...receipt, intentDiffers: false });
});

test('information is shared without a due date, listed, received, and never accepted', async () => {
  const { caseId, consentId, needId, referralId: draftId, sender, receiver } = await setUp();
  const sharing = {
    caseId,
    receiver: receiver.agencyId,
    needId: '',
    category: PSYCHOSOCIAL,
    shareCategories: [IDENTITY],
    atLeastPositions: [],
  };
  const permission = { $case: 'consentId' as const, value: consentId };
  const request = { ...mutation(), ...sharing, permission, note: 'she moved' };
  const { referralId = '' } = await calls.shareInformation(request, as(sender.agencyId));
  expect(await list(receiver.agencyId, Worklist.WORKLIST_SHARED_WITH_US)).toMatchObject([
    { referralId, intent: Intent.INTENT_INFORMATION },
  ]);
  expect(await list(receiver.agencyId, Worklist.WORKLIST_AWAITING_US)).toEqual([]);
  expect(await reasonOf(calls.acceptReferral({ ...mutation(), referralId }, as(receiver.agencyId)))).toBe('REFERRAL_IS_INFORMATION');
  expect((await calls.getReferral({ referralId, atLeastPosition: undefined }, as(receiver.agencyId))).note).toBe('she moved');
  await calls.receiveReferral({ ...mutation(), referralId, ...receipt }, as(receiver.agencyId));
  expect(await read(referralId, sender.agencyId)).toMatchObject({ dueBy: undefined, intentDiffers: true });
  expect((await read(draftId, sender.agencyId))?.status, 'the need’s referral is still free').toBe(ReferralStatus.REFERRAL_STATUS_DRAFT);
  expect(needId).not.toBe('');
  expect(await reasonOf(calls.shareInformation({ ...request, ...mutation(), receiver: sender.agencyId }, as(sender.agencyId)))).toBe(
    'REFERRAL_TO_SELF',
  );
  expect(await reasonOf(calls.shareInformation({ ...request, ...mutation() }, as(receiver.agencyId)))).toBe('REFERRAL_CASE_UNKNOWN');
});

test('a decline for lack of a place proposes the next provider of the same category and area, never one twice', async () => {
  const sender = await provider(SENDER ?? '');
  const area = `9${Math.floor(Math.random() * 1e7)}`;
  const [first, second] = [await provider('first', [area]), await provider('second', [`${area}01`])];
  await provider('far', [`8${area}`]);
  const opened = await caseWithDraft(sender.agencyId, [first.agencyId, second.agencyId]);
  await send(opened, sender.agencyId, first);
  const decline = (referralId: string, who: string) =>
    calls.declineReferral({ ...mutation(), referralId, reason: DeclineReason.DECLINE_REASON_NO_CAPACITY, note: '' }, as(who));
  await settle();
  await decline(opened.referralId, first.agencyId);
  const next = (await list(sender.agencyId, Worklist.WORKLIST_SENT_BY_US)).find(
    ({ status }) => status === ReferralStatus.REFERRAL_STATUS_DRAFT,
  );
  expect(await read(next?.referralId ?? '', sender.agencyId)).toMatchObject({
    proposedReceiver: second.agencyId,
    proposedServiceId: second.serviceId,
    previousReferralId: opened.referralId,
    needId: opened.needId,
  });
  await send({ ...opened, referralId: next?.referralId ?? '' }, sender.agencyId, second);
  await settle();
  await decline(next?.referralId ?? '', second.agencyId);
  const left = await list(sender.agencyId, Worklist.WORKLIST_SENT_BY_US);
  expect(left.filter(({ status }) => status === ReferralStatus.REFERRAL_STATUS_DRAFT)).toEqual([]);
});

test.each([
  ['consentWithdrawn', DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN],
  ['consentExpired', DecisionAsked.DECISION_ASKED_CONSENT_EXPIRED],
] as const)('%s: new sharing stops, the referral stays, its sender is told to decide', async ($case, decisionAsked) => {
  const { caseId, consentId, referralId, sender, receiver } = await sent();
  const untouched = await sent();
  await settle();
  await learn({ $case, value: { consentId, by: 2, notes: undefined } } as never, caseId);
  expect(await list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([{ referralId, decisionAsked }]);
  expect((await read(referralId, receiver.agencyId))?.status).toBe(ReferralStatus.REFERRAL_STATUS_SENT);
  expect(await notices(sender.agencyId)).toMatchObject([{ about: NoticeAbout.NOTICE_ABOUT_CONSENT_ENDED, referralId, caseId }]);
  expect(await list(untouched.sender.agencyId, Worklist.WORKLIST_STRANDED)).toEqual([]);
});

test('consent that is taken anew goes on under the new one, and only under one that covers what is shared', async () => {
  const { caseId, consentId, referralId, sender, receiver } = await sent();
  await settle();
  await learn({ $case: 'consentExpired', value: { consentId } }, caseId);
  expect(await list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toHaveLength(1);
  const taken = async (agencies: string[]) => {
    const [anew, period] = [randomUUID(), { validFrom: new Date(0), validUntil: undefined }];
    const scope = { purposes: [PSYCHOSOCIAL], agencies, categories: [IDENTITY], ...period };
    await learn({ $case: 'consentGiven', value: { consentId: anew, by: 1, scope, evidence: undefined } as never }, caseId);
    return anew;
  };
  const renew = (value: string, name = sender.agencyId) =>
    calls.renewSharing({ ...mutation(), referralId, permission: { $case: 'consentId', value }, atLeastPositions: [] }, as(name));
  const anew = await taken([receiver.agencyId]);
  expect(await reasonOf(renew(await taken([FAR ?? ''])))).toBe('REFERRAL_CONSENT_DOES_NOT_COVER');
  expect(await reasonOf(renew(randomUUID()))).toBe('REFERRAL_CONSENT_NOT_IN_FORCE');
  expect(await reasonOf(renew(anew, receiver.agencyId))).toBe('NOT_THE_SENDER');
  await renew(anew);
  await renew(anew);
  expect(await list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toEqual([]);
  await learn({ $case: 'consentWithdrawn', value: { consentId: anew, by: 1, notes: undefined } } as never, caseId);
  expect(await list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([{ referralId }]);
});

test('a consent withdrawn before the sending comes back: whichever is learned second finds the other', async () => {
  const { caseId, consentId, referralId, sender, receiver } = await setUp();
  await send({ referralId, consentId }, sender.agencyId, receiver);
  await learn({ $case: 'consentWithdrawn', value: { consentId, by: 2, notes: undefined } } as never, caseId);
  expect(await list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([{ referralId }]);
});

test.each(['serviceWithdrawn', 'officeClosed', 'agencySuspended'] as const)(
  '%s: what waits for an answer is stranded and listed, what is served goes on, and new referrals are refused',
  async ($case) => {
    const { sender, receiver, referralId, caseId } = await sent();
    const served = await caseWithDraft(sender.agencyId, [receiver.agencyId]);
    await send(served, sender.agencyId, receiver);
    await calls.acceptReferral({ ...mutation(), referralId: served.referralId }, as(receiver.agencyId));
    const late = await caseWithDraft(sender.agencyId, [receiver.agencyId]);
    const { agencyId, officeId, serviceId } = receiver;
    await learn({ $case, value: { agencyId, officeId, serviceId, reason: '' } } as never, agencyId, agency(agencyId));
    expect(await list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([
      { referralId, decisionAsked: DecisionAsked.DECISION_ASKED_STRANDED },
    ]);
    const about = $case === 'agencySuspended' ? NoticeAbout.NOTICE_ABOUT_AGENCY_SUSPENDED : NoticeAbout.NOTICE_ABOUT_SERVICE_WITHDRAWN;
    const was = await notices(sender.agencyId);
    expect(was.map((one) => [one.about, one.caseId]).sort()).toEqual(
      [
        [about, caseId],
        [about, served.caseId],
        [NoticeAbout.NOTICE_ABOUT_REFERRAL_STRANDED, caseId],
      ].sort(),
    );
    const refusal = {
      serviceWithdrawn: 'REFERRAL_SERVICE_NOT_OFFERED',
      officeClosed: 'REFERRAL_OFFICE_CLOSED',
      agencySuspended: 'REFERRAL_RECEIVER_SUSPENDED',
    };
    expect(await reasonOf(send(late, sender.agencyId, receiver))).toBe(refusal[$case]);
  },
);

test('a case that closes and a worker who leaves are told to whoever takes part or has an open referral, but to whoever did it', async () => {
  const { caseId, sender, receiver } = await sent();
  const monitor = { agency: OTHER ?? '', role: ParticipantRole.PARTICIPANT_ROLE_MONITOR, because: '' };
  await learn({ $case: 'participantJoined', value: monitor } as never, caseId);
  await settle();
  const before = (await notices(OTHER ?? '')).length;
  await learn({ $case: 'caseworkerReleased', value: { person: 'p7', reason: 1 } }, caseId, agency(sender.agencyId));
  await learn({ $case: 'caseClosed', value: { criterion: 1, approvedBy: 'p2' } } as never, caseId, agency(sender.agencyId));
  const abouts = [NoticeAbout.NOTICE_ABOUT_CASE_CLOSED, NoticeAbout.NOTICE_ABOUT_CASEWORKER_LEFT];
  expect((await notices(receiver.agencyId)).map(({ about }) => about).sort()).toEqual(abouts);
  expect((await notices(OTHER ?? '')).length).toBe(before + 2);
  expect(await notices(sender.agencyId)).toEqual([]);
  expect(await notices(FAR ?? '')).toEqual([]);
});

test('a notice is acknowledged once, by its agency alone; silence is overdue', async () => {
  const { caseId, sender, receiver } = await sent();
  await settle();
  await learn({ $case: 'caseClosed', value: { criterion: 1, approvedBy: 'p2' } } as never, caseId, agency(sender.agencyId));
  const [notice] = await notices(receiver.agencyId);
  const noticeId = notice?.noticeId ?? '';
  expect(await reasonOf(calls.acknowledgeNotice({ ...mutation(), noticeId }, as(sender.agencyId)))).toBe('NOTICE_UNKNOWN');
  expect(await reasonOf(calls.acknowledgeNotice({ ...mutation(), noticeId: randomUUID() }, as(sender.agencyId)))).toBe('NOTICE_UNKNOWN');
  const derive = () => step(db, { name: 'timers', onError: () => {}, handle: (tx, events) => deriveTimers(tx, [noticeTimers], events) });
  while ((await derive()).handled > 0);
  const fire = (hours: number) => fireTimers(db, executor, [noticeTimers], 'referral', new Date(Date.now() + hours * 3_600_000));
  await fire(WITHIN_HOURS - 1);
  expect((await notices(receiver.agencyId))[0]?.overdue).toBe(false);
  while ((await fire(WITHIN_HOURS + 1)) > 0);
  expect((await notices(receiver.agencyId))[0]?.overdue).toBe(true);
  await calls.acknowledgeNotice({ ...mutation(), noticeId }, as(receiver.agencyId));
  await calls.acknowledgeNotice({ ...mutation(), noticeId }, as(receiver.agencyId, 'p2'));
  expect(await notices(receiver.agencyId)).toEqual([]);
  expect(await notices(receiver.agencyId, true)).toMatchObject([{ noticeId, overdue: true }]);
});

test('a referral that its case refused is undone, and both sides are told', async () => {
  const { caseId, referralId, sender, receiver } = await sent();
  await settle();
  const refused = { kind: DutyKind.DUTY_KIND_REFERRAL, dutyId: referralId, agency: receiver.agencyId, because: 1 };
  await learn({ $case: 'caseDutyRefused', value: refused } as never, caseId);
  expect((await read(referralId, receiver.agencyId))?.status).toBe(ReferralStatus.REFERRAL_STATUS_WITHDRAWN);
  for (const { agencyId } of [sender, receiver])
    expect(await notices(agencyId)).toMatchObject([{ about: NoticeAbout.NOTICE_ABOUT_REFERRAL_UNDONE, referralId }]);
});
