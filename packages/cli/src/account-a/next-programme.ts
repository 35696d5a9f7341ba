import {
  type ActivityAccount,
  ActivityKind,
  ActivityTopic,
  AgeBand,
  CountedSex,
  VolunteerTask,
} from '@accompany/contracts/intake/v1/programme_types';
import { IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { made, note, onceHeard, refusedWith } from '../journey.js';
import { aple, caseworker, type Journey, on, type Step } from './journey.js';

/** What the handover made possible, and what comes next: A6 and A7. */
export const nextProgramme: readonly Step[] = [
  {
    id: 'A6',
    title: 'The programme and the field office end; a case goes on in the next programme, against online exploitation',
    play: async (journey) => {
      const { programme, directory } = caseworker(journey);
      const [programmeId, officeId] = [made(journey, 'programmeId'), made(journey, 'officeId')];
      note(journey, await programme.endProgramme({ occurredAt: on('2021-10-29'), programmeId }));
      const closing = { occurredAt: on('2021-10-29', 16), officeId, reason: 'The funding of WATCH ends.' };
      note(journey, await onceHeard('the end of the office', ['OFFICE_HOLDS_CASES'], () => directory.closeOffice(closing)));
      const next = await aple(journey).programme.beginProgramme({ occurredAt: on('2021-11-01'), name: 'Safe online together' });
      const { programmeId: nextProgrammeId } = note(journey, next);
      const entering = { occurredAt: on('2021-11-02'), programmeId: nextProgrammeId, caseId: made(journey, 'storyCaseId') };
      note(journey, await aple(journey).programme.enterProgramme(entering));
      journey.made.nextProgrammeId = nextProgrammeId;
      return 'both held no open case alone any more; the case that APLE took is in its next programme';
    },
  },
  {
    id: 'A7',
    title: 'Child and youth volunteers raise awareness; one of 17, with her guardian’s consent, reports an incident',
    play: async (journey) => {
      const { activityId } = await holdActivity(journey);
      const { volunteerId } = await enrol(journey);
      const report = await aple(journey).intake.receiveReport({
        occurredAt: new Date(),
        source: ReportSource.REPORT_SOURCE_VOLUNTEER,
        purposes: [ReportPurpose.REPORT_PURPOSE_PROTECTION],
        incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
        areaCode: '1710',
        account: 'At the youth group somebody told of a stranger who asks children of the village for pictures.',
        activityId,
        volunteerId,
      });
      Object.assign(journey.made, { activityId, volunteerId, volunteerReportId: note(journey, report).reportId });
      return '31 people at a youth group, 26 of them children; no task among clients for a minor; a report that came through her';
    },
  },
];

const { ACTIVITY_TOPIC_ONLINE_SAFETY: ONLINE_SAFETY, ACTIVITY_TOPIC_REPORTING: REPORTING } = ActivityTopic;
const { COUNTED_SEX_FEMALE: FEMALE, COUNTED_SEX_MALE: MALE } = CountedSex;

const account: ActivityAccount = {
  kind: ActivityKind.ACTIVITY_KIND_YOUTH_GROUP,
  topics: [ONLINE_SAFETY, REPORTING],
  placeCode: '171001',
  heldOn: '2021-11-20',
  heldUntil: '',
  attendance: [
    { ageBand: AgeBand.AGE_BAND_12_TO_14, sex: FEMALE, people: 9 },
    { ageBand: AgeBand.AGE_BAND_12_TO_14, sex: MALE, people: 6 },
    { ageBand: AgeBand.AGE_BAND_15_TO_17, sex: FEMALE, people: 7 },
    { ageBand: AgeBand.AGE_BAND_15_TO_17, sex: MALE, people: 4 },
    { ageBand: AgeBand.AGE_BAND_25_AND_OVER, sex: FEMALE, people: 5 },
  ],
  total: 31,
  children: 26,
};

const holdActivity = async (journey: Journey) => {
  const { programme } = aple(journey);
  const held = { occurredAt: on('2021-11-20'), programmeId: made(journey, 'nextProgrammeId') };
  await refusedWith('ACTIVITY_TOTALS_CONTRADICTORY', programme.recordActivity({ ...held, account: { ...account, total: 30 } }));
  return note(journey, await programme.recordActivity({ ...held, account }));
};

/** She is enrolled today, because whether somebody is a minor is asked of the network's own clock. */
const enrol = async (journey: Journey) => {
  const { programme } = aple(journey);
  const today = new Date();
  const volunteer = {
    occurredAt: today,
    programmeId: made(journey, 'nextProgrammeId'),
    identity: { givenName: 'Example-Volunteer', familyName: 'Fictional', dateOfBirth: `${today.getUTCFullYear() - 17}-01-01` },
  };
  await refusedWith('GUARDIAN_CONSENT_MISSING', programme.enrolVolunteer(volunteer));
  const enrolled = note(journey, await programme.enrolVolunteer({ ...volunteer, guardianConsentId: 'FORM-17' }));
  const { volunteerId } = enrolled;
  for (const task of [VolunteerTask.VOLUNTEER_TASK_RAISE_AWARENESS, VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS])
    note(journey, await programme.giveVolunteerTask({ volunteerId, task }));
  const among = VolunteerTask.VOLUNTEER_TASK_ACCOMPANY_CHILD;
  await refusedWith('TASK_NOT_FOR_MINORS', programme.giveVolunteerTask({ volunteerId, task: among }));
  return enrolled;
};
