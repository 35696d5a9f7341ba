import { refusal } from '@accompany/client';
import type { Position } from '@accompany/contracts/common/v1/common';
import { ReferralStatus, WithdrawReason } from '@accompany/contracts/referral/v1/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, openCase, seedDirectory } from './play.js';

const ROUNDS = 200;
const AT_ONCE = 8;

let harness: Harness;
/** The same network, whose calls to the referral service go to its second process. */
let other: Harness['as'];

beforeAll(async () => {
  harness = await startHarness();
  await seedDirectory(harness);
  other = await harness.twin('referral');
});
afterAll(() => harness?.stop());

/** A referral from aple to a21 that a21 has not answered. */
const referralOf = async (caseId: string, nr: number, positions: Position[]): Promise<string> => {
  const { referralId } = await harness.as('aple').referral.recordReferralFromOutside({
    occurredAt: ago(100),
    caseId,
    sender: 'aple',
    receiver: 'a21',
    channel: 1,
    category: 1,
    urgency: 2,
    externalReference: { system: 'example', id: `round-${nr}` },
    atLeastPositions: positions,
  });
  return referralId;
};

type Round = { winner: string; loser: string | undefined; sender: unknown; receiver: unknown; types: string[] };

const play = async (nr: number, caseId: string, position: Position): Promise<Round> => {
  const referralId = await referralOf(caseId, nr, [position]);
  // Which process each side calls, and who sets off first, changes from round to round.
  const [near, far] = nr % 4 < 2 ? [harness.as, other] : [other, harness.as];
  const accept = () => near('a21').referral.acceptReferral({ occurredAt: ago(50), referralId });
  const withdraw = () =>
    far('aple').referral.withdrawReferral({ occurredAt: ago(50), referralId, reason: WithdrawReason.WITHDRAW_REASON_NEED_CHANGED });
  const [first, second] = nr % 2 === 0 ? [accept, withdraw] : [withdraw, accept];
  const answers = await Promise.allSettled([first(), second()]);
  const [accepted, withdrawn] = nr % 2 === 0 ? answers : [answers[1], answers[0]];
  const winners = [accepted?.status === 'fulfilled' ? 'accept' : '', withdrawn?.status === 'fulfilled' ? 'withdraw' : ''].filter(Boolean);
  const lost = [accepted, withdrawn].flatMap((one) =>
    one?.status === 'rejected' ? [refusal(one.reason)?.reason ?? String(one.reason)] : [],
  );
  const [sender, receiver] = await Promise.all([
    near('aple').referral.getReferral({ referralId }),
    far('a21').referral.getReferral({ referralId }),
  ]);
  const { rows } = await harness
    .db('referral')
    .query('select type from events where stream = $1 order by version', [`referral-${referralId}`]);
  const types = rows.map(({ type }) => type.split('.').at(-1));
  return { winner: winners.join(' and '), loser: lost.join(' and '), sender, receiver, types };
};

test(`accept against withdraw, ${ROUNDS} rounds: exactly one wins, and both sides read the same`, async () => {
  const { caseId, position } = await openCase(harness);
  const rounds = await inParallel(
    AT_ONCE,
    Array.from({ length: ROUNDS }, (_, nr) => () => play(nr, caseId, position)),
  );
  const outside = 'ReferralRecordedFromOutside';
  const possible = {
    accept: {
      loser: 'REFERRAL_TAKEN',
      status: ReferralStatus.REFERRAL_STATUS_ACCEPTED,
      types: [outside, 'ReferralReceivedV2', 'ReferralAccepted'],
    },
    withdraw: { loser: 'REFERRAL_WITHDRAWN', status: ReferralStatus.REFERRAL_STATUS_WITHDRAWN, types: [outside, 'ReferralWithdrawn'] },
  };
  for (const { winner, loser, sender, receiver, types } of rounds) {
    expect(Object.keys(possible)).toContain(winner);
    const expected = possible[winner as keyof typeof possible];
    expect(loser).toBe(expected.loser);
    expect(types).toEqual(expected.types);
    expect(sender).toMatchObject({ referral: { status: expected.status } });
    expect(receiver).toEqual(sender);
  }
  const won = (winner: string) => rounds.filter((round) => round.winner === winner).length;
  console.info(`accept won ${won('accept')}, withdraw won ${won('withdraw')} of ${ROUNDS} rounds`);
  expect(won('accept')).toBeGreaterThan(0);
  expect(won('withdraw')).toBeGreaterThan(0);
});
