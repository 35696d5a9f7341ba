import { ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import { DuplicateCheckOutcome, IncidentKind, ReportPurpose, ReportSource } from '@accompany/contracts/intake/v1/types';
import { made, note, onceHeard } from '../journey.js';
import { aple, type Journey, on, type Step } from './journey.js';

/** The child's own way on: A8 and A9. */
export const reintegrating: readonly Step[] = [
  {
    id: 'A8',
    title: 'She goes back to school, and gets on better at home; she says so herself',
    play: async (journey) => {
      const { assessment } = aple(journey);
      const draft = { occurredAt: on('2021-11-03'), caseId: made(journey, 'storyCaseId') };
      const heard = () => assessment.draftCarePlan(draft);
      const { carePlanId } = note(journey, await onceHeard('the new lead', ['CASE_UNKNOWN', 'NOT_THE_LEAD'], heard));
      const school = await setGoal(journey, carePlanId, GoalArea.GOAL_AREA_SCHOOL, 'Back in grade 8 after the new year.');
      const family = await setGoal(journey, carePlanId, GoalArea.GOAL_AREA_FAMILY, 'Meals together, without shouting.');
      const agreedWith = [ParticipantPart.PARTICIPANT_PART_CHILD, ParticipantPart.PARTICIPANT_PART_CAREGIVER];
      note(journey, await assessment.agreeCarePlan({ occurredAt: on('2021-11-03', 14), carePlanId, agreedWith }));
      const steps = 'Tell my aunt; do not answer; keep the messages; call the hotline.';
      note(journey, await assessment.agreeSafetyPlan({ occurredAt: on('2021-11-03', 15), carePlanId, agreedWith, steps }));

      const { GOAL_OUTCOME_REACHED: reached, GOAL_OUTCOME_IMPROVING: improving } = GoalOutcome;
      const [back, home] = [on('2022-01-17'), on('2022-01-18')];
      const atSchool = { occurredAt: back, carePlanId, goalId: school, outcome: reached, notes: 'In class since Monday.' };
      note(journey, await assessment.recordGoalOutcome(atSchool));
      const atHome = { occurredAt: home, carePlanId, goalId: family, outcome: improving, notes: 'Her mother listens now.' };
      note(journey, await assessment.recordGoalOutcome(atHome));
      const feeling = ChildFeeling.CHILD_FEELING_BETTER;
      const said = 'ខ្ញុំសប្បាយចិត្តនៅសាលា';
      note(journey, await assessment.recordChildFeedback({ occurredAt: on('2022-01-18', 10), carePlanId, feeling, said, goalId: school }));
      const findings = 'School is reached, the family goes on.';
      note(journey, await assessment.reviewCarePlan({ occurredAt: on('2022-01-31'), carePlanId, findings }));
      journey.made.carePlanId = carePlanId;
      return 'a care plan agreed with her: school reached, family improving; her own words are kept beside what others say';
    },
  },
  {
    id: 'A9',
    title: 'She learned to protect her sister and a cousin: a new report springs from her case',
    play: async (journey) => {
      const { intake } = aple(journey);
      const report = await intake.receiveReport({
        occurredAt: on('2022-02-01'),
        source: ReportSource.REPORT_SOURCE_FAMILY,
        purposes: [ReportPurpose.REPORT_PURPOSE_PROTECTION],
        incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
        risk: RiskLevel.RISK_LEVEL_MEDIUM,
        areaCode: '1710',
        identity: { givenName: 'Example-Sister', familyName: 'Fictional', dateOfBirth: '2011' },
        account: 'Her sister told her of the same stranger. She took her sister and their cousin to our office.',
        sourceCaseId: made(journey, 'storyCaseId'),
      });
      const { reportId, caseId } = note(journey, report);
      note(journey, await intake.screenReport({ occurredAt: on('2022-02-01', 10), reportId, urgency: Urgency.URGENCY_HIGH }));
      const duplicateCheck = {
        outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_OTHER_CHILDREN,
        candidateCaseIds: [made(journey, 'storyCaseId')],
        notes: 'Sisters.',
      };
      note(journey, await intake.openCase({ occurredAt: on('2022-02-01', 11), reportId, duplicateCheck }));
      Object.assign(journey.made, { sisterReportId: reportId, sisterCaseId: caseId });
      return 'the sister has a report and a case of her own; the report names the case that it springs from, and no name';
    },
  },
];

const setGoal = async (journey: Journey, carePlanId: string, area: GoalArea, description: string): Promise<string> => {
  const goal = { occurredAt: on('2021-11-03', 13), carePlanId, area, description, reachBy: on('2022-03-31') };
  return note(journey, await aple(journey).assessment.setGoal(goal)).goalId;
};
