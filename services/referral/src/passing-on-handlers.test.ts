import { randomUUID } from 'node:crypto';
import { Worklist } from '@accompany/contracts/referral/v1/service';
import { Period, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { as, mutation, reasonOf } from '@accompany/runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planAggregate } from './plan.js';
import { draftPlan } from './plan-decisions.js';
import { referralAggregate } from './referral.js';
import { type ReferralStage, startReferral } from './samples-handlers.js';
import { draftForNeed } from './sender.js';

/** What goes along when the lead of a case changes. */
let stage: ReferralStage;
beforeAll(async () => {
  stage = await startReferral();
});
afterAll(() => stage?.stop());

const lead = (caseId: string, from: string, to: string) =>
  stage.learn({ $case: 'leadChanged', value: { from, to, transferId: randomUUID() } }, caseId);

/** A referral that its receiver took, with a plan in force. */
const planned = async () => {
  const one = await stage.sent();
  const receiver = as(one.receiver.agencyId);
  await stage.calls.acceptReferral({ ...mutation(), referralId: one.referralId }, receiver);
  const { planId = '' } = await stage.calls.draftPlan({ ...mutation(), referralId: one.referralId, note: '' }, receiver);
  await stage.calls.activatePlan({ ...mutation(), planId, frequency: { sessions: 2, period: Period.PERIOD_MONTH } }, receiver);
  await stage.log.settle();
  return { ...one, planId, old: one.sender.agencyId, anew: (await stage.provider('anew')).agencyId };
};

const held = async (planId: string, deliverer: string): Promise<void> => {
  const { sessionId = '' } = await stage.calls.planSession({ ...mutation(), planId, plannedFor: new Date() }, as(deliverer));
  await stage.calls.holdSession({ ...mutation(), planId, sessionId, note: '' }, as(deliverer));
};
const readPlan = (planId: string, agency: string) => stage.calls.getPlan({ planId, on: undefined, atLeastPosition: undefined }, as(agency));

test('the new lead is the sender of open referrals and of their plans; the old one reads nothing of them any more', async () => {
  const { caseId, needId, referralId, planId, old, anew, receiver } = await planned();
  await held(planId, receiver.agencyId);
  expect(await readPlan(planId, old)).toMatchObject({ sessionsHeld: 1 });
  await lead(caseId, old, anew);
  await stage.log.settle();
  await held(planId, receiver.agencyId);
  expect(await readPlan(planId, anew)).toMatchObject({ sessionsHeld: 2 });
  expect(await readPlan(planId, receiver.agencyId)).toMatchObject({ sessionsHeld: 2 });
  expect(await stage.read(referralId, anew)).toMatchObject({ sender: anew, status: ReferralStatus.REFERRAL_STATUS_ACCEPTED });
  expect(await reasonOf(readPlan(planId, old))).toBe('PLAN_UNKNOWN');
  expect(await reasonOf(stage.read(referralId, old))).toBe('REFERRAL_UNKNOWN');
  const drafting = { caseId, needId, previousReferralId: '', atLeastPositions: [] };
  expect(await stage.calls.draftReferral({ ...mutation(), ...drafting }, as(anew)), 'the need is its own to refer for').toMatchObject({
    referralId,
  });
  expect(await stage.list(old, Worklist.WORKLIST_SENT_BY_US)).toEqual([]);
  expect((await stage.list(anew, Worklist.WORKLIST_SENT_BY_US)).map((one) => one.referralId)).toEqual([referralId]);
});

test('it all goes on with the case, as often as the lead changes, and comes back with it', async () => {
  const { caseId, referralId, planId, old, anew, receiver } = await planned();
  const last = (await stage.provider('last')).agencyId;
  for (const [from, to] of [
    [old, anew],
    [anew, last],
    [last, old],
  ] as const)
    await lead(caseId, from, to);
  await stage.log.settle();
  expect(await readPlan(planId, old)).toMatchObject({ referralId });
  expect(await reasonOf(readPlan(planId, anew))).toBe('PLAN_UNKNOWN');
  await lead(caseId, old, receiver.agencyId);
  await stage.log.settle();
  expect(await readPlan(planId, old), 'nobody refers to itself: what the new lead serves stays').toMatchObject({ referralId });
});

test('what another agency of the case sent stays with it', async () => {
  const { caseId, referralId, planId, old, anew } = await planned();
  await lead(caseId, (await stage.provider('other')).agencyId, anew);
  await stage.log.settle();
  expect(await readPlan(planId, old)).toMatchObject({ referralId });
});

test('referrals that the worklists do not show yet go along too', async () => {
  const { caseId, referralId, sender } = await stage.sent();
  const anew = (await stage.provider('anew')).agencyId;
  const [draftId, needId] = [randomUUID(), randomUUID()];
  const draft = { needId, agency: sender.agencyId, category: 1, urgency: 1 };
  const call = { ...as(sender.agencyId), actor: { kind: 'service', service: 'referral' } } as const;
  await stage.app.execute(referralAggregate, draftId, mutation(), call, {
    caseId,
    decide: (state) => draftForNeed(state, draft),
  });
  await lead(caseId, sender.agencyId, anew);
  for (const id of [referralId, draftId]) expect(await stage.read(id, anew)).toMatchObject({ sender: anew });
});

test('a need and its draft that were on their way while the lead changed are the new lead’s', async () => {
  const [old, anew] = [(await stage.provider('old')).agencyId, (await stage.provider('anew')).agencyId];
  const { caseId } = await stage.openCase(old);
  await lead(caseId, old, anew);
  const needId = await stage.identifyNeed(caseId, old);
  const [draft] = await stage.list(anew, Worklist.WORKLIST_SENT_BY_US);
  expect(draft).toMatchObject({ caseId, status: ReferralStatus.REFERRAL_STATUS_DRAFT });
  expect(await stage.list(old, Worklist.WORKLIST_SENT_BY_US)).toEqual([]);
  const drafting = { caseId, needId, previousReferralId: '', atLeastPositions: [] };
  expect(await stage.calls.draftReferral({ ...mutation(), ...drafting }, as(anew))).toMatchObject({ referralId: draft?.referralId });
  expect(await reasonOf(stage.calls.draftReferral({ ...mutation(), ...drafting }, as(old)))).toBe('REFERRAL_NEED_UNKNOWN');
});

test('a provider’s own draft stays a provider’s', async () => {
  const [leads, provides] = [(await stage.provider('lead')).agencyId, (await stage.provider('provider')).agencyId];
  const { caseId } = await stage.openCase(leads);
  await stage.learn({ $case: 'participantJoined', value: { agency: provides, role: 2, because: '' } }, caseId);
  await stage.identifyNeed(caseId, provides);
  expect(await stage.list(provides, Worklist.WORKLIST_SENT_BY_US)).toHaveLength(1);
});

test('a plan that was drafted on the referral as it was before goes along when it comes back', async () => {
  const { caseId, referralId, sender, receiver } = await stage.sent();
  await stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver.agencyId));
  const before = (await stage.app.load(referralAggregate, referralId)).state;
  const [anew, last] = [(await stage.provider('anew')).agencyId, (await stage.provider('last')).agencyId];
  await lead(caseId, sender.agencyId, anew);
  await lead(caseId, anew, last);
  await stage.log.settle();
  const planId = randomUUID();
  await stage.app.execute(planAggregate, planId, mutation(), as(receiver.agencyId), {
    caseId,
    decide: (state, context) => draftPlan(state, { referralId, clientId: randomUUID() }, { referral: before }, context),
  });
  expect(await readPlan(planId, sender.agencyId)).toMatchObject({ referralId });
  await stage.log.settle();
  expect(await readPlan(planId, last)).toMatchObject({ referralId });
  for (const gone of [sender.agencyId, anew]) expect(await reasonOf(readPlan(planId, gone))).toBe('PLAN_UNKNOWN');
});
