import { VolunteerLeaveReason, VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import { Rejection } from '@accompany/domain';
import { carryOut, given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bornOn, enrolledAdult, enrolledMinor, enrolment, guardianConsentId, minorUntil } from './programme-samples.js';
import { heron, lotus, on } from './samples.js';
import { comeOfAge, type Event, endTask, enrol, giveTask, isSensitive, release, type Volunteer, volunteer } from './volunteer.js';
import { volunteerTimers } from './volunteer-timers.js';

const may = () => {};
const {
  VOLUNTEER_TASK_RAISE_AWARENESS: AWARENESS,
  VOLUNTEER_TASK_REPORT_INCIDENTS: REPORTING,
  VOLUNTEER_TASK_HOME_VISIT: VISITS,
} = VolunteerTask;
const {
  VOLUNTEER_LEAVE_REASON_OWN_WISH: OWN_WISH,
  VOLUNTEER_LEAVE_REASON_MOVED: MOVED,
  VOLUNTEER_LEAVE_REASON_GUARDIAN_CONSENT_WITHDRAWN: CONSENT_WITHDRAWN,
} = VolunteerLeaveReason;
const task = (one: VolunteerTask): Event => ({ $case: 'volunteerTaskGiven', value: { task: one } });
const taskEnded = (one: VolunteerTask): Event => ({ $case: 'volunteerTaskEnded', value: { task: one } });
const left = (reason: VolunteerLeaveReason): Event => ({ $case: 'volunteerLeft', value: { reason } });
const ofAge: Event = { $case: 'volunteerCameOfAge', value: {} };
const without = { ...enrolment, guardianConsentId: '' };

describe('enrolment', () => {
  test('of a minor keeps the consent, and the month but not the day of their coming of age', () =>
    given(volunteer)()
      .when((state) => enrol(state, enrolment, bornOn, may, lotus))
      .then(enrolledMinor));
  test('of an adult needs nobody', () =>
    given(volunteer)()
      .when((state) => enrol(state, without, '1990-03-09', may, lotus))
      .then(enrolledAdult));
  test.each([
    ['a minor without a guardian', without, bornOn, 'GUARDIAN_CONSENT_MISSING'],
    ['eighteen this month, without a guardian', without, '2004-01-31', undefined],
    ['eighteen later this month, without a guardian', without, '2004-02-20', 'GUARDIAN_CONSENT_MISSING'],
    ['an adult with a guardian', enrolment, '1990-03-09', 'GUARDIAN_CONSENT_NOT_NEEDED'],
    ['born in the future', enrolment, '2023-01-01', 'BIRTH_DATE_IMPOSSIBLE'],
    ['a small child', enrolment, '2018-01-01', 'BIRTH_DATE_IMPOSSIBLE'],
    ['born too long ago', without, '1899-12-31', 'BIRTH_DATE_IMPOSSIBLE'],
    ['born on a day that never was', without, '1990-02-30', 'BIRTH_DATE_IMPOSSIBLE'],
    ['born on 29 February', without, '1996-02-29', undefined],
    ['no date of birth', without, '', 'BIRTH_DATE_IMPOSSIBLE'],
  ] as const)('%s', (_who, command, born, reason) => {
    const outcome = given(volunteer)().when((state) => enrol(state, command, born, may, lotus));
    if (reason === undefined) outcome.then(enrolledAdult);
    else outcome.thenRejected(reason);
  });
  test('into a programme that takes nobody is refused', () =>
    given(volunteer)()
      .when((state) =>
        enrol(
          state,
          enrolment,
          bornOn,
          () => {
            throw new Rejection('PROGRAMME_HAS_ENDED');
          },
          lotus,
        ),
      )
      .thenRejected('PROGRAMME_HAS_ENDED'));
});

describe('tasks', () => {
  test.each([
    ['a minor raises awareness', [enrolledMinor], AWARENESS, undefined],
    ['a minor reports incidents', [enrolledMinor], REPORTING, undefined],
    ['a minor visits no families', [enrolledMinor], VISITS, 'TASK_NOT_FOR_MINORS'],
    ['an adult visits families', [enrolledAdult], VISITS, undefined],
    ['who came of age visits families', [enrolledMinor, ofAge], VISITS, undefined],
    ['who left has no tasks', [enrolledAdult, left(OWN_WISH)], AWARENESS, 'VOLUNTEER_HAS_LEFT'],
    ['nobody has no tasks', [], AWARENESS, 'VOLUNTEER_UNKNOWN'],
  ] as const)('%s', (_who, history, given_, reason) => {
    const outcome = given(volunteer)(...history).when((state) => giveTask(state, given_, lotus));
    if (reason === undefined) outcome.then(task(given_));
    else outcome.thenRejected(reason);
  });
  test('end, and ending what nobody does changes nothing', () => {
    given(volunteer)(enrolledMinor, task(AWARENESS))
      .when((state) => endTask(state, AWARENESS, lotus))
      .then(taskEnded(AWARENESS));
    given(volunteer)(enrolledMinor)
      .when((state) => endTask(state, AWARENESS, lotus))
      .thenNothing();
  });
});

describe('leaving', () => {
  test('ends the tasks', () => {
    given(volunteer)(enrolledMinor, task(AWARENESS))
      .when((state) => release(state, CONSENT_WITHDRAWN, lotus))
      .then(left(CONSENT_WITHDRAWN));
    const { state } = given(volunteer)(enrolledMinor, task(AWARENESS), left(CONSENT_WITHDRAWN));
    expect(state.status !== 'none' && state.tasks.size).toBe(0);
  });
  test.each([
    ['twice for one reason', [enrolledAdult, left(MOVED)], MOVED, undefined],
    ['twice for two reasons', [enrolledAdult, left(MOVED)], OWN_WISH, 'VOLUNTEER_HAS_LEFT'],
    ['an adult by a guardian', [enrolledAdult], CONSENT_WITHDRAWN, 'GUARDIAN_CONSENT_NOT_NEEDED'],
  ] as const)('%s', (_how, history, reason, refused) => {
    const outcome = given(volunteer)(...history).when((state) => release(state, reason, lotus));
    if (refused === undefined) outcome.thenNothing();
    else outcome.thenRejected(refused);
  });
});

test('another agency finds nobody', () => {
  for (const decide of [
    (state: Volunteer) => giveTask(state, AWARENESS, heron),
    (state: Volunteer) => endTask(state, AWARENESS, heron),
    (state: Volunteer) => release(state, MOVED, heron),
  ])
    given(volunteer)(enrolledMinor).when(decide).thenRejected('VOLUNTEER_UNKNOWN');
});

describe('coming of age', () => {
  const at = (now: Date) => ({ ...on(lotus, now), now });
  test('is a matter of the clock, to the moment', () => {
    expect(volunteerTimers.derive(enrolledMinor, { occurredAt: minorUntil, recordedAt: minorUntil })).toEqual([
      { set: 'of-age', at: minorUntil },
    ]);
    expect(volunteerTimers.derive(enrolledAdult, { occurredAt: minorUntil, recordedAt: minorUntil })).toEqual([]);
    const decide = volunteerTimers.fire('of-age', minorUntil);
    given(volunteer)(enrolledMinor)
      .when((state) => decide(state, at(minorUntil)))
      .then(ofAge);
    given(volunteer)(enrolledMinor)
      .when((state) => decide(state, at(new Date(minorUntil.getTime() - 1))))
      .thenNothing();
  });
  test('happens once, and never to an adult', () => {
    for (const history of [[enrolledMinor, ofAge], [enrolledAdult]] as const)
      given(volunteer)(...history)
        .when((state) => comeOfAge(state, at(minorUntil)))
        .thenNothing();
  });
});

test('after any history, a minor has no sensitive task and a consent, and a decision repeated changes nothing', () => {
  const tasks = fc.constantFrom(...Object.values(VolunteerTask).filter((one): one is VolunteerTask => typeof one === 'number' && one > 0));
  type Step = (state: Volunteer) => Event[];
  const born = fc.constantFrom(bornOn, '1990-03-09', '2004-02-01');
  const consent = fc.constantFrom('', guardianConsentId);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(born, consent).map(
      ([day, reference]): Step =>
        (state) =>
          enrol(state, { ...enrolment, guardianConsentId: reference }, day, may, lotus),
    ),
    tasks.map(
      (one): Step =>
        (state) =>
          giveTask(state, one, lotus),
    ),
    tasks.map(
      (one): Step =>
        (state) =>
          endTask(state, one, lotus),
    ),
    fc.date({ min: lotus.occurredAt, max: new Date('2023-01-01'), noInvalidDate: true }).map(
      (now): Step =>
        (state) =>
          comeOfAge(state, { now }),
    ),
    fc.constantFrom(OWN_WISH, MOVED, CONSENT_WITHDRAWN).map(
      (reason): Step =>
        (state) =>
          release(state, reason, lotus),
    ),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let state: Volunteer = volunteer.initial;
      for (const decide of steps) {
        state = carryOut(volunteer, state, decide).state;
        if (state.status === 'none') continue;
        if (state.minor) expect([...state.tasks].filter(isSensitive)).toEqual([]);
        expect(state.enrolled.minor).toBe(state.enrolled.guardianConsentId !== '');
        expect(JSON.stringify(state.enrolled)).not.toContain(bornOn);
      }
    }),
  );
});
