import { randomUUID } from 'node:crypto';
import { refusal } from '@accompany/client';
import type { Position } from '@accompany/contracts/common/v1/common';
import type { ServiceName } from '@accompany/local';
import { verifyChain } from '@accompany/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, inParallel } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { ago, type OpenCase, openCase, seedDirectory } from './play.js';
import { CASE_SERVICES, copiedFrom, parkedAnywhere, settled, storedIn } from './settled.js';

const COMMANDS = 2_000;
const CASES = 40;
const AT_ONCE = 20;
/** In turn: a relay's leader that also reacts, the log, a consumer, and the other relay's leader; then once more. */
const VICTIMS = ['referral', 'kafka', 'timeline', 'intake', 'kafka', 'referral', 'timeline', 'intake'] as const;
const GIVE_UP_MS = 60_000;

/** What the callers know of a command: the log that everything is checked against. */
type Sent = {
  requestId: string;
  caseId: string;
  service: ServiceName;
  outcome: 'ok' | 'failed' | 'unknown';
  position?: Position;
  reason?: string;
};

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ log: 'own kafka' });
  await seedDirectory(harness);
});
afterAll(() => harness?.stop());

/** Sends one command until it is answered; what is never answered stays unknown. */
const send = async ({ caseId, position }: OpenCase, nr: number): Promise<Sent> => {
  const { intake, referral } = harness.as('aple');
  const request = { requestId: randomUUID(), occurredAt: ago(1), caseId };
  const service = nr % 2 === 0 ? 'intake' : 'referral';
  const call = () =>
    service === 'intake'
      ? intake.reportThreat({ ...request, kind: 1, description: 'A made-up threat.' })
      : referral.recordSupport({
          ...request,
          kind: 2,
          amount: '1.50',
          currency: 'USD',
          reason: 'A made-up reason.',
          atLeastPositions: [position],
        });
  const sent: Sent = { requestId: request.requestId, caseId, service, outcome: 'unknown' };
  return eventually(
    `an answer to ${request.requestId}`,
    async () => {
      try {
        return { ...sent, outcome: 'ok' as const, position: (await call()).position as Position };
      } catch (error) {
        const refused = refusal(error);
        const mayHaveHappened =
          refused === undefined || ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED', 'UNKNOWN'].includes(refused.code);
        if (mayHaveHappened) return undefined;
        return { ...sent, outcome: 'failed' as const, reason: `${refused.code} ${refused.reason}` };
      }
    },
    GIVE_UP_MS,
  ).catch(() => sent);
};

const killAndRestart = async (victim: (typeof VICTIMS)[number]): Promise<void> => {
  if (victim === 'kafka') {
    await harness.kafka?.kill();
    await harness.kafka?.restart();
    return;
  }
  await harness.network.kill(victim, 'SIGKILL');
  await harness.network.restart(victim);
};

/** Kills each victim once a share of the commands is answered. */
const killInTurn = async (answered: () => number): Promise<void> => {
  for (const [nr, victim] of VICTIMS.entries()) {
    await eventually(`command ${nr}`, async () => answered() >= (COMMANDS * (nr + 0.5)) / (VICTIMS.length + 1), 240_000);
    await killAndRestart(victim);
  }
};

test(`${COMMANDS} commands while relay leaders, a consumer and Kafka are killed: each acknowledged one has its event once, everywhere`, {
  timeout: 300_000,
}, async () => {
  const cases = await inParallel(
    8,
    Array.from({ length: CASES }, () => () => openCase(harness)),
  );
  const log: Sent[] = [];
  const playing = inParallel(
    AT_ONCE,
    cases.map((one) => async () => {
      for (let nr = 0; nr < COMMANDS / CASES; nr++) log.push(await send(one, nr));
    }),
  );
  await Promise.all([playing, killInTurn(() => log.length)]);
  await settled(harness, 90_000);

  const outcomes = (wanted: Sent['outcome']) => log.filter(({ outcome }) => outcome === wanted);
  expect(outcomes('failed').map(({ reason }) => reason)).toEqual([]);
  expect(outcomes('ok').length + outcomes('unknown').length).toBe(COMMANDS);
  expect(outcomes('unknown').length).toBeLessThan(COMMANDS / 100);

  // Once in the store: each acknowledged request id has exactly one event, at the position that was answered; an unknown one none or one.
  for (const service of ['intake', 'referral'] as const) {
    const { rows } = await harness
      .db(service)
      .query(
        "select metadata::json ->> 'correlation' as request, array_agg(position::int) as positions from events where metadata::json -> 'actor' ->> 'kind' = 'agency' group by 1",
      );
    const positions = new Map<string, number[]>(rows.map((row) => [row.request, row.positions]));
    const ours = outcomes('ok').filter((one) => one.service === service);
    const wrong = ours.filter(({ requestId, position }) => JSON.stringify(positions.get(requestId)) !== JSON.stringify([position?.value]));
    expect(wrong).toEqual([]);
    for (const { requestId } of outcomes('unknown')) expect(positions.get(requestId)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(await verifyChain(harness.db(service))).toBeUndefined();
  }

  // Once in the timeline, and the same there: source by source, in the same order.
  for (const service of CASE_SERVICES) expect(await copiedFrom(harness, service)).toEqual(await storedIn(harness, service));

  // In order per case: no gap in the sequence, positions of one source rise, an effect comes after its cause.
  const { rows: disordered } = await harness.db('timeline').query(`
    select key, sequence from (
      select key, sequence, row_number() over (partition by key order by sequence) as place,
             position, lag(position) over (partition by key, source order by sequence) as before,
             metadata::json ->> 'causation' as cause, stream || '/' || version as event
        from records) r
     where sequence <> place or position <= before
        or exists (select from records c where c.stream || '/' || c.version = r.cause and c.key = r.key and c.sequence > r.sequence)`);
  expect(disordered).toEqual([]);
  for (const { caseId } of cases)
    for (const service of ['intake', 'referral'] as const) {
      const answered = log
        .filter((one) => one.caseId === caseId && one.service === service)
        .flatMap(({ position }) => position?.value ?? []);
      expect(answered).toEqual([...answered].sort((a, b) => a - b));
    }

  expect(await parkedAnywhere(harness)).toEqual([]);
  // A process that ended by itself, beside those that were killed on purpose, would be news.
  expect(harness.deaths).toEqual([]);
});
