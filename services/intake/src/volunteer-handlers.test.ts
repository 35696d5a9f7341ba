import { randomUUID } from 'node:crypto';
import { VolunteerLeaveReason, VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import type { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { ReportSource } from '@accompany/contracts/intake/v1/types';
import { freshDatabase } from '@accompany/local';
import type { Call } from '@accompany/runtime';
import { deriveTimers, fireTimers, inTransaction, type StoredEvent } from '@accompany/store';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bornOn, guardianConsentId } from './programme-samples.js';
import { reportOn, type Stage, startStage } from './stage-handlers.js';
import { volunteerTimers } from './volunteer-timers.js';

const START = new Date('2022-02-01T08:00:00Z');

let stage: Stage;
/** The only clock there is: nothing here looks at the real one. */
let now = START;
let lotus: Call;
let stranger: Call;
beforeAll(async () => {
  stage = await startStage(await freshDatabase('intake'), () => now);
  [lotus, stranger] = [stage.as('lotus'), stage.as('stork')];
});
afterAll(() => stage?.stop());
beforeEach(() => {
  now = START;
});

const refusedFor = (reason: string, facts = {}) => expect.objectContaining({ reason, facts: expect.objectContaining(facts) });
const report = (more: Partial<ReceiveReportRequest>) => reportOn(stage, lotus, more);
const newProgramme = async (): Promise<string> => {
  const begun = { ...stage.mutation(), name: 'River Watch', officeId: '', atLeastPositions: [] };
  return (await stage.programmes.beginProgramme(begun, lotus)).programmeId ?? '';
};
const announce = (programmeId: string) =>
  stage.programmes.announceProgrammeEnd({ ...stage.mutation(), programmeId, reason: 'funds' }, lotus);
const end = (programmeId: string) => stage.programmes.endProgramme({ ...stage.mutation(), programmeId }, lotus);

describe('a volunteer', () => {
  const identity = { givenName: 'Example', familyName: 'Volunteer សុភា', dateOfBirth: bornOn };
  const contact = { phone: '000 111', address: '' };
  const enrol = async (more = {}) =>
    (await stage.programmes.enrolVolunteer({ ...stage.mutation(), identity, contact, guardianConsentId, programmeId: '', ...more }, lotus))
      .volunteerId ?? '';
  const get = (volunteerId: string, call = lotus) => stage.programmes.getVolunteer({ volunteerId, atLeastPosition: undefined }, call);
  const give = (volunteerId: string, task: VolunteerTask) =>
    stage.programmes.giveVolunteerTask({ ...stage.mutation(), volunteerId, task }, lotus);

  test('is kept sealed, and shown to their agency only', async () => {
    const volunteerId = await enrol();
    expect(await get(volunteerId)).toMatchObject({ identity, contact, minor: true, guardianConsentId, tasks: [] });
    await expect(get(volunteerId, stranger)).rejects.toEqual(refusedFor('VOLUNTEER_UNKNOWN'));
    const { rows } = await stage.db.query<{ payload: Buffer }>('select payload from events where stream = $1', [
      `volunteer-${volunteerId}`,
    ]);
    for (const text of [identity.familyName, contact.phone, bornOn])
      expect(Buffer.concat(rows.map((row) => row.payload)).includes(text)).toBe(false);
  });

  test('who is a minor has a guardian and no sensitive task, until the clock says so', async () => {
    await expect(enrol({ guardianConsentId: '' })).rejects.toEqual(refusedFor('GUARDIAN_CONSENT_MISSING'));
    const volunteerId = await enrol();
    await give(volunteerId, VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS);
    await expect(give(volunteerId, VolunteerTask.VOLUNTEER_TASK_HOME_VISIT)).rejects.toEqual(refusedFor('TASK_NOT_FOR_MINORS'));
    const { rows } = await stage.db.query<StoredEvent>(
      'select stream, key, payload, occurred_at as "occurredAt", recorded_at as "recordedAt" from events where stream = $1 order by version',
      [`volunteer-${volunteerId}`],
    );
    await inTransaction(stage.db, (tx) => deriveTimers(tx, [volunteerTimers], rows));
    const ring = (to: string) => {
      now = new Date(to);
      return fireTimers(stage.db, stage.executor, [volunteerTimers], 'intake', now);
    };
    expect(await ring('2022-06-30T16:59:59Z')).toBe(0);
    expect(await ring('2022-06-30T17:00:00Z')).toBe(1);
    expect(await get(volunteerId)).toMatchObject({ minor: false, tasks: [VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS] });
    await give(volunteerId, VolunteerTask.VOLUNTEER_TASK_HOME_VISIT);
    await stage.programmes.endVolunteerTask(
      { ...stage.mutation(), volunteerId, task: VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS },
      lotus,
    );
    const reason = VolunteerLeaveReason.VOLUNTEER_LEAVE_REASON_MOVED;
    await stage.programmes.releaseVolunteer({ ...stage.mutation(), volunteerId, reason }, lotus);
    expect(await get(volunteerId)).toMatchObject({ leftBecause: reason, tasks: [] });
  });

  test('is not enrolled into a programme that has ended', async () => {
    const programmeId = await newProgramme();
    await announce(programmeId);
    await end(programmeId);
    await expect(enrol({ programmeId })).rejects.toEqual(refusedFor('PROGRAMME_HAS_ENDED'));
  });

  test('can be who brings a report', async () => {
    const volunteerId = await enrol();
    await expect(report({ volunteerId })).rejects.toEqual(refusedFor('REPORT_SOURCE_CONTRADICTORY'));
    const source = ReportSource.REPORT_SOURCE_VOLUNTEER;
    const { reportId = '' } = await report({ volunteerId, source });
    expect(await stage.intake.getReport({ reportId, atLeastPosition: undefined }, lotus)).toMatchObject({ volunteerId, source });
    await expect(report({ volunteerId: randomUUID(), source })).rejects.toEqual(refusedFor('VOLUNTEER_UNKNOWN'));
  });
});
