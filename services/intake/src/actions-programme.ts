import {
  ActivityAccount,
  ActivityCorrectionReason,
  ActivityTopic,
  VolunteerLeaveReason,
  VolunteerTask,
} from '@accompany/contracts/intake/v1/programme_types';
import { type Action, type Actor, ANY_ID } from '@accompany/domain';
import { type Activity, type Event as ActivityEvent, activity, correct, type Told, withdraw } from './activity.js';
import type { Term } from './activity-account.js';
import { admit, announceEnd, type Event, end, goOn, type Programme } from './programme.js';
import { endTask, giveTask, isSensitive, release, type Volunteer, type Event as VolunteerEvent } from './volunteer.js';

/**
 * What the agency that runs a programme does with it.
 * @param gone cases that leave when it ends, each with the admission that is over
 */
export const programmeActions = (gone: ReadonlyMap<string, number>): readonly Action<Programme, Event>[] => [
  { name: 'EnterProgramme', attempt: (state, context) => admit(state, ANY_ID, () => {}, context) },
  { name: 'AnnounceProgrammeEnd', attempt: (state, context) => announceEnd(state, '', context) },
  { name: 'ContinueProgramme', attempt: (state, context) => goOn(state, '', context) },
  { name: 'EndProgramme', attempt: (state, context) => end(state, gone, context) },
];

/** Whether the actor's agency runs it. */
export const runs = (state: Programme, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && state.begun.agency === actor.agency;

/**
 * What the agency that held an activity does with its record.
 * @param term of the programme that the activity was part of
 */
export const activityActions = (term: Term | undefined): readonly Action<Activity, ActivityEvent>[] => [
  {
    name: 'CorrectActivity',
    attempt: (state, context) =>
      correct(state, toldOtherwise(state, term), ActivityCorrectionReason.ACTIVITY_CORRECTION_REASON_MISCOUNTED, context),
  },
  {
    name: 'WithdrawActivity',
    attempt: (state, context) =>
      withdraw(state, { sameAsActivityId: state.status === 'withdrawn' ? state.sameAs : '' }, activity.initial, context),
  },
];

/** The account as it is, but about something else. */
const toldOtherwise = (state: Activity, term: Term | undefined): Told => {
  const account = ActivityAccount.fromPartial(state.status === 'none' ? {} : state.account);
  const topics = account.topics.length > 0 ? [] : [ActivityTopic.ACTIVITY_TOPIC_REPORTING];
  return { account: { ...account, topics }, term };
};

/** Whether the actor's agency held it. */
export const isHolder = (state: Activity, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && state.held.agency === actor.agency;

/** What the agency that answers for a volunteer does. */
export const volunteerActions: readonly Action<Volunteer, VolunteerEvent>[] = [
  { name: 'GiveVolunteerTask', attempt: (state, context) => giveTask(state, newTask(state), context) },
  {
    name: 'EndVolunteerTask',
    attempt: (state, context) => endTask(state, tasksOf(state)[0] ?? VolunteerTask.VOLUNTEER_TASK_RAISE_AWARENESS, context),
  },
  { name: 'ReleaseVolunteer', attempt: (state, context) => release(state, reasonOf(state), context) },
];

const tasksOf = (state: Volunteer): VolunteerTask[] => (state.status === 'none' ? [] : [...state.tasks]);

/** A task that may be given and is not given yet, best one that is not sensitive; where there is none, some task. */
const newTask = (state: Volunteer): VolunteerTask => {
  const given = tasksOf(state);
  const minor = state.status !== 'none' && state.minor;
  const open = TASKS.filter((task) => !given.includes(task) && !(minor && isSensitive(task)));
  return open.find((task) => !isSensitive(task)) ?? open[0] ?? VolunteerTask.VOLUNTEER_TASK_RAISE_AWARENESS;
};

const TASKS = Object.values(VolunteerTask).filter((task): task is VolunteerTask => typeof task === 'number' && task > 0);

const reasonOf = (state: Volunteer): VolunteerLeaveReason =>
  state.status === 'left' ? state.leftBecause : VolunteerLeaveReason.VOLUNTEER_LEAVE_REASON_OWN_WISH;

/** Whether the actor's agency answers for them. */
export const answersFor = (state: Volunteer, actor: Actor): boolean =>
  state.status !== 'none' && actor.kind === 'agency' && state.enrolled.agency === actor.agency;
