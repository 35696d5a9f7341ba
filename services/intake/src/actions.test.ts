import { ProgrammeServiceDefinition } from '@accompany/contracts/intake/v1/programme_service';
import { VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import { LegalBasis } from '@accompany/contracts/intake/v1/types';
import { type Actor, fold } from '@accompany/domain';
import { compareActions, type Way } from '@accompany/domain/testing-actions';
import { describe, expect, test } from 'vitest';
import { activityActions, answersFor, isHolder, programmeActions, runs, volunteerActions } from './actions-programme.js';
import { isReader, reportActions } from './actions-report.js';
import { activity, correct } from './activity.js';
import { caseActions } from './case-actions.js';
import { activityMatrix, programmeMatrix, volunteerMatrix } from './matrix-programme.js';
import { reportMatrix } from './matrix-report.js';
import { admit, programme } from './programme.js';
import { account, begun, enrolledAdult, heldActivity } from './programme-samples.js';
import * as reports from './report.js';
import { caseId, heron, ibis, intake, lotus, received, screened, URGENCY_HIGH } from './samples.js';
import { endTask, giveTask, release, type Volunteer, type Event as VolunteerEvent, volunteer } from './volunteer.js';

/** Calls that read, that begin something, and that keep records of other systems. */
const NOT_ACTIONS = /^(Get|List|Quarantine|Begin|Record(?!Correction)|Enrol|ReceiveReport)/;

test('everything that is done with a thing of this service is an action', () => {
  const services = [IntakeServiceDefinition, ProgrammeServiceDefinition];
  const rpcs = services.flatMap(({ methods }) => Object.values(methods)).map(({ name }): string => name);
  const all = [caseActions(undefined), reportActions, programmeActions(new Map()), activityActions(undefined), volunteerActions];
  const names = all.flatMap((actions) => actions.map(({ name }) => name));
  expect(names.sort()).toEqual(rpcs.filter((name) => !NOT_ACTIONS.test(name)).sort());
});

let made = 0;
/** An id that nothing has. */
const fresh = (): string => `fresh-${++made}`;

describe('what is said to be allowed is what the decision does, after any commands, for anybody', () => {
  test('a report', () => {
    const notice = { authority: 'ahtjp', legalBasis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST, told: undefined };
    const asReported = { urgency: URGENCY_HIGH, risk: 0, notes: undefined };
    compareActions({
      samples: reportMatrix.samples,
      actions: reportActions,
      ways: {
        ScreenReport: ['screen', () => [(state, context) => reports.screen(state, asReported, context)]],
        OpenCase: ['open a case'],
        LinkReport: ['link'],
        ForwardReport: ['forward'],
        DeclineReport: ['decline'],
        NotifyAuthority: [() => [(state, context) => reports.notifyAuthority(state, { ...notice, noticeId: fresh() }, context)]],
      },
    });
  });

  test.each([
    ['a programme whose cases stay', new Map(), 'end'],
    ['a programme whose case has left', new Map([[caseId, 1]]), 'end when its cases have left'],
  ])('%s', (_what, gone, end) =>
    compareActions({
      samples: programmeMatrix.samples,
      actions: programmeActions(gone),
      ways: {
        EnterProgramme: [() => [(state, context) => admit(state, fresh(), () => {}, context)]],
        AnnounceProgrammeEnd: ['announce the end'],
        ContinueProgramme: ['go on'],
        EndProgramme: [end],
      },
    }),
  );

  test('an activity', () =>
    compareActions({
      samples: activityMatrix.samples,
      actions: activityActions(undefined),
      ways: {
        CorrectActivity: ['correct', () => [(state, context) => correct(state, { account, term: undefined }, 1, context)]],
        WithdrawActivity: ['withdraw'],
      },
    }));

  const tasks = Object.values(VolunteerTask).filter((task): task is VolunteerTask => typeof task === 'number' && task > 0);
  const forTasks =
    (give: (state: Volunteer, task: VolunteerTask, context: Parameters<Way<Volunteer, VolunteerEvent>>[1]) => VolunteerEvent[]) =>
    (): Way<Volunteer, VolunteerEvent>[] =>
      tasks.map((task) => (state, context) => give(state, task, context));

  test('a volunteer', () =>
    compareActions<Volunteer, VolunteerEvent>({
      samples: volunteerMatrix.samples,
      actions: volunteerActions,
      ways: {
        GiveVolunteerTask: [forTasks(giveTask)],
        EndVolunteerTask: [forTasks(endTask)],
        ReleaseVolunteer: ['release', () => [(state, context) => release(state, state.status === 'left' ? state.leftBecause : 1, context)]],
      },
    }));
});

test('only the agency of a thing may ask, and who was given a report', () => {
  const askers = (may: (actor: Actor) => boolean) => [lotus, heron, ibis, intake].map(({ actor }) => may(actor));
  const own = [true, false, false, false];
  const forwarded = { $case: 'reportForwarded', value: { toAgency: 'heron', notes: undefined } } as const;
  expect(askers((actor) => isReader(fold(reports.report, [received, screened]), actor))).toEqual(own);
  expect(askers((actor) => isReader(fold(reports.report, [received, screened, forwarded]), actor))).toEqual([true, true, false, false]);
  expect(askers((actor) => isReader(reports.report.initial, actor))).toEqual([false, false, false, false]);
  expect(askers((actor) => runs(fold(programme, [begun]), actor))).toEqual(own);
  expect(askers((actor) => isHolder(fold(activity, [heldActivity]), actor))).toEqual(own);
  expect(askers((actor) => answersFor(fold(volunteer, [enrolledAdult]), actor))).toEqual(own);
});
