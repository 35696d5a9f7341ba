import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createSealer } from '@accompany/access';
import { Urgency } from '@accompany/contracts/common/v1/common';
import { VolunteerLeaveReason, VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import { ReceiveReportRequest } from '@accompany/contracts/intake/v1/service';
import { DuplicateCheckOutcome, IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { freshDatabase } from '@accompany/local';
import { type App, type AppParts, type Call, createApp, readEvent } from '@accompany/runtime';
import {
  createExecutor,
  deriveTimers,
  type Executor,
  fireTimers,
  inTransaction,
  migrate,
  openPool,
  type StoredEvent,
} from '@accompany/store';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseAggregate } from './case.js';
import { intakeHandlers } from './handlers.js';
import { admit, programmeAggregate } from './programme.js';
import { programmeHandlers } from './programme-handlers.js';
import { followCase } from './programme-reactions.js';
import { account, bornOn, guardianConsentId } from './programme-samples.js';
import { volunteerTimers } from './volunteer-timers.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Pool;
let executor: Executor;
let app: App;
let programmes: ReturnType<typeof programmeHandlers>;
/** The same service in a second process. */
let elsewhere: ReturnType<typeof programmeHandlers>;
let intake: ReturnType<typeof intakeHandlers>;

const as = (agency: string, person = 'p-1'): Call => ({
  actor: { kind: 'agency', agency, person },
  fingerprint: 'same',
  get now() {
    return new Date();
  },
  signal: new AbortController().signal,
});
const lotus = as('lotus');
const stranger = as('stork');
const mutation = () => ({ requestId: randomUUID(), occurredAt: new Date(Date.now() - 1000), etag: '' });
const refusedFor = (reason: string, facts = {}) => expect.objectContaining({ reason, facts: expect.objectContaining(facts) });

beforeAll(async () => {
  database = await freshDatabase('intake');
  await migrate(database.ownerUrl, `${database.name}_app`, [{ name: 'service', folder: new URL('../migrations/', import.meta.url) }]);
  db = openPool(database.appUrl);
  executor = createExecutor(db);
  const key = randomBytes(32);
  const sealer = createSealer({ keys: { dataKey: async () => ({ version: 1, key }) }, now: () => new Date() });
  const parts = { service: 'intake', db, now: () => new Date(), config: {}, executor, sealer, awaitCopied: async () => {} };
  app = createApp(parts as unknown as AppParts);
  programmes = programmeHandlers(app);
  elsewhere = programmeHandlers(createApp({ ...parts, executor: createExecutor(db) } as unknown as AppParts));
  intake = intakeHandlers(app);
});
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

const report = (more: Partial<ReceiveReportRequest> = {}) =>
  intake.receiveReport(
    ReceiveReportRequest.fromPartial({
      ...mutation(),
      source: ReportSource.REPORT_SOURCE_COMMUNITY,
      purposes: [ReportPurpose.REPORT_PURPOSE_PROTECTION],
      incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
      ...more,
    }),
    lotus,
  );

/** A new open case that lotus leads. */
const newCase = async (): Promise<string> => {
  const { reportId = '', caseId = '' } = await report();
  await intake.screenReport({ ...mutation(), reportId, urgency: Urgency.URGENCY_LOW, risk: 0, notes: '' }, lotus);
  const duplicateCheck = { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH, candidateCaseIds: [], notes: '' };
  await intake.openCase({ ...mutation(), reportId, duplicateCheck }, lotus);
  return caseId;
};
const newProgramme = async (name = 'River Watch'): Promise<string> =>
  (await programmes.beginProgramme({ ...mutation(), name, officeId: '', atLeastPositions: [] }, lotus)).programmeId ?? '';
const enter = (programmeId: string, caseId: string, call = lotus) =>
  programmes.enterProgramme({ ...mutation(), programmeId, caseId }, call);
const leave = (programmeId: string, caseId: string) => programmes.leaveProgramme({ ...mutation(), programmeId, caseId }, lotus);
const announce = (programmeId: string) => programmes.announceProgrammeEnd({ ...mutation(), programmeId, reason: 'funds' }, lotus);
const end = (programmeId: string, request = mutation()) => programmes.endProgramme({ ...request, programmeId }, lotus);
const read = (programmeId: string, call = lotus) => programmes.getProgramme({ programmeId, atLeastPosition: undefined }, call);
const programmesOf = async (caseId: string): Promise<string[]> => {
  const { state } = await app.load(caseAggregate, caseId);
  return state.status === 'none' ? [] : [...state.programmes];
};

/** What the log brings back to the programmes. */
const react = async (caseId: string): Promise<void> => {
  const { rows } = await db.query<{ type: string; payload: Buffer; version: string }>(
    'select type, payload, version from events where stream = $1 order by version',
    [`case-${caseId}`],
  );
  for (const { type, payload, version } of rows)
    for (const { id, decide } of followCase(readEvent(type, payload), { caseId }))
      await executor.execute(programmeAggregate, id, {
        key: `reaction/${caseId}/${version}/${id}`,
        fingerprint: '',
        occurredAt: new Date(),
        metadata: { actor: { kind: 'service', service: 'intake' }, correlation: caseId },
        partitionKey: () => caseId,
        decide: (state) => decide(state, { actor: { kind: 'service', service: 'intake' }, occurredAt: new Date(), now: new Date() }),
      });
};

describe('a programme', () => {
  test('takes cases in and lets them go', async () => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    await enter(programmeId, caseId);
    expect(await programmesOf(caseId)).toEqual([programmeId]);
    expect(await read(programmeId)).toMatchObject({ name: 'River Watch', agency: 'lotus', status: 1, caseIds: [caseId] });
    await leave(programmeId, caseId);
    await react(caseId);
    expect(await programmesOf(caseId)).toEqual([]);
    expect((await read(programmeId)).caseIds).toEqual([]);
  });

  test('is known to all, its cases only to who runs it', async () => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    await enter(programmeId, caseId);
    expect(await read(programmeId, stranger)).toMatchObject({ name: 'River Watch', caseIds: [] });
    await expect(enter(programmeId, caseId, stranger)).rejects.toEqual(refusedFor('PROGRAMME_UNKNOWN'));
    await expect(read(randomUUID())).rejects.toEqual(refusedFor('PROGRAMME_UNKNOWN'));
  });

  test('answers a repeated request as it did the first time', async () => {
    const request = { ...mutation(), name: 'River Watch', officeId: '', atLeastPositions: [] };
    expect(await programmes.beginProgramme(request, lotus)).toEqual(await programmes.beginProgramme(request, lotus));
    const entering = { ...mutation(), programmeId: await newProgramme(), caseId: await newCase() };
    expect(await programmes.enterProgramme(entering, lotus)).toEqual(await programmes.enterProgramme(entering, lotus));
  });

  test('does not end while it alone holds an open case, and says which; the case can enter another', async () => {
    const [programmeId, next, caseId, otherCaseId] = [
      await newProgramme(),
      await newProgramme('Open Sky'),
      await newCase(),
      await newCase(),
    ];
    for (const one of [caseId, otherCaseId]) await enter(programmeId, one);
    await enter(next, otherCaseId);
    await expect(end(programmeId)).rejects.toEqual(refusedFor('PROGRAMME_NOT_ENDING'));
    await announce(programmeId);
    const request = mutation();
    await expect(end(programmeId, request)).rejects.toEqual(refusedFor('PROGRAMME_HOLDS_CASES', { cases: '1', case_ids: caseId }));
    expect(await programmesOf(otherCaseId)).toEqual([next]);
    await expect(enter(programmeId, await newCase())).rejects.toEqual(refusedFor('PROGRAMME_ENDING'));
    await enter(next, caseId);
    await end(programmeId, request);
    expect(await read(programmeId)).toMatchObject({ status: 3, caseIds: [] });
    expect((await app.load(caseAggregate, caseId)).state).toMatchObject({ status: 'open', programmes: new Set([next]) });
    for (const one of [caseId, otherCaseId]) await react(one);
    expect((await read(programmeId)).caseIds).toEqual([]);
    expect(await read(next)).toMatchObject({ caseIds: [caseId, otherCaseId].sort() });
  });

  test('whose end is announced keeps a case that it let in and that died on the way', async () => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    await app.execute(programmeAggregate, programmeId, mutation(), lotus, {
      decide: (state, context) => admit(state, caseId, () => {}, context),
    });
    expect(await programmesOf(caseId)).toEqual([]);
    await announce(programmeId);
    await expect(end(programmeId)).rejects.toEqual(refusedFor('PROGRAMME_HOLDS_CASES', { case_ids: caseId }));
    expect(await programmesOf(caseId)).toEqual([programmeId]);
  });
});

test.each(Array.from({ length: 12 }, (_, at) => at))(
  'entering races against the end in another process: one of them wins (%i)',
  async (at) => {
    const [programmeId, caseId] = [await newProgramme(), await newCase()];
    const endElsewhere = async () => {
      await delay(at / 2);
      await elsewhere.announceProgrammeEnd({ ...mutation(), programmeId, reason: 'funds' }, lotus);
      await elsewhere.endProgramme({ ...mutation(), programmeId }, lotus);
    };
    const outcome = await Promise.all([
      enter(programmeId, caseId).then(
        () => 'entered',
        ({ reason }) => reason,
      ),
      endElsewhere().then(
        () => 'ended',
        ({ reason }) => reason,
      ),
    ]);
    expect([
      ['entered', 'PROGRAMME_HOLDS_CASES'],
      ['PROGRAMME_ENDING', 'ended'],
      ['PROGRAMME_HAS_ENDED', 'ended'],
    ]).toContainEqual(outcome);
    expect(await programmesOf(caseId)).toEqual(outcome[0] === 'entered' ? [programmeId] : []);
  },
);

test('of two programmes that end at once one keeps the open case', async () => {
  const [one, other, caseId] = [await newProgramme(), await newProgramme('Open Sky'), await newCase()];
  for (const programmeId of [one, other]) {
    await enter(programmeId, caseId);
    await announce(programmeId);
  }
  const endOther = elsewhere.endProgramme({ ...mutation(), programmeId: other }, lotus);
  const ends = await Promise.allSettled([end(one), endOther]);
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await programmesOf(caseId)).toHaveLength(1);
});

describe('a community activity', () => {
  const recorded = async (programmeId = '') =>
    (await programmes.recordActivity({ ...mutation(), account, programmeId }, lotus)).activityId ?? '';
  const get = (activityId: string, call = lotus) => programmes.getActivity({ activityId, atLeastPosition: undefined }, call);

  test('is written down, corrected, withdrawn; others do not see it', async () => {
    const activityId = await recorded();
    const better = { ...account, attendance: account.attendance.slice(0, 1), total: 14, children: 14 };
    await programmes.correctActivity({ ...mutation(), activityId, account: better, reason: 1 }, lotus);
    expect(await get(activityId)).toMatchObject({ account: better, corrections: 1, withdrawn: false });
    await programmes.withdrawActivity({ ...mutation(), activityId, sameAsActivityId: await recorded() }, lotus);
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
    expect(await intake.getReport({ reportId, atLeastPosition: undefined }, lotus)).toMatchObject({ activityId, volunteerId: '' });
    await expect(report({ activityId: randomUUID() })).rejects.toEqual(refusedFor('ACTIVITY_UNKNOWN'));
    await programmes.withdrawActivity({ ...mutation(), activityId, sameAsActivityId: '' }, lotus);
    await expect(report({ activityId })).rejects.toEqual(refusedFor('ACTIVITY_WITHDRAWN'));
  });
});

describe('a volunteer', () => {
  const identity = { givenName: 'Example', familyName: 'Volunteer សុភា', dateOfBirth: bornOn };
  const contact = { phone: '000 111', address: '' };
  const enrol = async (more = {}) =>
    (
      await programmes.enrolVolunteer(
        { ...mutation(), occurredAt: new Date('2022-02-01T08:00:00Z'), identity, contact, guardianConsentId, programmeId: '', ...more },
        lotus,
      )
    ).volunteerId ?? '';
  const get = (volunteerId: string, call = lotus) => programmes.getVolunteer({ volunteerId, atLeastPosition: undefined }, call);
  const give = (volunteerId: string, task: VolunteerTask) => programmes.giveVolunteerTask({ ...mutation(), volunteerId, task }, lotus);

  test('is kept sealed, and shown to their agency only', async () => {
    const volunteerId = await enrol();
    expect(await get(volunteerId)).toMatchObject({ identity, contact, minor: true, guardianConsentId, tasks: [] });
    await expect(get(volunteerId, stranger)).rejects.toEqual(refusedFor('VOLUNTEER_UNKNOWN'));
    const { rows } = await db.query<{ payload: Buffer }>('select payload from events where stream = $1', [`volunteer-${volunteerId}`]);
    for (const text of [identity.familyName, contact.phone, bornOn])
      expect(Buffer.concat(rows.map((row) => row.payload)).includes(text)).toBe(false);
  });

  test('who is a minor has a guardian and no sensitive task, until the clock says so', async () => {
    await expect(enrol({ guardianConsentId: '' })).rejects.toEqual(refusedFor('GUARDIAN_CONSENT_MISSING'));
    const volunteerId = await enrol();
    await give(volunteerId, VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS);
    await expect(give(volunteerId, VolunteerTask.VOLUNTEER_TASK_HOME_VISIT)).rejects.toEqual(refusedFor('TASK_NOT_FOR_MINORS'));
    const { rows } = await db.query<StoredEvent>(
      'select stream, key, payload, occurred_at as "occurredAt", recorded_at as "recordedAt" from events where stream = $1 order by version',
      [`volunteer-${volunteerId}`],
    );
    await inTransaction(db, (tx) => deriveTimers(tx, [volunteerTimers], rows));
    expect(await fireTimers(db, executor, [volunteerTimers], 'intake', new Date())).toBe(1);
    expect(await get(volunteerId)).toMatchObject({ minor: false, tasks: [VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS] });
    await give(volunteerId, VolunteerTask.VOLUNTEER_TASK_HOME_VISIT);
    await programmes.endVolunteerTask({ ...mutation(), volunteerId, task: VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS }, lotus);
    const reason = VolunteerLeaveReason.VOLUNTEER_LEAVE_REASON_MOVED;
    await programmes.releaseVolunteer({ ...mutation(), volunteerId, reason }, lotus);
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
    expect(await intake.getReport({ reportId, atLeastPosition: undefined }, lotus)).toMatchObject({ volunteerId, source });
    await expect(report({ volunteerId: randomUUID(), source })).rejects.toEqual(refusedFor('VOLUNTEER_UNKNOWN'));
  });
});
