import { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import { LegalAidServiceDefinition } from '@accompany/contracts/legalaid/v1/service';
import { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { TimelineServiceDefinition } from '@accompany/contracts/timeline/v1/service';

/** The services that agencies call, by the name under which a client has them. The vault is not one: only services call it. */
export const SERVICES = {
  intake: IntakeServiceDefinition,
  assessment: AssessmentServiceDefinition,
  referral: ReferralServiceDefinition,
  legalAid: LegalAidServiceDefinition,
  directory: DirectoryServiceDefinition,
  timeline: TimelineServiceDefinition,
} as const;

/** A key of the connected network: `intake`, `legalAid` … */
export type ServiceName = keyof typeof SERVICES;

/** The process that serves each of them: where it listens is where they are called. */
export const SERVED_BY = {
  intake: 'intake',
  assessment: 'assessment',
  referral: 'referral',
  legalAid: 'legal-aid',
  directory: 'directory',
  timeline: 'timeline',
} as const satisfies Record<ServiceName, string>;

/** A process of the network that agencies call: `legal-aid` … */
export type ProcessName = (typeof SERVED_BY)[ServiceName];
