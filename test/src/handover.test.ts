import { refusal } from '@accompany/client';
import { AgencyKind } from '@accompany/contracts/directory/v1/types';
import { CaseEvent } from '@accompany/contracts/intake/v1/events';
import {
  DifferenceReason,
  HandoverItemStatus,
  HandoverReason,
  HandoverStatus,
  TotalsSubject,
  TransferDeclineReason,
  TransferRelation,
} from '@accompany/contracts/referral/v1/handover_types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, inParallel } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, openCase, seedDirectory } from './play.js';
import { parkedAnywhere, settled } from './settled.js';

const { TRANSFER_RELATION_LEAD: LEAD, TRANSFER_RELATION_MONITOR: MONITOR } = TransferRelation;
const [GIVER, OTHER_LEAD, PHNOM_PENH, SIEM_REAP] = ['aple', 'ahtjp-siem-reap', 'dosvy-phnom-penh', 'dosvy-siem-reap'];
const RECEIVERS = ['a21', PHNOM_PENH, SIEM_REAP];
const [DIRECT, REMOTE] = [10, 11];

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ log: 'embedded' });
  await seedDirectory(harness);
  for (const agencyId of [PHNOM_PENH, SIEM_REAP])
    await harness.operator.directory.registerAgency({
      occurredAt: ago(900),
      agencyId,
      name: `Example ${agencyId}`,
      kinds: [AgencyKind.AGENCY_KIND_SOCIAL_AFFAIRS],
    });
});
afterAll(() => harness?.stop());

/** A case that the giver leads, or that it monitors while another agency leads. */
const heldCase = async (relation: TransferRelation): Promise<string> => {
  if (relation === LEAD) return (await openCase(harness, GIVER)).caseId;
  const { caseId } = await openCase(harness, OTHER_LEAD);
  await harness.as(OTHER_LEAD).intake.addMonitor({ caseId, agency: GIVER });
  return caseId;
};

/** Carries on while the service is away: a command has one request id, whatever happens to its answer. */
const insist = <Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> =>
  eventually(
    what,
    async () => {
      try {
        return await call();
      } catch (error) {
        if (['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'UNKNOWN', 'CANCELLED'].includes(refusal(error)?.code ?? '')) return undefined;
        throw error;
      }
    },
    60_000,
  );

const killAndRestart = async (): Promise<void> => {
  await harness.network.kill('referral', 'SIGKILL');
  await harness.network.restart('referral');
};

/** Who led a case after each of its events, from intake's store. */
const leadsOf = async (caseId: string): Promise<string[]> => {
  const { rows } = await harness.db('intake').query('select payload from events where stream = $1 order by version', [`case-${caseId}`]);
  let lead = '';
  return rows.map(({ payload }) => {
    const { event } = CaseEvent.decode(payload);
    if (event?.$case === 'caseOpened') lead = event.value.leadAgency;
    if (event?.$case === 'leadChanged') {
      expect(event.value.from).toBe(lead);
      lead = event.value.to;
    }
    return lead;
  });
};

test('21 cases to three receivers, one declined and offered again, while the service is killed: one lead at every position', {
  timeout: 180_000,
}, async () => {
  const relations = [...Array(DIRECT).fill(LEAD), ...Array(REMOTE).fill(MONITOR)] as TransferRelation[];
  const cases = await inParallel(
    6,
    relations.map((relation) => () => heldCase(relation)),
  );
  const items = cases.map((caseId, nr) => ({ caseId, receiver: RECEIVERS[nr % 3] ?? '', relation: relations[nr] ?? LEAD }));
  const { handover } = harness.as(GIVER);
  const reason = HandoverReason.HANDOVER_REASON_PROGRAMME_END;
  const { handoverId } = await handover.draftHandover({ reason, declared: { total: 21, direct: 7, remote: 11 } });
  await handover.addHandoverItems({ handoverId, items });
  await settled(harness);
  const refused = await handover.offerHandover({ handoverId }).catch(refusal);
  expect(refused).toMatchObject({
    code: 'FAILED_PRECONDITION',
    reason: 'HANDOVER_NOT_RECONCILED',
    facts: { total: '21 - 18, explained 0', direct: '7 - 10, explained 0' },
  });
  const differences = [
    { subject: TotalsSubject.TOTALS_SUBJECT_TOTAL, reason: DifferenceReason.DIFFERENCE_REASON_OTHER_CATEGORY, cases: 3 },
    { subject: TotalsSubject.TOTALS_SUBJECT_DIRECT, reason: DifferenceReason.DIFFERENCE_REASON_OTHER_CATEGORY, cases: -3 },
  ];
  await handover.explainHandoverDifferences({ handoverId, differences });

  await handover.offerHandover({ handoverId });
  await killAndRestart();
  const show = () => insist('the handover', () => harness.as(GIVER).handover.getHandover({ handoverId }));
  const offered = await eventually('21 offers', async () => {
    const seen = await show();
    return seen.transfers === 21 && seen;
  });
  expect(offered.checks.every(({ reconciled }) => reconciled)).toBe(true);

  // Everybody answers, and the service dies among it.
  const [declined] = offered.items;
  const answers = offered.items.map(({ transferId, receiver }) => () => {
    const requestId = crypto.randomUUID();
    const occurredAt = new Date();
    const client = harness.as(receiver).handover;
    const no = TransferDeclineReason.TRANSFER_DECLINE_REASON_NO_CAPACITY;
    return insist(`an answer to ${transferId}`, () =>
      transferId === declined?.transferId
        ? client.declineTransfer({ requestId, occurredAt, transferId, reason: no })
        : client.acceptTransfer({ requestId, occurredAt, transferId }),
    );
  });
  const [first, second] = [answers.slice(0, 10), answers.slice(10)];
  await inParallel(4, first);
  await Promise.all([killAndRestart(), inParallel(4, second)]);
  await eventually('all answers on the list', async () => {
    const { items: seen } = await show();
    return seen.filter(({ status }) => status === HandoverItemStatus.HANDOVER_ITEM_STATUS_ACCEPTED).length === 20;
  });

  const again = { handoverId, caseId: declined?.caseId ?? '', receiver: SIEM_REAP };
  await handover.offerHandoverItemAgain(again);
  const next = await eventually('the declined case offered again', async () => {
    const transferId = (await show()).items.find(({ caseId }) => caseId === again.caseId)?.transferId ?? '';
    await harness.as(SIEM_REAP).handover.acceptTransfer({ transferId });
    return transferId;
  });
  expect(next).not.toBe(declined?.transferId);

  // The giver is responsible until it releases each, and then nobody else than its receiver.
  for (const { caseId, relation } of items) expect((await leadsOf(caseId)).at(-1)).toBe(relation === LEAD ? GIVER : OTHER_LEAD);
  const releases = (await show()).items.map(({ transferId }) => () => {
    const mutation = { requestId: crypto.randomUUID(), occurredAt: new Date(), transferId };
    return insist(`the release of ${transferId}`, () => harness.as(GIVER).handover.releaseTransfer(mutation));
  });
  await Promise.all([inParallel(4, releases), killAndRestart()]);
  const done = await eventually('a completed handover', async () => {
    const seen = await show();
    return seen.status === HandoverStatus.HANDOVER_STATUS_COMPLETED && seen;
  });
  await settled(harness);

  for (const { receiver, total, released } of done.receivers) expect([receiver, released]).toEqual([receiver, total]);
  for (const { caseId, receiver, relation } of done.items) {
    const leads = await leadsOf(caseId);
    expect(leads).not.toContain('');
    expect(leads.at(-1)).toBe(relation === LEAD ? receiver : OTHER_LEAD);
    const { rows } = await harness
      .db('referral')
      .query("select type from events where key = $1 and stream like 'transfer-%' and type like '%TransferReleased'", [caseId]);
    expect(rows).toHaveLength(1);
    // Who is responsible reads the case now.
    await harness.as(receiver).intake.getCase({ caseId });
  }
  const { rows } = await harness.db('referral').query("select count(*)::int as offers from events where type like '%.TransferOffered'");
  expect(rows[0].offers).toBe(22);
  expect(await parkedAnywhere(harness)).toEqual([]);
  expect(harness.deaths).toEqual([]);
});
