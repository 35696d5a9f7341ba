import { accountB, beginJourney, type Journey, made } from '@accompany/cli/account-b';
import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { AllegedOffender, ThreatKind } from '@accompany/contracts/intake/v1/types';
import { MatterStatus, RepresentationStatus } from '@accompany/contracts/legalaid/v1/types';
import { PlanStatus, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import type { WatchCaseResponse } from '@accompany/contracts/timeline/v1/service';
import { CaseStatus, type TimelineEntry } from '@accompany/contracts/timeline/v1/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerDemoDirectory } from '../../packages/cli/src/demo/directory.js';
import { arrival } from './account-b/arrival.js';
import { assessing } from './account-b/assessing.js';
import { type Scene, sceneOf } from './account-b/stage.js';
import { supporting } from './account-b/supporting.js';
import { eventually } from './eventually.js';
import { type Harness, startHarness } from './harness.js';
import { settled, statuses } from './operations.js';
import { roles, stageTests } from './stage.js';

const stages = [...arrival, ...assessing, ...supporting];
const end = (day: string): Date => new Date(`2022-${day}T23:59:59.999Z`);

test('every step of the account is checked', () => {
  expect(stages.map(({ id }) => id)).toEqual(accountB.map(({ id }) => id));
});

describe.each(['kafka', 'embedded'] as const)('account B, over the %s log', (log) => {
  let harness: Harness;
  let journey: Journey;
  let scene: Scene;

  beforeAll(async () => {
    harness = await startHarness({ log });
    const position = await registerDemoDirectory(harness.operator);
    journey = beginJourney((agency, person) => harness.as(agency, person), position ? [position] : []);
    scene = sceneOf(journey);
  });
  afterAll(() => harness?.stop());

  stageTests({ stages, steps: accountB, sceneOf }, () => journey);

  test('nothing is parked, no service died, and every event of every store is in the timeline once', async () => {
    const events = await settled(harness);
    expect((await statuses(harness)).flatMap(({ parked }) => parked)).toEqual([]);
    expect(harness.deaths).toEqual([]);
    expect((await harness.operator.timeline.getStatus({})).events).toBe(events);
    const entries = await scene.entries();
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
    expect(new Set(entries.map(({ eventId }) => eventId)).size).toBe(entries.length);
  });

  test('no effect stands before its cause', async () => {
    const entries = await scene.entries();
    const at = (name: string, nr = 0) => entries.filter(({ type }) => type.endsWith(`.${name}`))[nr]?.sequence ?? Number.NaN;
    expect(at('CaseOpened')).toBeLessThan(at('AssessmentRequested'));
    expect(at('NeedIdentified')).toBeLessThan(at('ReferralDrafted'));
    expect(at('NeedIdentified', 1)).toBeLessThan(at('MatterOpened'));
    expect(at('ReferralAccepted', 1)).toBeLessThan(at('ReferralStarted'));
  });

  test('on 3 February: an open case that APLE leads, high risk, one threat, nothing shared yet', async () => {
    const then = await scene.asOf(end('02-03'));
    expect(then).toMatchObject({ status: CaseStatus.CASE_STATUS_OPEN, leadAgency: 'aple', risk: RiskLevel.RISK_LEVEL_HIGH });
    expect(roles(then.participants)[0]).toBe('aple lead');
    expect(then.participants.map(({ agency }) => agency)).not.toContain('a21');
    expect(then.openThreats).toHaveLength(1);
    expect(then.referrals).toMatchObject([{ fromOutside: true, sender: 'ahtjp-siem-reap' }]);
    for (const none of ['sharingBases', 'needs', 'plans', 'support', 'matters'] as const) expect(then[none], none).toEqual([]);
  });

  test('on 8 February: two needs, consent of father and child, and A21 in service', async () => {
    const then = await scene.asOf(end('02-08'));
    expect(then.needs).toHaveLength(2);
    expect(then.sharingBases.map(({ agencies, legalBasis }) => [agencies, legalBasis])).toEqual([
      [['a21'], false],
      [['a21'], false],
    ]);
    expect(roles(then.participants)).toContain('a21 provider');
    const [referral] = then.referrals.filter(({ receiver }) => receiver === 'a21');
    expect(referral).toMatchObject({ status: ReferralStatus.REFERRAL_STATUS_IN_SERVICE, needId: made(journey, 'needId') });
    expect(then.plans).toMatchObject([{ status: PlanStatus.PLAN_STATUS_ACTIVE, sessionsPlanned: 2, sessionsHeld: 0 }]);
    expect(then.support).toEqual([]);
  });

  test('on 28 February: two sessions held, food given, counsel given, representation blocked, the threat still open', async () => {
    const then = await scene.asOf(end('02-28'));
    expect(then.plans).toMatchObject([{ agency: 'a21', sessionsPlanned: 2, sessionsHeld: 2, sessionsMissed: 0 }]);
    expect(then.support).toMatchObject([{ amount: '120000', currency: 'KHR' }]);
    expect(then.matters).toMatchObject([
      {
        status: MatterStatus.MATTER_STATUS_UNDER_INVESTIGATION,
        beneficiaries: 3,
        counselsGiven: 1,
        representation: RepresentationStatus.REPRESENTATION_STATUS_BLOCKED,
        stalledSince: undefined,
      },
    ]);
    expect(then.openThreats).toHaveLength(1);
    expect(then.status).toBe(CaseStatus.CASE_STATUS_OPEN);
    expect((await scene.asOf()).matters[0]?.stalledSince).toEqual(new Date('2022-05-26T09:00:00Z'));
  });

  test('the telephone call of the morning was so before it was known', async () => {
    const entries = await scene.entries();
    const index = entries.findIndex(({ type }) => type.endsWith('.ReferralRecordedFromOutside'));
    const [before, call] = [entries[index - 1], entries[index]] as [TimelineEntry, TimelineEntry];
    const morning = new Date('2022-02-02T07:45:00Z');
    expect((await scene.asOf(morning)).referrals).toHaveLength(1);
    expect((await scene.asOf(morning, before.recordedAt)).referrals).toEqual([]);
    expect((await scene.asOf(morning, call.recordedAt)).referrals).toMatchObject([{ fromOutside: true }]);
    expect((await scene.asOf(new Date('2022-02-02T07:29:00Z'))).referrals).toEqual([]);
    expect((await scene.asOf(end('02-28'), new Date('2022-03-01T00:00:00Z'))).status).toBe(CaseStatus.CASE_STATUS_UNSPECIFIED);
  });

  test('why the risk is high and why APLE leads is explained by the events that made it so', async () => {
    const caseId = made(journey, 'caseId');
    const explain = (aspect: string) => scene.aple.timeline.explainState({ caseId, aspect });
    const risk = await explain('risk');
    expect(risk.value).toBe('high');
    expect(risk.because.map(({ type }) => type.split('.').at(-1))).toEqual(['ReportReceived', 'ReportScreened', 'CaseOpened']);
    const lead = await explain('lead');
    expect(lead).toMatchObject({ value: 'aple', because: [{ type: 'accompany.intake.v1.CaseOpened', agency: 'aple' }] });
    const treated = await explain(`participant:a21`);
    expect(treated).toMatchObject({ value: 'provider', because: [{ type: 'accompany.intake.v1.ParticipantJoined', agency: '' }] });
  });

  test('who watches the case sees what happens next', async () => {
    const caseId = made(journey, 'caseId');
    const stopping = new AbortController();
    const watch = scene.a21.timeline.watchCase({ caseId }, { signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(20_000)]) });
    const messages = watch[Symbol.asyncIterator]();
    const next = async (): Promise<WatchCaseResponse['message']> => (await messages.next()).value?.message;
    const first = await next();
    expect(first).toEqual({ $case: 'currentSequence', value: (await scene.entries()).length });
    const { threatId } = await scene.aple.intake.reportThreat({
      occurredAt: new Date(),
      caseId,
      kind: ThreatKind.THREAT_KIND_CONTACT,
      by: AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON,
      description: 'A made-up message.',
    });
    const seen = await next();
    stopping.abort();
    expect(seen).toMatchObject({ $case: 'entry', value: { type: 'accompany.intake.v1.ThreatReported', agency: 'aple', late: false } });
    expect(JSON.stringify(seen)).toContain(threatId);
    expect(JSON.stringify(seen)).not.toContain('made-up');
  });

  /** All that the timeline copied, row by row, and the hash over all rows of its view. */
  const copied = async () => {
    const events = await settled(harness, 60_000);
    const timeline = harness.operator.timeline;
    await eventually('the timeline holds all events', async () => (await timeline.getStatus({})).events === events);
    const { views } = await timeline.getStatus({ includeHashes: true });
    const { rows } = await harness.db('timeline').query('select to_jsonb(r) as row from records r order by key, sequence');
    return { views, rows };
  };

  test('the view that is built anew equals the live one', async () => {
    const live = await copied();
    expect(live.views).toMatchObject(['case_summary', 'services'].map((name) => ({ name, lagCases: 0, hash: expect.stringMatching(/./) })));
    const { timeline } = harness.operator;
    const { operation } = await timeline.rebuildView({ view: 'case_summary' });
    const waited = await timeline.waitOperation({ operationId: operation?.operationId ?? '' }, { deadline: 30_000 });
    expect(waited.operation).toMatchObject({ done: true, result: { $case: 'rebuilt', value: { name: 'case_summary' } } });
    expect(await copied()).toEqual(live);
  });

  test('the history that is replayed from the log into an empty database equals the live one', async () => {
    const live = await copied();
    const answers = () => Promise.all([scene.entries(), scene.asOf(end('02-08')), scene.asOf(new Date('2022-12-31T00:00:00Z'))]);
    const told = await answers();
    await harness.network.wipe('timeline');
    expect(await copied()).toEqual(live);
    expect(await answers()).toEqual(told);
  });
});
