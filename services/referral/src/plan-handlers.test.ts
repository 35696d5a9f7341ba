import { ErrorReason, Outcome, Period, SessionCancelledBy, SupportKind } from '@accompany/contracts/referral/v1/types';
import { as, mutation, reasonOf } from '@accompany/runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ReferralStage, startReferral } from './samples-handlers.js';

let stage: ReferralStage;
beforeAll(async () => {
  stage = await startReferral();
});
afterAll(() => stage?.stop());

const NOTE = 'ក្មេងស្រី sleeps badly';

test('a plan from draft to outcome; the sender sees counts, not notes', async () => {
  const { referralId, ...agencies } = await stage.sent();
  const [sender, receiver] = [agencies.sender.agencyId, agencies.receiver.agencyId];
  await stage.calls.acceptReferral({ ...mutation(), referralId }, as(receiver));
  await stage.calls.startService({ ...mutation(), referralId }, as(receiver));
  const { planId = '' } = await stage.calls.draftPlan({ ...mutation(), referralId, note: 'to sleep' }, as(receiver));
  await stage.calls.activatePlan({ ...mutation(), planId, frequency: { sessions: 2, period: Period.PERIOD_MONTH } }, as(receiver));
  const planSession = async () =>
    (await stage.calls.planSession({ ...mutation(), planId, plannedFor: new Date() }, as(receiver))).sessionId ?? '';
  const [first, second] = [await planSession(), await planSession()];
  await stage.calls.holdSession({ ...mutation(), planId, sessionId: first, note: NOTE }, as(receiver));
  const by = SessionCancelledBy.SESSION_CANCELLED_BY_CLIENT;
  await stage.calls.cancelSession({ ...mutation(), planId, sessionId: second, by }, as(receiver));
  await stage.calls.completePlan({ ...mutation(), planId, outcome: Outcome.OUTCOME_GOALS_REACHED }, as(receiver));
  const read = { planId, on: undefined, atLeastPosition: undefined };
  const counts = { sessionsHeld: 1, sessionsCancelled: 1, sessionsPlanned: 0, outcome: Outcome.OUTCOME_GOALS_REACHED };
  expect(await stage.calls.getPlan(read, as(sender))).toMatchObject({ ...counts, sessions: [], goal: '' });
  expect((await stage.calls.getPlan(read, as(receiver))).goal).toBe('to sleep');
  const note = { planId, sessionId: first, atLeastPosition: undefined };
  expect(await stage.calls.getSessionNote(note, as(receiver))).toEqual({ note: NOTE });
  expect(await reasonOf(stage.calls.getSessionNote(note, as(sender)))).toBe('NOT_THE_DELIVERER');
  expect(await reasonOf(stage.calls.getPlan(read, as('stranger')))).toBe('PLAN_UNKNOWN');
});

test('support by the lead, and only by it', async () => {
  const [sender, receiver] = [(await stage.provider('sender')).agencyId, (await stage.provider('receiver')).agencyId];
  const { caseId } = await stage.openCase(sender);
  const rice = { caseId, kind: SupportKind.SUPPORT_KIND_FOOD, amount: '150000', currency: 'KHR', reason: NOTE, atLeastPositions: [] };
  const { supportId = '' } = await stage.calls.recordSupport({ ...mutation(), ...rice }, as(sender));
  expect(await stage.calls.getSupport({ supportId, atLeastPosition: undefined }, as(sender))).toMatchObject({
    amount: '150000',
    reason: NOTE,
  });
  expect(await reasonOf(stage.calls.recordSupport({ ...mutation(), ...rice }, as(receiver)))).toBe('SUPPORT_CASE_UNKNOWN');
  expect(await reasonOf(stage.calls.getSupport({ supportId, atLeastPosition: undefined }, as(receiver)))).toBe('SUPPORT_UNKNOWN');
  await stage.calls.enterSupportInError({ ...mutation(), supportId, reason: ErrorReason.ERROR_REASON_DUPLICATE }, as(sender));
  expect((await stage.calls.getSupport({ supportId, atLeastPosition: undefined }, as(sender))).enteredInError).toBe(true);
});
