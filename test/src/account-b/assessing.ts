import { AssessmentKind, AssessmentStatus, ParticipantPart, Setting } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ConsentBy, ConsentStatus } from '@accompany/contracts/intake/v1/types';
import { ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { expect } from 'vitest';
import { refused, roles } from '../stage.js';
import type { Stage } from './stage.js';

/** What the network must hold after B4 to B6. */
export const assessing: readonly Stage[] = [
  {
    id: 'B4',
    holds: 'an initial assessment with its participants, its place and the child’s own view',
    check: async ({ aple, a21, made, entries }) => {
      const assessmentId = made('initialAssessmentId');
      const assessment = await aple.assessment.getAssessment({ assessmentId });
      expect(assessment).toMatchObject({
        caseId: made('caseId'),
        kind: AssessmentKind.ASSESSMENT_KIND_INITIAL,
        status: AssessmentStatus.ASSESSMENT_STATUS_APPROVED,
        submittedBy: 'aple-caseworker-1',
        approvedBy: 'aple-supervisor-1',
        place: { areaCode: '1710', setting: Setting.SETTING_HOME },
        childView: 'I want him to stop.',
      });
      expect(assessment.participants.map(({ part }) => part)).toEqual([
        ParticipantPart.PARTICIPANT_PART_CHILD,
        ParticipantPart.PARTICIPANT_PART_PARENT,
      ]);
      expect(assessment.dueAt).toBeInstanceOf(Date);
      expect(await refused(a21.assessment.getAssessment({ assessmentId }))).toBe('ASSESSMENT_UNKNOWN');
      const asked = (await entries()).find(({ type, stream }) => type.endsWith('.AssessmentRequested') && stream.includes(assessmentId));
      expect(asked).toMatchObject({ agency: '', service: 'assessment' });
      const { consents } = await aple.intake.getCase({ caseId: made('caseId') });
      expect(consents.map(({ by, status }) => [by, status])).toEqual([
        [ConsentBy.CONSENT_BY_CAREGIVER, ConsentStatus.CONSENT_STATUS_GIVEN],
        [ConsentBy.CONSENT_BY_CHILD, ConsentStatus.CONSENT_STATUS_GIVEN],
      ]);
    },
  },
  {
    id: 'B5',
    holds: 'a need, which is a thing that a referral answers',
    check: async ({ aple, made, asOf }) => {
      const { kind, needs } = await aple.assessment.getAssessment({ assessmentId: made('needsAssessmentId') });
      expect(kind).toBe(AssessmentKind.ASSESSMENT_KIND_NEEDS);
      const urgency = Urgency.URGENCY_MEDIUM;
      expect(needs).toMatchObject([
        { needId: made('needId'), category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL, urgency, met: false },
        { needId: made('legalNeedId'), category: ServiceCategory.SERVICE_CATEGORY_LEGAL_AID, urgency, met: false },
      ]);
      expect((await asOf()).needs.map(({ needId }) => needId)).toEqual([made('needId'), made('legalNeedId')]);
    },
  },
  {
    id: 'B6',
    holds: 'one need, one referral, one receiver, and the sender as lead still',
    check: async ({ aple, a21, police, made, asOf }) => {
      const referralId = made('referralId');
      const shareCategories = [
        PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY,
        PersonalDataCategory.PERSONAL_DATA_CATEGORY_CONTACT,
        PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
      ];
      const read = await a21.referral.getReferral({ referralId });
      const status = ReferralStatus.REFERRAL_STATUS_ACCEPTED;
      expect(read.referral).toMatchObject({ sender: 'aple', receiver: 'a21', needId: made('needId'), status, shareCategories });
      expect(read.note).toBe('Please see her twice per month.');
      expect(await refused(police.referral.getReferral({ referralId }))).toBe('REFERRAL_UNKNOWN');

      const now = await asOf();
      expect(now.referrals.filter(({ needId }) => needId === made('needId'))).toMatchObject([{ referralId, receiver: 'a21' }]);
      const found = await aple.intake.getCase({ caseId: made('caseId') });
      expect(found.leadAgency).toBe('aple');
      expect(roles(found.participants)).toEqual(expect.arrayContaining(['aple lead', 'a21 provider']));
      expect(roles(found.participants).filter((one) => one.endsWith('lead'))).toEqual(['aple lead']);
      const theirs = await a21.intake.getCase({ caseId: made('caseId') });
      expect(theirs).toMatchObject({ identity: found.identity, contact: found.contact, withheld: [] });
    },
  },
];
