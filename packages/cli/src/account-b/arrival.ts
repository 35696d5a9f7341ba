import { PersonalDataCategory, RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { ReporterRelation, Sex } from '@accompany/contracts/intake/v1/service';
import {
  AllegedOffender,
  ConsentBy,
  DuplicateCheckOutcome,
  IncidentKind,
  ReportPurpose,
  ReportSource,
  ThreatKind,
} from '@accompany/contracts/intake/v1/types';
import { Channel } from '@accompany/contracts/referral/v1/types';
import { made, note, positions } from '../journey.js';
import { february, type Journey, type Step } from './journey.js';

const aple = (journey: Journey, person = 'aple-caseworker-1') => journey.as('aple', person);

/** From the report to an open case: B1 to B3. The people are made up. */
export const arrival: readonly Step[] = [
  {
    id: 'B1',
    title: 'A girl of 12 is threatened online; what happened is written down as a report, its threat is open',
    play: async (journey) => {
      const report = note(
        journey,
        await aple(journey).intake.receiveReport({
          occurredAt: february(1, 8),
          source: ReportSource.REPORT_SOURCE_POLICE,
          purposes: [ReportPurpose.REPORT_PURPOSE_LEGAL_SUPPORT, ReportPurpose.REPORT_PURPOSE_PROTECTION],
          incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
          allegedOffender: AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON,
          risk: RiskLevel.RISK_LEVEL_HIGH,
          identity: {
            givenName: 'Example-Sophea',
            familyName: 'Fictional',
            otherNames: ['ឧទាហរណ៍ សុភា'],
            sex: Sex.SEX_FEMALE,
            dateOfBirth: '2009-11',
          },
          contact: { placeCode: '17100101', address: 'A made-up house' },
          reporter: { name: 'Example-Father Fictional', contact: '000 000 000', relation: ReporterRelation.REPORTER_RELATION_PARENT },
          account: 'A man online befriended her, then threatened to publish a recording unless she sent more.',
          childsWords: 'ខ្ញុំខ្លាច',
        }),
      );
      const { reportId, caseId, clientId } = report;
      Object.assign(journey.made, { reportId, caseId, clientId });
      note(
        journey,
        await aple(journey).intake.screenReport({
          occurredAt: february(2, 8),
          reportId,
          urgency: Urgency.URGENCY_HIGH,
          risk: RiskLevel.RISK_LEVEL_HIGH,
        }),
      );
      note(
        journey,
        await aple(journey).intake.openCase({
          occurredAt: february(2, 9),
          reportId,
          duplicateCheck: { outcome: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH },
        }),
      );
      const threat = note(
        journey,
        await aple(journey).intake.reportThreat({
          occurredAt: february(2, 9, 10),
          caseId,
          kind: ThreatKind.THREAT_KIND_PUBLICATION,
          by: AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON,
          description: 'He says that he will publish the recording.',
        }),
      );
      journey.made.threatId = threat.threatId;
      return `case ${caseId}, led by aple; online exploitation, offender unknown, risk high, one threat open`;
    },
  },
  {
    id: 'B2',
    title: 'Her father reported to the police and asks for legal support',
    play: async (journey) => {
      const report = await aple(journey).intake.getReport({ reportId: made(journey, 'reportId') });
      const { caseId } = journey.made;
      note(journey, await aple(journey).intake.assignCaseworker({ occurredAt: february(2, 9, 20), caseId, person: 'aple-caseworker-1' }));
      const asked = report.purposes.map((purpose) =>
        ReportPurpose[purpose]?.replace('REPORT_PURPOSE_', '').toLowerCase().replace('_', ' '),
      );
      return `reporter: ${ReporterRelation[report.reporter?.relation ?? 0]?.split('_').at(-1)?.toLowerCase()}, not the client; asked for: ${asked.join(', ')}`;
    },
  },
  {
    id: 'B3',
    title: 'The police unit calls APLE; the referral by telephone is written down by its receiver, afterwards',
    play: async (journey) => {
      const referral = note(
        journey,
        await aple(journey).referral.recordReferralFromOutside({
          occurredAt: february(2, 7, 30),
          caseId: made(journey, 'caseId'),
          sender: 'ahtjp-siem-reap',
          receiver: 'aple',
          channel: Channel.CHANNEL_TELEPHONE,
          category: ServiceCategory.SERVICE_CATEGORY_LEGAL_AID,
          urgency: Urgency.URGENCY_HIGH,
          note: 'The chief of the unit asks to support the family.',
          atLeastPositions: positions(journey, 'directory', 'intake'),
        }),
      );
      const { referralId } = referral;
      journey.made.outsideReferralId = referralId;
      note(journey, await aple(journey).referral.acceptReferral({ occurredAt: february(2, 9, 30), referralId }));
      const police = await journey.as('ahtjp-siem-reap', 'ahtjp-officer-1').referral.getReferral({ referralId });
      return `the police unit reads its own referral: by telephone, written down by ${police.referral?.outside?.recordedBy}, accepted`;
    },
  },
];

/** The caregiver's consent and the child's assent to a referral to A21; B4 asks for both at the first meeting. */
export const consents = async (journey: Journey): Promise<void> => {
  const caseId = made(journey, 'caseId');
  const scope = {
    purposes: [ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL],
    agencies: ['a21'],
    categories: [
      PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY,
      PersonalDataCategory.PERSONAL_DATA_CATEGORY_CONTACT,
      PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
    ],
    validFrom: february(4, 12),
  };
  const given = { occurredAt: february(4, 12), caseId, scope };
  const byFather = await aple(journey).intake.giveConsent({ ...given, by: ConsentBy.CONSENT_BY_CAREGIVER, evidence: 'signed form 1' });
  note(journey, byFather);
  note(journey, await aple(journey).intake.giveConsent({ ...given, by: ConsentBy.CONSENT_BY_CHILD, evidence: 'said so herself' }));
  journey.made.consentId = byFather.consentId;
};
