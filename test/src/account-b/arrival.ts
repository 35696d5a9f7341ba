import { RiskLevel, ServiceCategory } from '@accompany/contracts/common/v1/common';
import { ReporterRelation } from '@accompany/contracts/intake/v1/service';
import {
  AllegedOffender,
  CaseStatus,
  DuplicateCheckOutcome,
  IncidentKind,
  ReportPurpose,
  ReportSource,
  ThreatKind,
} from '@accompany/contracts/intake/v1/types';
import { Channel, ReferralStatus } from '@accompany/contracts/referral/v1/types';
import { expect } from 'vitest';
import { refused } from '../stage.js';
import type { Stage } from './stage.js';

/** What the network must hold after B1 to B3. */
export const arrival: readonly Stage[] = [
  {
    id: 'B1',
    holds: 'a report of online exploitation, its alleged offender unknown, and an open threat',
    check: async ({ aple, a21, made }) => {
      const report = await aple.intake.getReport({ reportId: made('reportId') });
      expect(report).toMatchObject({
        caseId: made('caseId'),
        incident: IncidentKind.INCIDENT_KIND_ONLINE_EXPLOITATION,
        allegedOffender: AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON,
        source: ReportSource.REPORT_SOURCE_POLICE,
        areaCode: '1710',
        identity: { givenName: 'Example-Sophea', otherNames: ['ឧទាហរណ៍ សុភា'] },
        childsWords: 'ខ្ញុំខ្លាច',
      });
      const found = await aple.intake.getCase({ caseId: made('caseId') });
      expect(found).toMatchObject({
        status: CaseStatus.CASE_STATUS_OPEN,
        leadAgency: 'aple',
        risk: RiskLevel.RISK_LEVEL_HIGH,
        duplicateCheck: DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH,
        reportIds: [made('reportId')],
      });
      expect(found.threats).toMatchObject([
        {
          threatId: made('threatId'),
          kind: ThreatKind.THREAT_KIND_PUBLICATION,
          by: AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON,
          resolution: 0,
        },
      ]);
      expect(await refused(a21.intake.getCase({ caseId: made('caseId') }))).toBe('CASE_UNKNOWN');
    },
  },
  {
    id: 'B2',
    holds: 'a reporter who is not the client, and the purpose with which he came',
    check: async ({ aple, made }) => {
      const { reporter, identity, purposes } = await aple.intake.getReport({ reportId: made('reportId') });
      expect(reporter).toMatchObject({ relation: ReporterRelation.REPORTER_RELATION_PARENT, name: 'Example-Father Fictional' });
      expect(reporter?.name).not.toContain(identity?.givenName);
      expect(purposes).toContain(ReportPurpose.REPORT_PURPOSE_LEGAL_SUPPORT);
      const found = await aple.intake.getCase({ caseId: made('caseId') });
      expect(found).toMatchObject({ purposes, caseworker: 'aple-caseworker-1' });
    },
  },
  {
    id: 'B3',
    holds: 'a referral from outside by telephone, written down by its receiver, dated in the past',
    check: async ({ aple, a21, police, made, entries }) => {
      const referralId = made('outsideReferralId');
      const read = await aple.referral.getReferral({ referralId });
      expect(read.referral).toMatchObject({
        sender: 'ahtjp-siem-reap',
        receiver: 'aple',
        category: ServiceCategory.SERVICE_CATEGORY_LEGAL_AID,
        status: ReferralStatus.REFERRAL_STATUS_ACCEPTED,
        outside: { channel: Channel.CHANNEL_TELEPHONE, recordedBy: 'aple' },
      });
      expect((await police.referral.getReferral({ referralId })).referral).toEqual(read.referral);
      expect(await refused(a21.referral.getReferral({ referralId }))).toBe('REFERRAL_UNKNOWN');
      const entry = (await entries()).find(({ type }) => type.endsWith('.ReferralRecordedFromOutside'));
      expect(entry).toMatchObject({ agency: 'aple', late: true, occurredAt: new Date('2022-02-02T07:30:00Z') });
      expect(entry?.recordedAt?.getTime()).toBeGreaterThan(Date.now() - 120_000);
    },
  },
];
