import { ActivityCorrectionReason, VolunteerLeaveReason, VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import { matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { activity, correct, hold, withdraw } from './activity.js';
import { admit, announceEnd, begin, end, followLeaving, goOn, programme } from './programme.js';
import * as sample from './programme-samples.js';
import { activityId, admitted, begun, bornOn, caseLeft, ended, ending, programmeId, volunteerId } from './programme-samples.js';
import { caseId, day, heron, lotus, on, otherCaseId } from './samples.js';
import { comeOfAge, endTask, enrol, giveTask, release, volunteer } from './volunteer.js';

const RUNS = 'the agency that runs it';
const OTHER = 'another agency';
const roles = { [RUNS]: on(lotus, day(10)), [OTHER]: on(heron, day(10)) };
const may = () => undefined;

export const programmeMatrix = matrix({
  title: 'Programme',
  source: 'services/intake/src/programme.ts',
  decider: programme,
  roles,
  states: {
    none: [],
    running: [begun],
    'running with a case': [begun, admitted(caseId, 1)],
    ending: [begun, ending],
    'ending with a case': [begun, admitted(caseId, 1), ending],
    ended: [begun, admitted(caseId, 1), ending, caseLeft(caseId, 1), ended(1)],
  },
  commands: {
    begin: { by: [RUNS, OTHER], give: (state, context) => begin(state, sample.beginning, false, context) },
    'let a case in': { by: RUNS, give: (state, context) => admit(state, otherCaseId, may, context) },
    'follow a case that left': { by: THE_NETWORK, give: (state) => followLeaving(state, caseId, 1) },
    'announce the end': { by: RUNS, give: (state, context) => announceEnd(state, 'funds', context) },
    'go on': { by: RUNS, give: (state, context) => goOn(state, 'new funds', context) },
    end: { by: RUNS, give: (state, context) => end(state, new Map(), context) },
    'end when its cases have left': { by: RUNS, give: (state, context) => end(state, new Map([[caseId, 1]]), context) },
  },
});

const HELD = 'the agency that held it';
const recounted = { ...sample.account, attendance: sample.account.attendance.slice(0, 2), total: 25 };
const { ACTIVITY_CORRECTION_REASON_MISCOUNTED: MISCOUNTED } = ActivityCorrectionReason;

export const activityMatrix = matrix({
  title: 'Community activity',
  source: 'services/intake/src/activity.ts',
  decider: activity,
  roles: { [HELD]: lotus, [OTHER]: heron },
  states: {
    none: [],
    held: [sample.heldActivity],
    withdrawn: [sample.heldActivity, { $case: 'activityWithdrawn', value: { sameAsActivityId: '' } }],
  },
  commands: {
    hold: {
      by: [HELD, OTHER],
      give: (state, context) => hold(state, { activityId, programmeId: '' }, { account: sample.account, term: undefined }, context),
    },
    correct: {
      by: HELD,
      give: (state, context) => correct(state, { account: recounted, term: undefined }, MISCOUNTED, context),
    },
    withdraw: { by: HELD, give: (state, context) => withdraw(state, { sameAsActivityId: '' }, activity.initial, context) },
  },
});

const ANSWERS = 'the agency that answers for them';
const task = VolunteerTask.VOLUNTEER_TASK_RAISE_AWARENESS;
const given = { $case: 'volunteerTaskGiven', value: { task } } as const;
const reason = VolunteerLeaveReason.VOLUNTEER_LEAVE_REASON_OWN_WISH;

export const volunteerMatrix = matrix({
  title: 'Volunteer',
  source: 'services/intake/src/volunteer.ts',
  decider: volunteer,
  roles: { [ANSWERS]: lotus, [OTHER]: heron },
  states: {
    none: [],
    active: [sample.enrolledAdult, given],
    'active, a minor': [sample.enrolledMinor, given],
    left: [sample.enrolledAdult, { $case: 'volunteerLeft', value: { reason } }],
  },
  commands: {
    enrol: {
      by: [ANSWERS, OTHER],
      give: (state, context) => enrol(state, { ...sample.enrolment, volunteerId, programmeId }, bornOn, may, context),
    },
    'give a task': { by: ANSWERS, give: (state, context) => giveTask(state, VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS, context) },
    'give a sensitive task': { by: ANSWERS, give: (state, context) => giveTask(state, VolunteerTask.VOLUNTEER_TASK_HOME_VISIT, context) },
    'end a task': { by: ANSWERS, give: (state, context) => endTask(state, task, context) },
    release: { by: ANSWERS, give: (state, context) => release(state, reason, context) },
    'guardian withdraws': {
      by: ANSWERS,
      give: (state, context) => release(state, VolunteerLeaveReason.VOLUNTEER_LEAVE_REASON_GUARDIAN_CONSENT_WITHDRAWN, context),
    },
    'come of age': { by: THE_CLOCK, give: (state) => comeOfAge(state, { now: sample.minorUntil }) },
  },
});
