import { ActivityAccount, ActivityKind, ActivityTopic, AgeBand, CountedSex } from '@accompany/contracts/intake/v1/programme_types';
import type { Event as ActivityHistory } from './activity.js';
import type { Event as ProgrammeHistory } from './programme.js';
import { day } from './samples.js';
import type { Event as VolunteerHistory } from './volunteer.js';

// Fictional programmes, activities and volunteers that the tests share. The agency is lotus.
export const programmeId = '1d9a3c52-7be4-4c0f-8a61-5f0e2b7d4c11';
export const otherProgrammeId = '2eab4d63-8cf5-4d10-9b72-6a1f3c8e5d22';
export const beginning = { programmeId, name: 'River Watch', officeId: '' };
export const begun: ProgrammeHistory = { $case: 'programmeBegun', value: { ...beginning, agency: 'lotus', begunAt: day(1) } };
export const admitted = (caseId: string, admission: number): ProgrammeHistory => ({
  $case: 'programmeCaseAdmitted',
  value: { caseId, admission },
});
export const caseLeft = (caseId: string, admission: number): ProgrammeHistory => ({
  $case: 'programmeCaseLeft',
  value: { caseId, admission },
});
export const ending: ProgrammeHistory = { $case: 'programmeEnding', value: { reason: 'funds' } };
export const continued: ProgrammeHistory = { $case: 'programmeContinued', value: { reason: 'new funds' } };
export const ended = (admissions: number): ProgrammeHistory => ({ $case: 'programmeEnded', value: { admissions, endedAt: day(10) } });

export const activityId = '3fbc5e74-9d06-4e21-8c83-7b204d9f6e33';
export const otherActivityId = '40cd6f85-ae17-4f32-9d94-8c315ea07f44';
const { COUNTED_SEX_FEMALE: FEMALE, COUNTED_SEX_MALE: MALE } = CountedSex;
export const account = ActivityAccount.fromPartial({
  kind: ActivityKind.ACTIVITY_KIND_SCHOOL_SESSION,
  topics: [ActivityTopic.ACTIVITY_TOPIC_ONLINE_SAFETY, ActivityTopic.ACTIVITY_TOPIC_REPORTING],
  placeCode: '010203',
  heldOn: '2022-02-02',
  attendance: [
    { ageBand: AgeBand.AGE_BAND_12_TO_14, sex: FEMALE, people: 14 },
    { ageBand: AgeBand.AGE_BAND_12_TO_14, sex: MALE, people: 11 },
    { ageBand: AgeBand.AGE_BAND_25_AND_OVER, sex: FEMALE, people: 3 },
  ],
  total: 28,
  children: 25,
});
export const heldActivity: ActivityHistory = { $case: 'activityHeld', value: { activityId, agency: 'lotus', programmeId, account } };

export const volunteerId = '51de7096-bf28-4043-8ea5-9d426fb18055';
export const guardianConsentId = 'G-2022/7';
export const enrolment = {
  volunteerId,
  programmeId,
  subjectId: '62ef81a7-c039-4154-9fb6-ae5370c29166',
  guardianConsentId,
  identity: undefined,
  contact: undefined,
};
/** Seventeen on 1 February 2022, when the tests enrol. */
export const bornOn = '2004-06-15';
/** The first of July in Cambodia. */
export const minorUntil = new Date('2022-06-30T17:00:00Z');
export const enrolledMinor: VolunteerHistory = {
  $case: 'volunteerEnrolled',
  value: { ...enrolment, agency: 'lotus', minor: true, minorUntil },
};
export const enrolledAdult: VolunteerHistory = {
  $case: 'volunteerEnrolled',
  value: { ...enrolment, guardianConsentId: '', agency: 'lotus', minor: false, minorUntil: undefined },
};
