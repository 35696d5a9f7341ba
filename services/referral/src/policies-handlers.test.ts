import { randomUUID } from 'node:crypto';
import { PersonalDataCategory, ServiceCategory } from '@accompany/contracts/common/v1/common';
import { DutyKind, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { Worklist } from '@accompany/contracts/referral/v1/service';
import { DecisionAsked, DeclineReason, IntendedAction, Intent, NoticeAbout, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { as, mutation, reasonOf } from '@accompany/runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receipt } from './samples.js';
import { type ReferralStage, startReferral, WITHIN_HOURS } from './samples-handlers.js';

/** What the network does by itself, on a log that is only as long as this test. */
let stage: ReferralStage;
beforeAll(async () => {
  stage = await startReferral();
});
afterAll(() => stage?.stop());

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY } = PersonalDataCategory;
const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const [OTHER, FAR] = ['gamma', 'delta'];
/** What somebody of an agency did. */
const by = (agency: string) => ({ actor: { kind: 'agency', agency, person: 'p-1' } }) as const;

test('a referral taken for information is shown to both sides, and goes on being due', async () => {
  const { referralId, sender, receiver } = await stage.sent();
  const filing = { takenAs: Intent.INTENT_INFORMATION, intendedAction: IntendedAction.INTENDED_ACTION_FILE };
  await stage.calls.receiveReferral({ ...mutation(), referralId, ...filing }, as(receiver.agencyId));
  for (const { agencyId } of [sender, receiver])
    expect(await stage.read(referralId, agencyId)).toMatchObject({ intent: Intent.INTENT_REFERRAL, ...filing, intentDiffers: true });
  expect(await stage.list(sender.agencyId, Worklist.WORKLIST_SENT_BY_US)).toMatchObject([{ referralId, intentDiffers: true }]);
  expect(await stage.list(receiver.agencyId, Worklist.WORKLIST_AWAITING_US)).toMatchObject([{ referralId, intentDiffers: true }]);
  await stage.calls.receiveReferral({ ...mutation(), referralId, ...receipt }, as(receiver.agencyId));
  expect(await stage.read(referralId, sender.agencyId)).toMatchObject({ ...receipt, intentDiffers: false });
});

test('information is shared without a due date, listed, received, and never accepted', async () => {
  const { caseId, consentId, needId, referralId: draftId, sender, receiver } = await stage.setUp();
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
  const { referralId = '' } = await stage.calls.shareInformation(request, as(sender.agencyId));
  expect(await stage.list(receiver.agencyId, Worklist.WORKLIST_SHARED_WITH_US)).toMatchObject([
    { referralId, intent: Intent.INTENT_INFORMATION },
  ]);
  expect(await stage.list(receiver.agencyId, Worklist.WORKLIST_AWAITING_US)).toEqual([]);
  expect(await reasonOf(stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver.agencyId)))).toBe('REFERRAL_IS_INFORMATION');
  expect((await stage.calls.getReferral({ referralId, atLeastPosition: undefined }, as(receiver.agencyId))).note).toBe('she moved');
  await stage.calls.receiveReferral({ ...mutation(), referralId, ...receipt }, as(receiver.agencyId));
  expect(await stage.read(referralId, sender.agencyId)).toMatchObject({ dueBy: undefined, intentDiffers: true });
  expect((await stage.read(draftId, sender.agencyId))?.status, 'the need’s referral is still free').toBe(
    ReferralStatus.REFERRAL_STATUS_DRAFT,
  );
  expect(needId).not.toBe('');
  expect(await reasonOf(stage.calls.shareInformation({ ...request, ...mutation(), receiver: sender.agencyId }, as(sender.agencyId)))).toBe(
    'REFERRAL_TO_SELF',
  );
  expect(await reasonOf(stage.calls.shareInformation({ ...request, ...mutation() }, as(receiver.agencyId)))).toBe('REFERRAL_CASE_UNKNOWN');
});

test('a decline for lack of a place proposes the next provider of the same category and area, never one twice', async () => {
  const sender = await stage.provider('alpha');
  const area = `9${Math.floor(Math.random() * 1e7)}`;
  const [first, second] = [await stage.provider('first', [area]), await stage.provider('second', [`${area}01`])];
  await stage.provider('far', [`8${area}`]);
  const opened = await stage.caseWithDraft(sender.agencyId, [first.agencyId, second.agencyId]);
  await stage.send(opened, sender.agencyId, first);
  const decline = (referralId: string, who: string) =>
    stage.calls.declineReferral({ ...mutation(), referralId, reason: DeclineReason.DECLINE_REASON_NO_CAPACITY, note: '' }, as(who));
  await stage.log.settle();
  await decline(opened.referralId, first.agencyId);
  const next = (await stage.list(sender.agencyId, Worklist.WORKLIST_SENT_BY_US)).find(
    ({ status }) => status === ReferralStatus.REFERRAL_STATUS_DRAFT,
  );
  expect(await stage.read(next?.referralId ?? '', sender.agencyId)).toMatchObject({
    proposedReceiver: second.agencyId,
    proposedServiceId: second.serviceId,
    previousReferralId: opened.referralId,
    needId: opened.needId,
  });
  await stage.send({ ...opened, referralId: next?.referralId ?? '' }, sender.agencyId, second);
  await stage.log.settle();
  await decline(next?.referralId ?? '', second.agencyId);
  const left = await stage.list(sender.agencyId, Worklist.WORKLIST_SENT_BY_US);
  expect(left.filter(({ status }) => status === ReferralStatus.REFERRAL_STATUS_DRAFT)).toEqual([]);
});

test.each([
  ['consentWithdrawn', DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN],
  ['consentExpired', DecisionAsked.DECISION_ASKED_CONSENT_EXPIRED],
] as const)('%s: new sharing stops, the referral stays, its sender is told to decide', async ($case, decisionAsked) => {
  const { caseId, consentId, referralId, sender, receiver } = await stage.sent();
  const untouched = await stage.sent();
  await stage.log.settle();
  await stage.learn({ $case, value: { consentId, by: 2, notes: undefined } } as never, caseId);
  expect(await stage.list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([{ referralId, decisionAsked }]);
  expect((await stage.read(referralId, receiver.agencyId))?.status).toBe(ReferralStatus.REFERRAL_STATUS_SENT);
  expect(await stage.notices(sender.agencyId)).toMatchObject([{ about: NoticeAbout.NOTICE_ABOUT_CONSENT_ENDED, referralId, caseId }]);
  expect(await stage.list(untouched.sender.agencyId, Worklist.WORKLIST_STRANDED)).toEqual([]);
});

test('consent that is taken anew goes on under the new one, and only under one that covers what is shared', async () => {
  const { caseId, consentId, referralId, sender, receiver } = await stage.sent();
  await stage.log.settle();
  await stage.learn({ $case: 'consentExpired', value: { consentId } }, caseId);
  expect(await stage.list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toHaveLength(1);
  const taken = async (agencies: string[]) => {
    const [anew, period] = [randomUUID(), { validFrom: new Date(0), validUntil: undefined }];
    const scope = { purposes: [PSYCHOSOCIAL], agencies, categories: [IDENTITY], ...period };
    await stage.learn({ $case: 'consentGiven', value: { consentId: anew, by: 1, scope, evidence: undefined } as never }, caseId);
    return anew;
  };
  const renew = (value: string, name = sender.agencyId) =>
    stage.calls.renewSharing({ ...mutation(), referralId, permission: { $case: 'consentId', value }, atLeastPositions: [] }, as(name));
  const anew = await taken([receiver.agencyId]);
  expect(await reasonOf(renew(await taken([FAR])))).toBe('REFERRAL_CONSENT_DOES_NOT_COVER');
  expect(await reasonOf(renew(randomUUID()))).toBe('REFERRAL_CONSENT_NOT_IN_FORCE');
  expect(await reasonOf(renew(anew, receiver.agencyId))).toBe('NOT_THE_SENDER');
  await renew(anew);
  await renew(anew);
  expect(await stage.list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toEqual([]);
  await stage.learn({ $case: 'consentWithdrawn', value: { consentId: anew, by: 1, notes: undefined } } as never, caseId);
  expect(await stage.list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([{ referralId }]);
});

test.each([
  ['consentWithdrawn', DecisionAsked.DECISION_ASKED_CONSENT_WITHDRAWN],
  ['consentExpired', DecisionAsked.DECISION_ASKED_CONSENT_EXPIRED],
] as const)('%s before the sending comes back: whichever is learned second finds the other', async ($case, decisionAsked) => {
  const { caseId, consentId, referralId, sender, receiver } = await stage.setUp();
  await stage.send({ referralId, consentId }, sender.agencyId, receiver);
  await stage.learn({ $case, value: { consentId, by: 2, notes: undefined } }, caseId);
  expect(await stage.list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([{ referralId, decisionAsked }]);
});

test.each(['serviceWithdrawn', 'officeClosed', 'agencySuspended'] as const)(
  '%s: what waits for an answer is stranded and listed, what is served goes on, and new referrals are refused',
  async ($case) => {
    const { sender, receiver, referralId, caseId } = await stage.sent();
    const served = await stage.caseWithDraft(sender.agencyId, [receiver.agencyId]);
    await stage.send(served, sender.agencyId, receiver);
    await stage.calls.acceptReferral({ ...mutation(), referralId: served.referralId }, as(receiver.agencyId));
    const late = await stage.caseWithDraft(sender.agencyId, [receiver.agencyId]);
    const { agencyId, officeId, serviceId } = receiver;
    await stage.log.settle();
    await stage.learn({ $case, value: { agencyId, officeId, serviceId, reason: '' } } as never, agencyId, by(agencyId));
    expect(await stage.list(sender.agencyId, Worklist.WORKLIST_STRANDED)).toMatchObject([
      { referralId, decisionAsked: DecisionAsked.DECISION_ASKED_STRANDED },
    ]);
    const about = $case === 'agencySuspended' ? NoticeAbout.NOTICE_ABOUT_AGENCY_SUSPENDED : NoticeAbout.NOTICE_ABOUT_SERVICE_WITHDRAWN;
    const was = await stage.notices(sender.agencyId);
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
    expect(await reasonOf(stage.send(late, sender.agencyId, receiver))).toBe(refusal[$case]);
  },
);

test('a case that closes and a worker who leaves are told to whoever takes part or has an open referral, but to whoever did it', async () => {
  const { caseId, sender, receiver } = await stage.sent();
  const monitor = { agency: OTHER, role: ParticipantRole.PARTICIPANT_ROLE_MONITOR, because: '' };
  await stage.learn({ $case: 'participantJoined', value: monitor } as never, caseId);
  await stage.log.settle();
  const before = (await stage.notices(OTHER)).length;
  await stage.learn({ $case: 'caseworkerReleased', value: { person: 'p7', reason: 1 } }, caseId, by(sender.agencyId));
  await stage.learn({ $case: 'caseClosed', value: { criterion: 1, approvedBy: 'p2' } } as never, caseId, by(sender.agencyId));
  const abouts = [NoticeAbout.NOTICE_ABOUT_CASE_CLOSED, NoticeAbout.NOTICE_ABOUT_CASEWORKER_LEFT];
  expect((await stage.notices(receiver.agencyId)).map(({ about }) => about).sort()).toEqual(abouts);
  expect((await stage.notices(OTHER)).length).toBe(before + 2);
  expect(await stage.notices(sender.agencyId)).toEqual([]);
  expect(await stage.notices(FAR)).toEqual([]);
});

test('a notice is acknowledged once, by its agency alone; silence is overdue', async () => {
  const { caseId, sender, receiver } = await stage.sent();
  await stage.log.settle();
  await stage.learn({ $case: 'caseClosed', value: { criterion: 1, approvedBy: 'p2' } } as never, caseId, by(sender.agencyId));
  const [notice] = await stage.notices(receiver.agencyId);
  const noticeId = notice?.noticeId ?? '';
  expect(await reasonOf(stage.calls.acknowledgeNotice({ ...mutation(), noticeId }, as(sender.agencyId)))).toBe('NOTICE_UNKNOWN');
  expect(await reasonOf(stage.calls.acknowledgeNotice({ ...mutation(), noticeId: randomUUID() }, as(sender.agencyId)))).toBe(
    'NOTICE_UNKNOWN',
  );
  const turnTo = (hours: number) => stage.log.turnTo(new Date(Date.now() + hours * 3_600_000));
  await turnTo(WITHIN_HOURS - 1);
  expect((await stage.notices(receiver.agencyId))[0]?.overdue).toBe(false);
  await turnTo(WITHIN_HOURS + 1);
  expect((await stage.notices(receiver.agencyId))[0]?.overdue).toBe(true);
  await stage.calls.acknowledgeNotice({ ...mutation(), noticeId }, as(receiver.agencyId));
  await stage.calls.acknowledgeNotice({ ...mutation(), noticeId }, as(receiver.agencyId, 'p2'));
  expect(await stage.notices(receiver.agencyId)).toEqual([]);
  expect(await stage.notices(receiver.agencyId, true)).toMatchObject([{ noticeId, overdue: true }]);
});

test('a referral that its case refused is undone, and both sides are told', async () => {
  const { caseId, referralId, sender, receiver } = await stage.sent();
  await stage.log.settle();
  const refused = { kind: DutyKind.DUTY_KIND_REFERRAL, dutyId: referralId, agency: receiver.agencyId, because: 1 };
  await stage.learn({ $case: 'caseDutyRefused', value: refused } as never, caseId);
  expect((await stage.read(referralId, receiver.agencyId))?.status).toBe(ReferralStatus.REFERRAL_STATUS_WITHDRAWN);
  for (const { agencyId } of [sender, receiver])
    expect(await stage.notices(agencyId)).toMatchObject([{ about: NoticeAbout.NOTICE_ABOUT_REFERRAL_UNDONE, referralId }]);
});
