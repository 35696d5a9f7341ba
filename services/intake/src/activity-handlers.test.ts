import { randomUUID } from 'node:crypto';
import type { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { freshDatabase } from '@accompany/local';
import type { Call } from '@accompany/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from './programme-samples.js';
import { reportOn, type Stage, startStage } from './stage-handlers.js';

let stage: Stage;
let lotus: Call;
let stranger: Call;
beforeAll(async () => {
  stage = await startStage(await freshDatabase('intake'));
  [lotus, stranger] = [stage.as('lotus'), stage.as('stork')];
});
afterAll(() => stage?.stop());

const refusedFor = (reason: string, facts = {}) => expect.objectContaining({ reason, facts: expect.objectContaining(facts) });
const report = (more: Partial<ReceiveReportRequest>) => reportOn(stage, lotus, more);
const newProgramme = async (): Promise<string> => {
  const begun = { ...stage.mutation(), name: 'River Watch', officeId: '', atLeastPositions: [] };
  return (await stage.programmes.beginProgramme(begun, lotus)).programmeId ?? '';
};

describe('a community activity', () => {
  const recorded = async (programmeId = '') =>
    (await stage.programmes.recordActivity({ ...stage.mutation(), account, programmeId }, lotus)).activityId ?? '';
  const get = (activityId: string, call = lotus) => stage.programmes.getActivity({ activityId, atLeastPosition: undefined }, call);

  test('is written down, corrected, withdrawn; others do not see it', async () => {
    const activityId = await recorded();
    const better = { ...account, attendance: account.attendance.slice(0, 1), total: 14, children: 14 };
    await stage.programmes.correctActivity({ ...stage.mutation(), activityId, account: better, reason: 1 }, lotus);
    expect(await get(activityId)).toMatchObject({ account: better, corrections: 1, withdrawn: false });
    await stage.programmes.withdrawActivity({ ...stage.mutation(), activityId, sameAsActivityId: await recorded() }, lotus);
    expect(await get(activityId)).toMatchObject({ withdrawn: true });
    await expect(get(activityId, stranger)).rejects.toEqual(refusedFor('ACTIVITY_UNKNOWN'));
  });

  test('of a programme lies within its time', async () => {
    const programmeId = await newProgramme();
    await expect(recorded(programmeId)).rejects.toEqual(refusedFor('ACTIVITY_DATES_IMPOSSIBLE', { because: 'before_the_programme_began' }));
    await expect(recorded(randomUUID())).rejects.toEqual(refusedFor('PROGRAMME_UNKNOWN'));
  });

  test('can be where a report comes from', async () => {
    const activityId = await recorded();
    const { reportId = '' } = await report({ activityId });
    expect(await stage.intake.getReport({ reportId, atLeastPosition: undefined }, lotus)).toMatchObject({ activityId, volunteerId: '' });
    await expect(report({ activityId: randomUUID() })).rejects.toEqual(refusedFor('ACTIVITY_UNKNOWN'));
    await stage.programmes.withdrawActivity({ ...stage.mutation(), activityId, sameAsActivityId: '' }, lotus);
    await expect(report({ activityId })).rejects.toEqual(refusedFor('ACTIVITY_WITHDRAWN'));
  });
});
