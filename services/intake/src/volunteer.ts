import { type VolunteerEnrolled, VolunteerEvent } from '@accompany/contracts/intake/v1/programme_events';
import { VolunteerLeaveReason, VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { dayOf, monthAfter, startOf } from './calendar.js';
import { callerOf } from './caller.js';

export type Event = NonNullable<VolunteerEvent['event']>;

export type KnownVolunteer = {
  readonly status: 'active' | 'left';
  readonly enrolled: VolunteerEnrolled;
  readonly minor: boolean;
  readonly tasks: ReadonlySet<VolunteerTask>;
  readonly leftBecause: VolunteerLeaveReason;
};

export type Volunteer = { readonly status: 'none' } | KnownVolunteer;

const { VOLUNTEER_LEAVE_REASON_UNSPECIFIED: STAYS, VOLUNTEER_LEAVE_REASON_GUARDIAN_CONSENT_WITHDRAWN: CONSENT_WITHDRAWN } =
  VolunteerLeaveReason;

export const volunteer: Decider<Volunteer, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'volunteerEnrolled')
      return { status: 'active', enrolled: event.value, minor: event.value.minor, tasks: new Set(), leftBecause: STAYS };
    if (state.status === 'none') throw new Error('a volunteer begins with their enrolment');
    switch (event.$case) {
      case 'volunteerTaskGiven':
        return { ...state, tasks: new Set(state.tasks).add(event.value.task) };
      case 'volunteerTaskEnded':
        return { ...state, tasks: new Set([...state.tasks].filter((task) => task !== event.value.task)) };
      case 'volunteerCameOfAge':
        return { ...state, minor: false };
      case 'volunteerLeft':
        return { ...state, status: 'left', tasks: new Set(), leftBecause: event.value.reason };
      default:
        return unreachable(event);
    }
  },
};

/** Stream `volunteer-<volunteer id>`, keyed by the agency that answers for them. */
export const volunteerAggregate = aggregate({
  category: 'volunteer',
  type: 'accompany.intake.v1',
  topic: 'network',
  decider: volunteer,
  codec: VolunteerEvent,
});

type Enrolment = Omit<VolunteerEnrolled, 'agency' | 'minor' | 'minorUntil'>;

const OF_AGE = 18;
const OLDEST = 110;
const YOUNGEST = 6;

/**
 * Somebody is enrolled; a minor only with a guardian's consent.
 * @param bornOn date of birth, which the event does not tell
 * @param checkProgramme throws when the programme takes nobody
 */
export const enrol = (
  state: Volunteer,
  command: Enrolment,
  bornOn: string,
  checkProgramme: () => void,
  context: DecisionContext,
): Event[] => {
  const { agency } = callerOf(context);
  if (state.status !== 'none') return [];
  checkBirth(bornOn, context.occurredAt);
  checkProgramme();
  const until = monthAfter(bornOn, OF_AGE);
  const minor = context.occurredAt < until;
  if (minor && command.guardianConsentId === '') throw new Rejection('GUARDIAN_CONSENT_MISSING');
  if (!minor && command.guardianConsentId !== '') throw new Rejection('GUARDIAN_CONSENT_NOT_NEEDED');
  return [{ $case: 'volunteerEnrolled', value: { ...command, agency, minor, minorUntil: minor ? until : undefined } }];
};

/** A task is given. Sensitive ones are never for a minor. */
export const giveTask = (state: Volunteer, task: VolunteerTask, context: DecisionContext): Event[] => {
  const known = answeredFor(state, context);
  if (known.status === 'left') throw hasLeft(known);
  if (known.tasks.has(task)) return [];
  if (known.minor && isSensitive(task)) throw new Rejection('TASK_NOT_FOR_MINORS', { task: VolunteerTask[task] });
  return [{ $case: 'volunteerTaskGiven', value: { task } }];
};

/** A task ends. */
export const endTask = (state: Volunteer, task: VolunteerTask, context: DecisionContext): Event[] => {
  const known = answeredFor(state, context);
  return known.tasks.has(task) ? [{ $case: 'volunteerTaskEnded', value: { task } }] : [];
};

/** Somebody leaves. */
export const release = (state: Volunteer, reason: VolunteerLeaveReason, context: DecisionContext): Event[] => {
  const known = answeredFor(state, context);
  if (known.status === 'left') {
    if (known.leftBecause === reason) return [];
    throw hasLeft(known);
  }
  if (reason === CONSENT_WITHDRAWN && !known.minor) throw new Rejection('GUARDIAN_CONSENT_NOT_NEEDED');
  return [{ $case: 'volunteerLeft', value: { reason } }];
};

/** What the clock says; also of those who left, whose consent must not be thought to go on. */
export const comeOfAge = (state: Volunteer, { now }: Pick<DecisionContext, 'now'>): Event[] => {
  if (state.status === 'none' || !state.minor || state.enrolled.minorUntil === undefined) return [];
  return now < state.enrolled.minorUntil ? [] : [{ $case: 'volunteerCameOfAge', value: {} }];
};

/** The volunteer, for the agency that answers for them. */
export const answeredFor = (state: Volunteer, context: Pick<DecisionContext, 'actor'>): KnownVolunteer => {
  const { agency } = callerOf(context);
  if (state.status === 'none' || state.enrolled.agency !== agency) throw new Rejection('VOLUNTEER_UNKNOWN');
  return state;
};

/** Tasks in which somebody is alone with a child, or learns of one. */
export const isSensitive = (task: VolunteerTask): boolean => {
  switch (task) {
    case VolunteerTask.VOLUNTEER_TASK_ACCOMPANY_CHILD:
    case VolunteerTask.VOLUNTEER_TASK_HOME_VISIT:
    case VolunteerTask.VOLUNTEER_TASK_CLIENT_RECORDS:
    case VolunteerTask.VOLUNTEER_TASK_LISTEN_TO_CHILD:
      return true;
    case VolunteerTask.VOLUNTEER_TASK_RAISE_AWARENESS:
    case VolunteerTask.VOLUNTEER_TASK_HELP_AT_ACTIVITIES:
    case VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS:
    case VolunteerTask.VOLUNTEER_TASK_UNSPECIFIED:
      return false;
  }
};

const checkBirth = (bornOn: string, at: Date): void => {
  const age = (years: number): string => `${Number(bornOn.slice(0, 4)) + years}${bornOn.slice(4)}`;
  const today = dayOf(at);
  if (startOf(bornOn) === undefined || age(YOUNGEST) > today || age(OLDEST) < today) throw new Rejection('BIRTH_DATE_IMPOSSIBLE');
};

const hasLeft = ({ leftBecause }: KnownVolunteer): Rejection =>
  new Rejection('VOLUNTEER_HAS_LEFT', { because: VolunteerLeaveReason[leftBecause] });
