import { accountA, beginJourney, GIVER, type Journey, made } from '@accompany/cli/account-a';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAgencies, registerDemoDirectory } from '../../packages/cli/src/demo/directory.js';
import { ended, ending } from './account-a/ending.js';
import { goingOn } from './account-a/going-on.js';
import { handingOver } from './account-a/handing-over.js';
import { type Scene, sceneOf } from './account-a/scene.js';
import { type Harness, startHarness } from './harness.js';
import { settled, statuses } from './operations.js';
import { stageTests } from './stage.js';

const [opened, closed, lost] = ending;
const stages = [opened, closed, ...handingOver, lost, ...ended, ...goingOn].filter((one) => one !== undefined);

test('every step of the account is checked', () => {
  expect(stages.map(({ id }) => id)).toEqual(accountA.map(({ id }) => id));
});

describe.each(['kafka', 'embedded'] as const)('account A, over the %s log', (log) => {
  let harness: Harness;
  let journey: Journey;
  let scene: Scene;

  beforeAll(async () => {
    harness = await startHarness({ log, agencies: demoAgencies.map(({ id }) => id) });
    const position = await registerDemoDirectory(harness.operator);
    journey = beginJourney((agency, person) => harness.as(agency, person), position ? [position] : []);
    scene = sceneOf(journey);
  });
  afterAll(() => harness?.stop());

  stageTests({ stages, steps: accountA, sceneOf }, () => journey);

  test('nothing is parked, no service died, and every event of every store is in the timeline once', async () => {
    const events = await settled(harness, 60_000);
    expect((await statuses(harness)).flatMap(({ parked }) => parked)).toEqual([]);
    expect(harness.deaths).toEqual([]);
    expect((await harness.operator.timeline.getStatus({})).events).toBe(events);
  });

  test('the story of a case that was handed over: every move is told, and by whom', async () => {
    const entries = await scene.entries('aple', made(journey, 'storyCaseId'));
    const told = entries.map(({ type }) => type.split('.').at(-1) ?? '');
    const order = ['CaseOpened', 'TransferOffered', 'TransferDeclined', 'TransferAccepted', 'TransferReleased', 'LeadChanged'];
    expect(told.filter((one) => order.includes(one))).toEqual([
      'CaseOpened',
      'TransferOffered',
      'TransferDeclined',
      'TransferOffered',
      'TransferAccepted',
      'TransferReleased',
      'LeadChanged',
    ]);
    const by = (type: string) => entries.find((entry) => entry.type.endsWith(`.${type}`))?.agency;
    expect([by('TransferDeclined'), by('TransferAccepted'), by('TransferReleased')]).toEqual(['dosvy-siem-reap', 'aple', GIVER]);
    expect(entries.map(({ sentence }) => sentence).filter((sentence) => sentence === '')).toEqual([]);
  });
});
