import { GIVER, LED } from '@accompany/cli/account-a';
import { GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { AssessmentKind, AssessmentStatus } from '@accompany/contracts/assessment/v1/types';
import { OfficeStatus } from '@accompany/contracts/directory/v1/office';
import { ProgrammeStatus } from '@accompany/contracts/intake/v1/programme_types';
import { CaseStatus, ClientWork, ClosureCriterion, LegalBasis, Whereabouts } from '@accompany/contracts/intake/v1/types';
import { expect } from 'vitest';
import { eventually } from '../eventually.js';
import { refused, roles } from '../stage.js';
import type { Stage } from './scene.js';

/** From this age on a child may work in Cambodia. */
const WORKING_AGE = 15;

/** What the network must hold after A1, A2 and A5. */
export const ending: readonly Stage[] = [
  {
    id: 'A1',
    holds: 'a programme and an office with lives of their own, that cannot end while they alone hold an open case',
    check: async ({ giver, aple, made }) => {
      const cases = made('cases');
      const led = cases.filter(({ lead }) => lead === GIVER).map(({ caseId }) => caseId);
      expect([cases.length, led.length]).toEqual([24, LED]);
      const named = { cases: String(LED), case_ids: led.toSorted().join(', ') };
      expect(made('programmeRefused')).toEqual(named);
      expect(made('officeRefused')).toEqual({ ...named, office_id: made('officeId') });

      const programmeId = made('programmeId');
      const programme = await giver.programme.getProgramme({ programmeId });
      const status = ProgrammeStatus.PROGRAMME_STATUS_ENDING;
      expect(programme).toMatchObject({ name: 'WATCH', agency: GIVER, officeId: made('officeId'), status, endedAt: undefined });
      expect(programme.begunAt).toEqual(new Date('2018-02-01T10:00:00Z'));
      // Cases that others lead left at the first try; the programme hears of it a moment later.
      await eventually('the cases that the programme holds alone', async () => {
        const { caseIds } = await giver.programme.getProgramme({ programmeId });
        return caseIds.join() === led.toSorted().join();
      });
      expect(await aple.programme.getProgramme({ programmeId })).toMatchObject({ name: 'WATCH', status, caseIds: [] });
      const office = await giver.directory.listOfficeCases({ officeId: made('officeId'), pageSize: 200 });
      expect(office).toMatchObject({ status: OfficeStatus.OFFICE_STATUS_CLOSING, caseIds: led.toSorted() });
      for (const { caseId, lead } of cases) {
        const found = await giver.intake.getCase({ caseId });
        expect(roles(found.participants)).toEqual(lead === GIVER ? [`${GIVER} lead`] : [`${lead} lead`, `${GIVER} monitor`]);
      }
    },
  },
  {
    id: 'A2',
    holds: 'a closure with its criterion, its evidence and a current assessment, approved by another person',
    check: async ({ giver, made }) => {
      expect(made('closed')).toHaveLength(2);
      for (const { caseId, assessmentId } of made('closed')) {
        const found = await giver.intake.getCase({ caseId });
        expect(found).toMatchObject({
          status: CaseStatus.CASE_STATUS_CLOSED,
          closure: {
            criterion: ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE,
            proposedBy: 'childhood-caseworker-1',
            approvedBy: 'childhood-supervisor-1',
            evidence: expect.stringContaining('apprentice'),
            work: ClientWork.CLIENT_WORK_ALLOWED_AT_AGE,
          },
        });
        const turns = new Date(found.identity?.dateOfBirth ?? '');
        turns.setUTCFullYear(turns.getUTCFullYear() + WORKING_AGE);
        expect(turns.getTime(), 'of an age to work when the work began').toBeLessThan(Date.UTC(2021, 4, 1));
        expect(await giver.assessment.getAssessment({ assessmentId })).toMatchObject({
          kind: AssessmentKind.ASSESSMENT_KIND_CLOSURE,
          status: AssessmentStatus.ASSESSMENT_STATUS_APPROVED,
          approvedBy: 'childhood-supervisor-1',
          childView: 'I can go on by myself.',
        });
        const { goals } = await giver.assessment.getCarePlan({ caseId });
        expect(goals).toMatchObject([{ area: GoalArea.GOAL_AREA_WORK, outcome: GoalOutcome.GOAL_OUTCOME_REACHED }]);
      }
    },
  },
  {
    id: 'A5',
    holds: 'whereabouts unknown, a search that is reviewed and that no closure ends, and what was told to whom on which basis',
    check: async ({ giver, made, entries }) => {
      const [caseId, searchId] = [made('lostCaseId'), made('searchId')];
      const found = await giver.intake.getCase({ caseId });
      expect(found).toMatchObject({
        status: CaseStatus.CASE_STATUS_CLOSED,
        closure: { criterion: ClosureCriterion.CLOSURE_CRITERION_LOST_TO_FOLLOW_UP, approvedBy: 'childhood-supervisor-1' },
        whereabouts: Whereabouts.WHEREABOUTS_UNKNOWN,
        search: { searchId, lastPlaceCode: '0110', lastContactAt: new Date('2020-08-14T09:00:00Z'), reviewEveryDays: 90, located: false },
      });
      expect(found.search?.reviews).toHaveLength(4);
      expect(found.disclosures).toMatchObject([
        {
          searchId,
          authority: 'police-banteay-meanchey',
          legalBasis: LegalBasis.LEGAL_BASIS_VITAL_INTEREST,
          informedBy: GIVER,
          told: expect.stringContaining('last place'),
        },
      ]);
      // The next review fell due long ago by the network's clock: a closed case's search is still followed.
      await eventually('the next review is due', async () => (await giver.intake.getCase({ caseId })).search?.reviewDue);
      const told = await eventually('the timeline tells of the search', async () => {
        const types = (await entries(GIVER, caseId)).map(({ type }) => type.split('.').at(-1));
        return types.lastIndexOf('SearchReviewDue') > types.indexOf('CaseClosed') && types;
      });
      expect(told.indexOf('AuthorityInformed')).toBeLessThan(told.indexOf('CaseClosureProposed'));
      expect(told).not.toContain('ClientLocated');
    },
  },
];

/** What the network must hold after A6: the end, and what outlives it. */
export const ended: readonly Stage[] = [
  {
    id: 'A6',
    holds: 'a programme and an office that ended, and a case that goes on in another programme',
    check: async ({ giver, aple, as, made }) => {
      const programme = await giver.programme.getProgramme({ programmeId: made('programmeId') });
      const endedAt = new Date('2021-10-29T09:00:00Z');
      expect(programme).toMatchObject({ status: ProgrammeStatus.PROGRAMME_STATUS_ENDED, endedAt, caseIds: [] });
      const office = await giver.directory.listOfficeCases({ officeId: made('officeId') });
      expect(office).toMatchObject({ status: OfficeStatus.OFFICE_STATUS_CLOSED, caseIds: [], refusedCaseIds: [] });
      const caseId = made('storyCaseId');
      const programmeId = made('nextProgrammeId');
      const found = await aple.intake.getCase({ caseId });
      expect(found).toMatchObject({ status: CaseStatus.CASE_STATUS_OPEN, leadAgency: 'aple', programmeIds: [programmeId], officeId: '' });
      expect((await aple.programme.getProgramme({ programmeId })).caseIds).toEqual([caseId]);
      const entering = giver.programme.enterProgramme({ programmeId: made('programmeId'), caseId });
      expect(await refused(entering)).toBe('PROGRAMME_HAS_ENDED');
      expect((await as('hagar').programme.getProgramme({ programmeId })).caseIds).toEqual([]);
    },
  },
];
