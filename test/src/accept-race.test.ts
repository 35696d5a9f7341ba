import { randomUUID } from 'node:crypto';
import { refusal } from '@accompany/client';
import { DeclineReason, IntendedAction, Intent } from '@accompany/contracts/referral/v1/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, startHarness } from './harness.js';
import { ago, caseWithReferral, type Directory, seedDirectory } from './play.js';

let harness: Harness;
let directory: Directory;
/** The same network, whose calls to the referral service go to its second process. */
let other: Harness['as'];

beforeAll(async () => {
  harness = await startHarness();
  [directory, other] = [await seedDirectory(harness), await harness.twin('referral')];
});
afterAll(() => harness?.stop());

/** Types of a referral's events, in order. */
const typesOf = async (referralId: string): Promise<string[]> => {
  const { rows } = await harness
    .db('referral')
    .query('select type from events where stream = $1 order by version', [`referral-${referralId}`]);
  return rows.map(({ type }) => type.split('.').at(-1));
};

const RECEIPT = { takenAs: Intent.INTENT_REFERRAL, intendedAction: IntendedAction.INTENDED_ACTION_DECIDE };

const CALLERS = 50;

test('50 callers accept one referral at once: one event, and the same answer for all', async () => {
  const { referralId } = await caseWithReferral(harness, directory);
  const received = await harness.as('a21').referral.receiveReferral({ occurredAt: ago(400), referralId, ...RECEIPT });
  const callers = Array.from({ length: CALLERS }, (_, nr) => (nr % 2 === 0 ? harness.as : other)('a21', `a21-${nr % 8}`));
  const occurredAt = ago(390);
  const answers = await Promise.all(callers.map((caller) => caller.referral.acceptReferral({ occurredAt, referralId })));
  expect(await typesOf(referralId)).toEqual(['ReferralDrafted', 'ReferralSent', 'ReferralReceivedV2', 'ReferralAccepted']);
  const [first] = answers;
  expect(Number(first?.etag)).toBe(Number(received.etag) + 1);
  expect(answers).toEqual(Array(CALLERS).fill(first));
});

test('of 50 answers that exclude each other one holds, and all others get the documented reason', async () => {
  const { referralId } = await caseWithReferral(harness, directory);
  const sides = [harness.as('a21'), other('a21')];
  const occurredAt = ago(390);
  const reason = DeclineReason.DECLINE_REASON_NO_CAPACITY;
  const answers = await Promise.allSettled(
    Array.from({ length: CALLERS }, (_, nr) => {
      const { referral } = sides[nr % 4 < 2 ? 0 : 1] as (typeof sides)[number];
      return nr % 2 === 0
        ? referral.acceptReferral({ occurredAt, referralId })
        : referral.declineReferral({ occurredAt, referralId, reason });
    }),
  );
  const [accepts, declines] = [0, 1].map((side) => answers.filter((_, nr) => nr % 2 === side));
  const types = await typesOf(referralId);
  const accepted = types.includes('ReferralAccepted');
  expect(types.slice(2)).toEqual(['ReferralReceivedV2', accepted ? 'ReferralAccepted' : 'ReferralDeclined']);
  const [winners, losers] = accepted ? [accepts, declines] : [declines, accepts];
  expect(winners?.every(({ status }) => status === 'fulfilled')).toBe(true);
  const reasons = losers?.map((one) => (one.status === 'rejected' ? refusal(one.reason)?.reason : 'succeeded'));
  expect(new Set(reasons)).toEqual(new Set([accepted ? 'REFERRAL_TAKEN' : 'REFERRAL_DECLINED']));
});

test('50 sends of one request id: one event and 50 equal responses; with another payload it is refused', async () => {
  const { referralId } = await caseWithReferral(harness, directory);
  const { referral } = harness.as('a21');
  const request = { requestId: randomUUID(), occurredAt: ago(390), referralId };
  await referral.receiveReferral({ occurredAt: ago(400), referralId, ...RECEIPT });
  const answers = await Promise.all(
    Array.from({ length: CALLERS }, (_, nr) => (nr % 2 === 0 ? referral : other('a21').referral).acceptReferral(request)),
  );
  expect(answers).toEqual(Array(CALLERS).fill(answers[0]));
  expect((await typesOf(referralId)).filter((type) => type === 'ReferralAccepted')).toHaveLength(1);

  const reused = { code: 'FAILED_PRECONDITION', reason: 'REQUEST_ID_REUSED' };
  const otherTime = await referral.acceptReferral({ ...request, occurredAt: ago(389) }).catch(refusal);
  expect(otherTime).toMatchObject(reused);
  const otherCall = await referral.receiveReferral({ ...request, ...RECEIPT }).catch(refusal);
  expect(otherCall).toMatchObject(reused);
  expect(await referral.acceptReferral(request)).toEqual(answers[0]);
  expect(await typesOf(referralId)).toHaveLength(4);
});

test('50 creations under one request id make one report with one id', async () => {
  const { intake } = harness.as('aple');
  const request = { requestId: randomUUID(), occurredAt: ago(300), source: 2, purposes: [1], incident: 1, account: 'A made-up account.' };
  const answers = await Promise.all(Array.from({ length: CALLERS }, () => intake.receiveReport(request)));
  expect(answers).toEqual(Array(CALLERS).fill(answers[0]));
  const reused = await intake.receiveReport({ ...request, account: 'Another made-up account.' }).catch(refusal);
  expect(reused).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'REQUEST_ID_REUSED' });
  const { rows } = await harness
    .db('intake')
    .query("select count(*)::int as count from events where metadata like '%' || $1 || '%'", [request.requestId]);
  expect(rows[0].count).toBe(1);
});
