import { AssessmentKind, ParticipantPart, Setting } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { IntendedAction, Intent } from '@accompany/contracts/referral/v1/types';
import { eventually, made, note, positions } from '../journey.js';
import { consents } from './arrival.js';
import { february, type Journey, type Step } from './journey.js';

const caseworker = (journey: Journey) => journey.as('aple', 'aple-caseworker-1');
const supervisor = (journey: Journey) => journey.as('aple', 'aple-supervisor-1');

/** From the first meeting to the referral to A21: B4 to B6. */
export const assessing: readonly Step[] = [
  {
    id: 'B4',
    title: 'APLE makes the initial assessment with the girl and her family, in Siem Reap province',
    play: async (journey) => {
      const caseId = made(journey, 'caseId');
      const assessmentId = await eventually('the initial assessment', async () => {
        const [first] = (
          await caseworker(journey)
            .assessment.listAssessments({ caseId })
            .catch(() => ({ assessments: [] }))
        ).assessments;
        return first?.assessmentId;
      });
      journey.made.initialAssessmentId = assessmentId;
      const words = { findings: 'Frightened, sleeps badly, good support at home.', childView: 'I want him to stop.' };
      await handIn(journey, assessmentId, 4, words, () => consents(journey));
      return 'asked for by itself when the case was opened; with child and father, at home; her own view kept; approved by a second person';
    },
  },
  {
    id: 'B5',
    title: 'The need assessment finds a need for psychological support',
    play: async (journey) => {
      const caseId = made(journey, 'caseId');
      const requested = note(
        journey,
        await caseworker(journey).assessment.requestAssessment({
          occurredAt: february(4, 17),
          caseId,
          kind: AssessmentKind.ASSESSMENT_KIND_NEEDS,
          dueAt: february(11),
          atLeastPositions: positions(journey, 'intake'),
        }),
      );
      const { assessmentId } = requested;
      journey.made.needsAssessmentId = assessmentId;
      const words = { findings: 'Needs psychological support and legal counsel.', childView: 'I would like to talk to somebody.' };
      await handIn(journey, assessmentId, 5, words, () => needs(journey, assessmentId));
      return 'two needs: psychosocial and legal aid; each is a thing that a referral or a matter answers';
    },
  },
  {
    id: 'B6',
    title: 'APLE refers her to A21 and keeps the case',
    play: async (journey) => {
      const draft = note(
        journey,
        await caseworker(journey).referral.draftReferral({
          occurredAt: february(7, 8),
          caseId: made(journey, 'caseId'),
          needId: made(journey, 'needId'),
          atLeastPositions: positions(journey, 'assessment'),
        }),
      );
      const { referralId } = draft;
      const listed = await caseworker(journey).directory.listServices({
        category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
        areaCode: '17',
      });
      const service = listed.services.find(({ agencyId }) => agencyId === 'a21');
      if (service === undefined) throw new Error('a21 offers no psychosocial service in Siem Reap; is the demo directory registered?');
      Object.assign(journey.made, { referralId, serviceId: service.serviceId });
      note(
        journey,
        await caseworker(journey).referral.sendReferral({
          occurredAt: february(7, 9),
          referralId,
          intent: Intent.INTENT_REFERRAL,
          receiver: 'a21',
          serviceId: service.serviceId,
          shareCategories: [
            PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY,
            PersonalDataCategory.PERSONAL_DATA_CATEGORY_CONTACT,
            PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
          ],
          permission: { $case: 'consentId', value: made(journey, 'consentId') },
          note: 'Please see her twice per month.',
          atLeastPositions: positions(journey, 'directory', 'intake', 'assessment'),
        }),
      );
      const counsellor = journey.as('a21', 'a21-counsellor-1');
      note(
        journey,
        await counsellor.referral.receiveReferral({
          occurredAt: february(7, 14),
          referralId,
          takenAs: Intent.INTENT_REFERRAL,
          intendedAction: IntendedAction.INTENDED_ACTION_DECIDE,
        }),
      );
      note(journey, await counsellor.referral.acceptReferral({ occurredAt: february(8, 9), referralId }));
      await eventually('a21 as provider', async () => {
        const { participants } = await caseworker(journey).intake.getCase({ caseId: made(journey, 'caseId') });
        return participants.find(({ agency }) => agency === 'a21');
      });
      return 'one need, one referral, one receiver; a21 accepted and is provider, aple stays lead';
    },
  },
];

type Words = { readonly findings: string; readonly childView: string };

/** Starts an assessment, hands it in, does what else is done that day, and lets another person approve it. */
const handIn = async (journey: Journey, assessmentId: string, day: number, words: Words, meanwhile: () => Promise<void>): Promise<void> => {
  const { assessment } = caseworker(journey);
  note(journey, await assessment.startAssessment({ occurredAt: february(day, 9), assessmentId }));
  note(
    journey,
    await assessment.submitAssessment({
      occurredAt: february(day, 11),
      assessmentId,
      participants: [
        { part: ParticipantPart.PARTICIPANT_PART_CHILD, name: 'Example-Sophea Fictional' },
        { part: ParticipantPart.PARTICIPANT_PART_PARENT, name: 'Example-Father Fictional' },
      ],
      place: { areaCode: '1710', setting: Setting.SETTING_HOME },
      childView: { $case: 'childViewGiven', value: words.childView },
      findings: words.findings,
    }),
  );
  await meanwhile();
  note(journey, await supervisor(journey).assessment.approveAssessment({ occurredAt: february(day, 16), assessmentId }));
};

const needs = async (journey: Journey, assessmentId: string): Promise<void> => {
  const identify = async (category: ServiceCategory, minute: number, description: string): Promise<string> => {
    const found = { occurredAt: february(5, 12, minute), assessmentId, category, urgency: Urgency.URGENCY_MEDIUM, description };
    return note(journey, await caseworker(journey).assessment.identifyNeed(found)).needId;
  };
  const { SERVICE_CATEGORY_PSYCHOSOCIAL: psychosocial, SERVICE_CATEGORY_LEGAL_AID: legalAid } = ServiceCategory;
  journey.made.needId = await identify(psychosocial, 0, 'Psycho-emotional treatment after online exploitation.');
  journey.made.legalNeedId = await identify(legalAid, 10, 'Counsel for the girl and her family.');
};
