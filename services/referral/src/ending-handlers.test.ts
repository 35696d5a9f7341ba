import { randomUUID } from 'node:crypto';
import { HandoverReason, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { Worklist } from '@accompany/contracts/referral/v1/service';
import { DecisionAsked, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { as, mutation, reasonOf } from '@accompany/runtime/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Provider, type ReferralStage, startReferral } from './samples-handlers.js';

/** What rests on something whose end is announced, or comes in the very moment of the sending. */
let stage: ReferralStage;
beforeAll(async () => {
  stage = await startReferral();
});
afterAll(() => stage?.stop());

const { WORKLIST_STRANDED } = Worklist;
const STRANDED = DecisionAsked.DECISION_ASKED_STRANDED;
const EXPIRED = DecisionAsked.DECISION_ASKED_CONSENT_EXPIRED;

describe('an office whose end has begun', () => {
  const announce = ({ officeId, agencyId }: Provider) =>
    stage.learn({ $case: 'officeClosing', value: { officeId, agencyId, reason: '' } }, agencyId);
  const keep = ({ officeId, agencyId }: Provider) => stage.learn({ $case: 'officeKeptOpen', value: { officeId, agencyId } }, agencyId);

  test('takes no new referral, and takes them again when it is kept open', async () => {
    const { sender, receiver, ...drafted } = await stage.setUp();
    await announce(receiver);
    expect(await reasonOf(stage.send(drafted, sender.agencyId, receiver))).toBe('REFERRAL_OFFICE_CLOSED');
    await keep(receiver);
    expect(await reasonOf(stage.send(drafted, sender.agencyId, receiver))).toBe('accepted');
    expect(await stage.list(sender.agencyId, WORKLIST_STRANDED)).toEqual([]);
  });

  test('is not proposed to whoever was declined elsewhere', async () => {
    const [sender, area] = [await stage.provider('alpha'), `8${Math.floor(Math.random() * 1e7)}`];
    const [first, second] = [await stage.provider('first', [area]), await stage.provider('second', [area])];
    await announce(second);
    const drafted = await stage.caseWithDraft(sender.agencyId, [first.agencyId, second.agencyId]);
    await stage.send(drafted, sender.agencyId, first);
    await stage.log.settle();
    await stage.calls.declineReferral({ ...mutation(), referralId: drafted.referralId, reason: 1, note: '' }, as(first.agencyId));
    const sent = await stage.list(sender.agencyId, Worklist.WORKLIST_SENT_BY_US);
    expect(sent.map(({ status }) => status)).toEqual([ReferralStatus.REFERRAL_STATUS_DECLINED]);
  });

  // Announced after the sender was checked and before the referral came back on the log; and after the worklists had it.
  test.each(['before', 'after'])('strands what nobody answered and was sent %s the views follow', async (moment) => {
    const { referralId, sender, receiver } = await stage.sent();
    if (moment === 'after') await stage.log.settle();
    await announce(receiver);
    expect(await stage.list(sender.agencyId, WORKLIST_STRANDED)).toMatchObject([{ referralId, decisionAsked: STRANDED }]);
    await stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver.agencyId));
    expect(await stage.list(sender.agencyId, WORKLIST_STRANDED), 'the receiver took it all the same').toEqual([]);
  });

  test('announced while a referral is sent: refused, or its sender is asked; never neither', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round++) {
      const { referralId, sender, receiver, ...drafted } = await stage.setUp();
      const [sent] = await Promise.all([
        reasonOf(stage.send({ ...drafted, referralId }, sender.agencyId, receiver)),
        round % 3 === 0 ? announce(receiver) : stage.log.settle().then(() => announce(receiver)),
      ]);
      const stranded = (await stage.list(sender.agencyId, WORKLIST_STRANDED)).map((one) => one.referralId);
      expect(stranded).toEqual(sent === 'accepted' ? [referralId] : []);
      outcomes.add(sent);
    }
    expect([...outcomes].filter((one) => !['accepted', 'REFERRAL_OFFICE_CLOSED'].includes(one))).toEqual([]);
  });

  test('and no other, makes an agency take no case: neither by itself nor on a list', async () => {
    const [giver, receiver] = [await stage.provider('giver'), await stage.provider('receiver')];
    const { caseId } = await stage.openCase(giver.agencyId);
    const given = { caseId, receiver: receiver.agencyId, relation: TransferRelation.TRANSFER_RELATION_LEAD };
    const reason = HandoverReason.HANDOVER_REASON_CAPACITY;
    const offer = () =>
      reasonOf(stage.handovers.offerTransfer({ ...mutation(), ...given, reason, atLeastPositions: [] }, as(giver.agencyId)));
    const declared = { total: 1, direct: 1, remote: 0 };
    const { handoverId = '' } = await stage.handovers.draftHandover({ ...mutation(), reason, declared }, as(giver.agencyId));
    await stage.handovers.addHandoverItems({ ...mutation(), handoverId, items: [given] }, as(giver.agencyId));
    const offerList = () =>
      reasonOf(stage.handovers.offerHandover({ ...mutation(), handoverId, atLeastPositions: [] }, as(giver.agencyId)));

    await announce(receiver);
    expect([await offer(), await offerList()]).toEqual(['TRANSFER_RECEIVER_WITHOUT_OFFICE', 'TRANSFER_RECEIVER_WITHOUT_OFFICE']);
    await keep(receiver);
    expect(await offerList()).toBe('accepted');
    await stage.learn({ $case: 'officeClosed', value: { officeId: receiver.officeId } }, receiver.agencyId);
    const other = await stage.openCase(giver.agencyId);
    given.caseId = other.caseId;
    expect(await offer()).toBe('TRANSFER_RECEIVER_WITHOUT_OFFICE');
    await stage.learn({ $case: 'officeOpened', value: { officeId: randomUUID(), agencyId: receiver.agencyId } }, receiver.agencyId);
    expect(await offer(), 'one office of it is open').toBe('accepted');
  });
});

describe('a legal basis that ended', () => {
  const record = async (caseId: string, receiver: string): Promise<string> => {
    const basisId = randomUUID();
    const recorded = { basisId, basis: 1, approvedBy: 'p-9', proposedBy: 'p-8', scope: stage.scopeFor([receiver]) };
    await stage.learn({ $case: 'legalBasisRecorded', value: recorded }, caseId);
    return basisId;
  };
  const end = (caseId: string, basisId: string) => stage.learn({ $case: 'legalBasisExpired', value: { basisId } }, caseId);

  test('shares nothing new', async () => {
    const { caseId, sender, receiver, ...drafted } = await stage.setUp();
    const basisId = await record(caseId, receiver.agencyId);
    await end(caseId, basisId);
    expect(await reasonOf(stage.send({ ...drafted, basisId }, sender.agencyId, receiver))).toBe('REFERRAL_LEGAL_BASIS_UNKNOWN');
  });

  test.each(['before', 'after'])('%s the views follow what was sent under it: its sender is asked', async (moment) => {
    const { caseId, sender, receiver, ...drafted } = await stage.setUp();
    const basisId = await record(caseId, receiver.agencyId);
    await stage.send({ ...drafted, basisId }, sender.agencyId, receiver);
    if (moment === 'after') await stage.log.settle();
    await end(caseId, basisId);
    expect(await stage.list(sender.agencyId, WORKLIST_STRANDED)).toMatchObject([
      { referralId: drafted.referralId, decisionAsked: EXPIRED },
    ]);
  });

  test.each(['consent', 'legal basis'])('under a new %s that ends before the change came back, the sender is asked again', async (what) => {
    const { caseId, consentId, referralId, sender, receiver } = await stage.sent();
    await stage.log.settle();
    await stage.learn({ $case: 'consentExpired', value: { consentId } }, caseId);
    expect(await stage.list(sender.agencyId, WORKLIST_STRANDED)).toHaveLength(1);
    const [basisId, anew] = [await record(caseId, receiver.agencyId), randomUUID()];
    await stage.learn({ $case: 'consentGiven', value: { consentId: anew, by: 2, scope: stage.scopeFor([receiver.agencyId]) } }, caseId);
    const permission =
      what === 'consent' ? ({ $case: 'consentId', value: anew } as const) : ({ $case: 'legalBasisId', value: basisId } as const);
    await stage.calls.renewSharing({ ...mutation(), referralId, permission, atLeastPositions: [] }, as(sender.agencyId));
    if (what === 'consent') await stage.learn({ $case: 'consentWithdrawn', value: { consentId: anew, by: 2 } }, caseId);
    else await end(caseId, basisId);
    expect(await stage.list(sender.agencyId, WORKLIST_STRANDED)).toMatchObject([{ referralId }]);
  });
});
