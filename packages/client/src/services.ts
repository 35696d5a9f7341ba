import { AssessmentServiceDefinition } from '@accompany/contracts/assessment/v1/service';
import { ActionsServiceDefinition } from '@accompany/contracts/common/v1/actions';
import { DirectoryServiceDefinition } from '@accompany/contracts/directory/v1/service';
import { ProgrammeServiceDefinition } from '@accompany/contracts/intake/v1/programme_service';
import { IntakeServiceDefinition } from '@accompany/contracts/intake/v1/service';
import { LegalAidServiceDefinition } from '@accompany/contracts/legalaid/v1/service';
import { HandoverServiceDefinition } from '@accompany/contracts/referral/v1/handover_service';
import { ReferralServiceDefinition } from '@accompany/contracts/referral/v1/service';
import { TimelineServiceDefinition } from '@accompany/contracts/timeline/v1/service';
import { WorkServiceDefinition } from '@accompany/contracts/timeline/v1/work_service';

/** The services that agencies call, by the name under which a client has them. The vault is not one: only services call it. */
export const SERVICES = {
  intake: IntakeServiceDefinition,
  programme: ProgrammeServiceDefinition,
  assessment: AssessmentServiceDefinition,
  referral: ReferralServiceDefinition,
  handover: HandoverServiceDefinition,
  legalAid: LegalAidServiceDefinition,
  directory: DirectoryServiceDefinition,
  timeline: TimelineServiceDefinition,
  work: WorkServiceDefinition,
  intakeActions: ActionsServiceDefinition,
  referralActions: ActionsServiceDefinition,
  assessmentActions: ActionsServiceDefinition,
  legalAidActions: ActionsServiceDefinition,
  directoryActions: ActionsServiceDefinition,
} as const;

/** A key of the connected network: `intake`, `legalAid` … */
export type ServiceName = keyof typeof SERVICES;

/** The process that serves each of them: where it listens is where they are called. */
export const SERVED_BY = {
  intake: 'intake',
  programme: 'intake',
  assessment: 'assessment',
  referral: 'referral',
  handover: 'referral',
  legalAid: 'legal-aid',
  directory: 'directory',
  timeline: 'timeline',
  work: 'timeline',
  intakeActions: 'intake',
  referralActions: 'referral',
  assessmentActions: 'assessment',
  legalAidActions: 'legal-aid',
  directoryActions: 'directory',
} as const satisfies Record<ServiceName, string>;

/** A process of the network that agencies call: `legal-aid` … */
export type ProcessName = (typeof SERVED_BY)[ServiceName];
