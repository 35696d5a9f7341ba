import { HandoverReason, HandoverStatus, TransferRelation } from '@accompany/contracts/referral/v1/handover_types';
import { eventually, inParallel } from '../eventually.js';
import { type Harness, startHarness } from '../harness.js';
import { openCase, seedDirectory } from '../play.js';
import { type Figure, summary } from './figure.js';
import type { Sizes } from './suite.js';

const RECEIVERS = ['a21', 'ahtjp-siem-reap'] as const;
const AT_ONCE = 8;
const SIZE = 500;
const PATIENCE = 120_000;

/** From the offer until each case has its new lead in intake, in seconds: every receiver accepts, the giver releases. */
const handOver = async (harness: Harness, cases: readonly string[]): Promise<number> => {
  const { handover } = harness.as('aple');
  const declared = { total: cases.length, direct: cases.length, remote: 0 };
  const { handoverId } = await handover.draftHandover({ reason: HandoverReason.HANDOVER_REASON_CAPACITY, declared });
  const items = cases.map((caseId, nr) => ({
    caseId,
    receiver: RECEIVERS[nr % 2] ?? '',
    relation: TransferRelation.TRANSFER_RELATION_LEAD,
  }));
  for (let from = 0; from < items.length; from += 500)
    await handover.addHandoverItems({ handoverId, items: items.slice(from, from + 500) });
  const changed = "select count(*)::int as count from events where type like '%.LeadChanged'";
  const before = (await harness.db('intake').query(changed)).rows[0].count;
  const began = performance.now();
  await eventually('the offer', async () => handover.offerHandover({ handoverId }, { deadline: PATIENCE }), PATIENCE);
  const offered = await eventually(
    'an offer of each case',
    async () => {
      const seen = await handover.getHandover({ handoverId });
      return seen.transfers === cases.length && seen;
    },
    PATIENCE,
  );
  const each = (work: (transferId: string, receiver: string) => Promise<unknown>) =>
    inParallel(
      AT_ONCE,
      offered.items.map(
        ({ transferId, receiver }) =>
          () =>
            work(transferId, receiver),
      ),
    );
  await each((transferId, receiver) => harness.as(receiver).handover.acceptTransfer({ transferId }));
  await each((transferId) => handover.releaseTransfer({ transferId }));
  await eventually(
    'the end of the handover, and a new lead of each case',
    async () => {
      if ((await handover.getHandover({ handoverId })).status !== HandoverStatus.HANDOVER_STATUS_COMPLETED) return false;
      return (await harness.db('intake').query(changed)).rows[0].count - before === cases.length;
    },
    PATIENCE,
  );
  return (performance.now() - began) / 1000;
};

/** A handover of many cases to two receivers, from the offer to the last new lead, beside the opening of the same cases. */
export const benchHandover = async ({ quick }: Sizes): Promise<Figure[]> => {
  const harness = await startHarness({ log: 'embedded' });
  try {
    await seedDirectory(harness);
    const measured = { ours: [] as number[], baseline: [] as number[] };
    for (let round = 0; round < (quick ? 1 : 2); round++) {
      const began = performance.now();
      const cases = await inParallel(
        AT_ONCE,
        Array.from({ length: SIZE }, () => async () => (await openCase(harness)).caseId),
      );
      measured.baseline.push((performance.now() - began) / 1000);
      measured.ours.push(await handOver(harness, cases));
    }
    const { median, max } = summary(measured.ours);
    return [
      {
        name: `handover of ${SIZE} cases, offered, accepted and released one by one`,
        unit: 's',
        ...measured,
        against: 'opening these cases, eight at a time',
        result: `${median.toFixed(1)} s, at most ${max.toFixed(1)} s`,
        target: 'under 60 s',
        met: median < 60,
      },
    ];
  } finally {
    await harness.stop();
  }
};
