import type { ActivityEvent, ProgrammeEvent, VolunteerEvent } from '@accompany/contracts/intake/v1/programme_events';
import {
  type ActivityAccount,
  activityCorrectionReasonToJSON,
  activityKindToJSON,
  activityTopicToJSON,
  volunteerLeaveReasonToJSON,
  volunteerTaskToJSON,
} from '@accompany/contracts/intake/v1/programme_types';
import { unreachable } from '@accompany/domain';
import { list, type Telling, when, word } from './words.js';

/** A programme's event in a sentence. */
export const tellProgramme = (event: NonNullable<ProgrammeEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'programmeBegun':
      return `${name(event.value.agency)} began the programme${when(' ', event.value.name)}.`;
    case 'programmeCaseAdmitted':
      return `${by} let a case enter the programme.`;
    case 'programmeCaseLeft':
      return 'A case left the programme.';
    case 'programmeEnding':
      return `${by} announced that the programme will end${when(': ', event.value.reason)}.`;
    case 'programmeContinued':
      return `${by} decided that the programme goes on${when(': ', event.value.reason)}.`;
    case 'programmeEnded':
      return 'The programme ended; it held no open case alone.';
    default:
      return unreachable(event);
  }
};

const told = ({ kind, topics, total, children }: ActivityAccount): string =>
  `${word(activityKindToJSON, kind)} on ${list(topics.map((topic) => word(activityTopicToJSON, topic)))} with ${people(total)}, ${children} of them children`;

const people = (number: number): string => (number === 1 ? '1 person' : `${number} people`);

/** A community activity's event in a sentence. */
export const tellActivity = (event: NonNullable<ActivityEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'activityHeld':
      return `${name(event.value.agency)} held an activity${when(': ', event.value.account === undefined ? '' : told(event.value.account))}.`;
    case 'activityCorrected':
      return `${by} corrected the record of an activity: ${word(activityCorrectionReasonToJSON, event.value.reason)}.`;
    case 'activityWithdrawn':
      return event.value.sameAsActivityId === ''
        ? `${by} withdrew the record of an activity that was not held.`
        : `${by} withdrew the record of an activity that stands in another record.`;
    default:
      return unreachable(event);
  }
};

/** A volunteer's event in a sentence. */
export const tellVolunteer = (event: NonNullable<VolunteerEvent['event']>, { by, name }: Telling): string => {
  switch (event.$case) {
    case 'volunteerEnrolled':
      return event.value.minor
        ? `${name(event.value.agency)} enrolled a volunteer who is a minor, with a guardian's consent.`
        : `${name(event.value.agency)} enrolled a volunteer.`;
    case 'volunteerTaskGiven':
      return `${by} asked the volunteer to take a task: ${word(volunteerTaskToJSON, event.value.task)}.`;
    case 'volunteerTaskEnded':
      return `The volunteer no longer has the task: ${word(volunteerTaskToJSON, event.value.task)}.`;
    case 'volunteerCameOfAge':
      return 'The volunteer came of age.';
    case 'volunteerLeft':
      return `The volunteer left: ${word(volunteerLeaveReasonToJSON, event.value.reason)}.`;
    default:
      return unreachable(event);
  }
};
