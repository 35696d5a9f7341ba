import { PersonalDataCategory, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ConsentBy } from '@accompany/contracts/intake/v1/types';
import { ConflictCheck, CounselTopic, Relation } from '@accompany/contracts/legalaid/v1/types';
import { IntendedAction, Intent } from '@accompany/contracts/referral/v1/types';
import { made, note, onceHeard, refusedWith } from '../journey.js';
import { initialAssessment } from './closing.js';
import { aple, caseworker, type Journey, on, type Step } from './journey.js';

const { PERSONAL_DATA_CATEGORY_IDENTITY: IDENTITY, PERSONAL_DATA_CATEGORY_NARRATIVE: NARRATIVE } = PersonalDataCategory;
const PSYCHOSOCIAL = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;

/** Support among several agencies, each of which learns what it needs: A10. */
export const confiding: readonly Step[] = [
  {
    id: 'A10',
    title: 'Legal aid and psychosocial support, and nobody else learns of it: confidential by default',
    play: async (journey) => {
      await counsel(journey);
      await refer(journey);
      await refusedWith('CASE_UNKNOWN', caseworker(journey).intake.getCase({ caseId: made(journey, 'storyCaseId') }));
      return 'counsel on her rights under privilege; A21 is told her name, not her story, as she wished; the former lead reads the case no more';
    },
  },
];

const counsel = async (journey: Journey): Promise<void> => {
  const { legalAid } = journey.as('aple', 'aple-lawyer-1');
  const opening = {
    occurredAt: on('2022-02-02'),
    caseId: made(journey, 'storyCaseId'),
    beneficiaries: [{ relation: Relation.RELATION_CLIENT }],
    conflictCheck: ConflictCheck.CONFLICT_CHECK_NONE_FOUND,
  };
  const { matterId } = note(journey, await onceHeard('the new lead', ['CASE_UNKNOWN'], () => legalAid.openMatter(opening)));
  const { beneficiaries } = await legalAid.getMatter({ matterId });
  const { counselId } = note(
    journey,
    await legalAid.recordCounsel({
      occurredAt: on('2022-02-02', 14),
      matterId,
      beneficiaryIds: beneficiaries.map(({ beneficiaryId }) => beneficiaryId),
      topics: [CounselTopic.COUNSEL_TOPIC_RIGHTS, CounselTopic.COUNSEL_TOPIC_PROTECTION],
      notes: 'How to answer when a teacher or a neighbour treats her worse because of what was done to her.',
    }),
  );
  Object.assign(journey.made, { matterId, counselId });
};

/** A referral that shares what she allows and no more. */
const refer = async (journey: Journey): Promise<void> => {
  const { assessment, directory, intake, referral } = aple(journey);
  const caseId = made(journey, 'storyCaseId');
  const assessmentId = await initialAssessment(journey, caseId, aple(journey));
  note(journey, await assessment.startAssessment({ occurredAt: on('2022-02-03'), assessmentId }));
  const found = { category: PSYCHOSOCIAL, urgency: Urgency.URGENCY_MEDIUM, description: 'Somebody to talk to, twice a month.' };
  const need = note(journey, await assessment.identifyNeed({ occurredAt: on('2022-02-03', 10), assessmentId, ...found }));
  const scope = { purposes: [PSYCHOSOCIAL], agencies: ['a21'], categories: [IDENTITY], validFrom: on('2022-02-03', 11) };
  const given = { occurredAt: on('2022-02-03', 11), caseId, scope, by: ConsentBy.CONSENT_BY_CHILD, evidence: 'Her name, not her story.' };
  const consent = note(journey, await intake.giveConsent(given));

  const { needId } = need;
  const atLeastPositions = [need.position, consent.position].filter((one) => one !== undefined);
  const draft = await referral.draftReferral({ occurredAt: on('2022-02-03', 13), caseId, needId, atLeastPositions });
  const { referralId } = note(journey, draft);
  const { services } = await directory.listServices({ category: PSYCHOSOCIAL, areaCode: '17' });
  const service = services.find(({ agencyId }) => agencyId === 'a21');
  const sending = {
    occurredAt: on('2022-02-03', 14),
    referralId,
    intent: Intent.INTENT_REFERRAL,
    receiver: 'a21',
    serviceId: service?.serviceId ?? '',
    permission: { $case: 'consentId', value: consent.consentId },
    atLeastPositions,
  } as const;
  const send = (shareCategories: PersonalDataCategory[]) =>
    referral.sendReferral({ ...sending, shareCategories, atLeastPositions: [...atLeastPositions] });
  await refusedWith('REFERRAL_CONSENT_DOES_NOT_COVER', send([IDENTITY, NARRATIVE]));
  note(journey, await send([IDENTITY]));
  const counsellor = journey.as('a21', 'a21-counsellor-1').referral;
  const understood = { takenAs: Intent.INTENT_REFERRAL, intendedAction: IntendedAction.INTENDED_ACTION_DECIDE };
  note(journey, await counsellor.receiveReferral({ occurredAt: on('2022-02-04'), referralId, ...understood }));
  note(journey, await counsellor.acceptReferral({ occurredAt: on('2022-02-04', 10), referralId }));
  journey.made.referralId = referralId;
};
