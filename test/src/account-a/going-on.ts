import { GIVER } from '@accompany/cli/account-a';
import { CarePlanStatus, ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { PersonalDataCategory } from '@accompany/contracts/common/v1/common';
import { AgeBand, CountedSex, VolunteerTask } from '@accompany/contracts/intake/v1/programme_types';
import { CaseStatus, ReportSource } from '@accompany/contracts/intake/v1/types';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { expect } from 'vitest';
import { eventually } from '../eventually.js';
import { refused, roles } from '../stage.js';
import type { Stage } from './scene.js';

/** What the network must hold after A7 to A10. */
export const goingOn: readonly Stage[] = [
  {
    id: 'A7',
    holds: 'an activity counted by age band and sex, a volunteer of 17 with a guardian’s consent, a report that came through both',
    check: async ({ aple, giver, made }) => {
      const [activityId, volunteerId, reportId] = [made('activityId'), made('volunteerId'), made('volunteerReportId')];
      const activity = await aple.programme.getActivity({ activityId });
      expect(activity).toMatchObject({ agency: 'aple', programmeId: made('nextProgrammeId'), account: { total: 31, children: 26 } });
      expect(activity.account?.attendance).toContainEqual({
        ageBand: AgeBand.AGE_BAND_15_TO_17,
        sex: CountedSex.COUNTED_SEX_FEMALE,
        people: 7,
      });
      const volunteer = await aple.programme.getVolunteer({ volunteerId });
      expect(volunteer).toMatchObject({ agency: 'aple', minor: true, guardianConsentId: 'FORM-17' });
      expect(volunteer.tasks).toEqual([VolunteerTask.VOLUNTEER_TASK_RAISE_AWARENESS, VolunteerTask.VOLUNTEER_TASK_REPORT_INCIDENTS]);
      const report = await aple.intake.getReport({ reportId });
      expect(report).toMatchObject({ source: ReportSource.REPORT_SOURCE_VOLUNTEER, activityId, volunteerId, reporter: undefined });
      expect(await refused(giver.programme.getVolunteer({ volunteerId }))).toBe('VOLUNTEER_UNKNOWN');
      expect(await refused(giver.programme.getActivity({ activityId }))).toBe('ACTIVITY_UNKNOWN');
    },
  },
  {
    id: 'A8',
    holds: 'outcomes for school and family, and the child’s own feedback',
    check: async ({ aple, a21, made }) => {
      const caseId = made('storyCaseId');
      const plan = await aple.assessment.getCarePlan({ caseId });
      const status = CarePlanStatus.CARE_PLAN_STATUS_ACTIVE;
      expect(plan).toMatchObject({ carePlanId: made('carePlanId'), agency: 'aple', status, reviews: 1, hasSafetyPlan: true });
      expect(plan.goals).toMatchObject([
        { area: GoalArea.GOAL_AREA_SCHOOL, outcome: GoalOutcome.GOAL_OUTCOME_REACHED },
        { area: GoalArea.GOAL_AREA_FAMILY, outcome: GoalOutcome.GOAL_OUTCOME_IMPROVING, notes: 'Her mother listens now.' },
      ]);
      const [school] = plan.goals;
      const said = 'ខ្ញុំសប្បាយចិត្តនៅសាលា';
      expect(plan.feedback).toMatchObject([{ feeling: ChildFeeling.CHILD_FEELING_BETTER, said, goalId: school?.goalId }]);
      expect(await refused(a21.assessment.getCarePlan({ caseId }))).not.toBe('answered');
    },
  },
  {
    id: 'A9',
    holds: 'a report about another child that springs from a case',
    check: async ({ aple, giver, made }) => {
      const [reportId, caseId] = [made('sisterReportId'), made('sisterCaseId')];
      const report = await aple.intake.getReport({ reportId });
      expect(report).toMatchObject({ sourceCaseId: made('storyCaseId'), caseId });
      const [sister, herself] = [await aple.intake.getCase({ caseId }), await aple.intake.getCase({ caseId: made('storyCaseId') })];
      expect(sister).toMatchObject({ status: CaseStatus.CASE_STATUS_OPEN, leadAgency: 'aple', reportIds: [reportId] });
      expect(sister.clientId).not.toBe(herself.clientId);
      expect(await refused(giver.intake.getReport({ reportId }))).toBe('REPORT_UNKNOWN');
      const told = await eventually('the story of the case that it sprang from', async () => {
        const { elsewhere } = await aple.timeline.getTimeline({ caseId: made('storyCaseId') });
        return elsewhere.length > 0 && elsewhere;
      });
      expect(told.map(({ sentence }) => sentence)).toEqual(['APLE received a report about another child, which sprang from this case.']);
      expect(JSON.stringify(told)).not.toMatch(new RegExp([reportId, caseId, sister.clientId].join('|')));
    },
  },
  {
    id: 'A10',
    holds: 'legal and psychosocial support in which each agency learns no more than it needs',
    check: async ({ aple, a21, giver, as, made, entries }) => {
      const [caseId, matterId, referralId] = [made('storyCaseId'), made('matterId'), made('referralId')];
      const { referral } = await a21.referral.getReferral({ referralId });
      expect(referral).toMatchObject({
        status: ReferralStatus.REFERRAL_STATUS_ACCEPTED,
        shareCategories: [PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY],
      });
      const found = await eventually('a21 as provider', async () => {
        const seen = await aple.intake.getCase({ caseId });
        return roles(seen.participants).includes('a21 provider') && seen;
      });
      expect(roles(found.participants)).toEqual(['aple lead', 'a21 provider']);
      const theirs = await a21.intake.getCase({ caseId });
      expect(theirs).toMatchObject({ identity: found.identity, contact: undefined });
      expect(theirs.withheld).toContain(PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE);
      expect(theirs.consents).toMatchObject(found.consents.map(({ consentId }) => ({ consentId, notes: '' })));
      const [reportId] = found.reportIds;
      expect(await refused(a21.intake.getReport({ reportId }))).toBe('REPORT_UNKNOWN');
      const seen = await eventually('a21 takes part in the matter’s case', async () => a21.legalAid.getMatter({ matterId }));
      expect(seen).toMatchObject({ agency: 'aple', beneficiaries: [], counsels: [] });
      const outline = await eventually('a21 takes part in the care plan’s case', async () => a21.assessment.getCarePlan({ caseId }));
      expect(outline).toMatchObject({ feedback: [], safetyPlan: '' });
      const privileged = await aple.legalAid.getMatter({ matterId });
      expect(privileged.counsels).toMatchObject([{ counselId: made('counselId'), notes: expect.stringContaining('treats her worse') }]);

      for (const stranger of [giver, as('dosvy-siem-reap'), as('hagar')]) {
        expect(await refused(stranger.intake.getCase({ caseId }))).toBe('CASE_UNKNOWN');
        expect(await refused(stranger.legalAid.getMatter({ matterId }))).toBe('MATTER_UNKNOWN');
        expect(await refused(stranger.referral.getReferral({ referralId }))).toBe('REFERRAL_UNKNOWN');
        expect(await refused(stranger.assessment.getCarePlan({ caseId }))).not.toBe('answered');
      }
      const told = JSON.stringify(await entries('aple', caseId));
      for (const secret of ['Example-Child', 'treats her worse', 'Her name, not her story', 'សាលា', 'Tell my aunt'])
        expect(told).not.toContain(secret);
      expect(told).toContain(GIVER);
    },
  },
];
