// Code generated from proto/ by scripts/gen.mjs. DO NOT EDIT.

import { CarePlanEvent } from './accompany/assessment/v1/careplan_events.js';
import { AssessmentEvent } from './accompany/assessment/v1/events.js';
import { AgencyEvent } from './accompany/directory/v1/events.js';
import { AgreementEvent } from './accompany/directory/v1/events.js';
import { GazetteerEvent } from './accompany/directory/v1/events.js';
import { OfficeEvent } from './accompany/directory/v1/events.js';
import { ReferenceEvent } from './accompany/directory/v1/events.js';
import { ServiceEvent } from './accompany/directory/v1/events.js';
import { CaseEvent } from './accompany/intake/v1/events.js';
import { QuarantineEvent } from './accompany/intake/v1/events.js';
import { ReportEvent } from './accompany/intake/v1/events.js';
import { ActivityEvent } from './accompany/intake/v1/programme_events.js';
import { ProgrammeEvent } from './accompany/intake/v1/programme_events.js';
import { VolunteerEvent } from './accompany/intake/v1/programme_events.js';
import { MatterEvent } from './accompany/legalaid/v1/events.js';
import { RepairEvent } from './accompany/operations/v1/events.js';
import { NoticeEvent } from './accompany/referral/v1/events.js';
import { PlanEvent } from './accompany/referral/v1/events.js';
import { ReferralEvent } from './accompany/referral/v1/events.js';
import { SupportEvent } from './accompany/referral/v1/events.js';
import { HandoverEvent } from './accompany/referral/v1/handover_events.js';
import { TransferEvent } from './accompany/referral/v1/handover_events.js';
import { type Newest, newest } from './upcasters.js';

/** An event of any aggregate, in its newest shape. */
export type AnyEvent = Newest<
  | NonNullable<CarePlanEvent['event']>
  | NonNullable<AssessmentEvent['event']>
  | NonNullable<AgencyEvent['event']>
  | NonNullable<AgreementEvent['event']>
  | NonNullable<GazetteerEvent['event']>
  | NonNullable<OfficeEvent['event']>
  | NonNullable<ReferenceEvent['event']>
  | NonNullable<ServiceEvent['event']>
  | NonNullable<CaseEvent['event']>
  | NonNullable<QuarantineEvent['event']>
  | NonNullable<ReportEvent['event']>
  | NonNullable<ActivityEvent['event']>
  | NonNullable<ProgrammeEvent['event']>
  | NonNullable<VolunteerEvent['event']>
  | NonNullable<MatterEvent['event']>
  | NonNullable<RepairEvent['event']>
  | NonNullable<NoticeEvent['event']>
  | NonNullable<PlanEvent['event']>
  | NonNullable<ReferralEvent['event']>
  | NonNullable<SupportEvent['event']>
  | NonNullable<HandoverEvent['event']>
  | NonNullable<TransferEvent['event']>
>;

/** A generated wrapper message of one aggregate's events. */
export type AnyEventCodec = {
  encode(message: { event: never }): { finish(): Uint8Array };
  decode(bytes: Uint8Array): { event: AnyEvent | undefined };
  toJSON(message: { event: never }): unknown;
};

/** The codec of each event by its wire type; it gives the newest shape of what it reads. */
export const EVENT_CODECS: Readonly<Record<string, AnyEventCodec>> = {
  'accompany.assessment.v1.CarePlanDrafted': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.GoalSet': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.CarePlanAgreed': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.GoalOutcomeRecorded': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.ChildFeedbackRecorded': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.SafetyPlanAgreed': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.CarePlanReviewed': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.CarePlanReviewDue': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.CarePlanPassedOn': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.CarePlanEnded': CarePlanEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentRequested': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentStarted': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentSubmitted': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentApproved': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentReturned': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentSuperseded': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentVoided': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.NeedIdentified': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.NeedMet': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentOverdue': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentBroughtForward': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.AssessmentReassigned': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.SupervisorAlerted': AssessmentEvent as AnyEventCodec,
  'accompany.assessment.v1.ReassessmentAsked': AssessmentEvent as AnyEventCodec,
  'accompany.directory.v1.AgencyRegistered': AgencyEvent as AnyEventCodec,
  'accompany.directory.v1.AgencySuspended': AgencyEvent as AnyEventCodec,
  'accompany.directory.v1.AgencyResumed': AgencyEvent as AnyEventCodec,
  'accompany.directory.v1.SharingAgreementProposed': AgreementEvent as AnyEventCodec,
  'accompany.directory.v1.SharingAgreementSigned': AgreementEvent as AnyEventCodec,
  'accompany.directory.v1.SharingAgreementEnded': AgreementEvent as AnyEventCodec,
  'accompany.directory.v1.GazetteerLoaded': GazetteerEvent as AnyEventCodec,
  'accompany.directory.v1.ProvincePlacesLoaded': GazetteerEvent as AnyEventCodec,
  'accompany.directory.v1.OfficeOpened': OfficeEvent as AnyEventCodec,
  'accompany.directory.v1.OfficeClosed': OfficeEvent as AnyEventCodec,
  'accompany.directory.v1.OfficeClosing': OfficeEvent as AnyEventCodec,
  'accompany.directory.v1.OfficeKeptOpen': OfficeEvent as AnyEventCodec,
  'accompany.directory.v1.OfficeCaseTaken': OfficeEvent as AnyEventCodec,
  'accompany.directory.v1.OfficeCaseRefused': OfficeEvent as AnyEventCodec,
  'accompany.directory.v1.ReferenceClaimed': ReferenceEvent as AnyEventCodec,
  'accompany.directory.v1.ServiceOffered': ServiceEvent as AnyEventCodec,
  'accompany.directory.v1.ServiceCapacityChanged': ServiceEvent as AnyEventCodec,
  'accompany.directory.v1.ServiceWithdrawn': ServiceEvent as AnyEventCodec,
  'accompany.intake.v1.CaseOpened': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseReportLinked': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ParticipantJoined': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ParticipantLeft': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ParticipationExtended': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ParticipationNarrowed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.RiskRaised': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.RiskLowered': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ThreatReported': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ThreatResolved': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ConsentGiven': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ConsentRefused': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ConsentWithdrawn': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.LegalBasisProposed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.LegalBasisRecorded': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseworkerAssigned': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseClosureProposed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseClosureRefused': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseClosed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseDutyTaken': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseDutyEnded': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseDutyRefused': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseDutyWaived': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.LeadChanged': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.MonitorChanged': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.WhereaboutsLost': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.SearchReviewed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.SearchReviewDue': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ClientLocated': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.AuthorityInformed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CorrectionRecorded': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseReopened': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseMergeProposed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseMergeDeclined': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseMerged': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseMergeUndone': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseMergeAsked': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseMergeAwaited': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseAbsorbed': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseAbsorptionEnded': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseEnteredInError': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ConsentExpired': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.LegalBasisExpired': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ConsentRetakeAsked': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseworkerReleased': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseOfficeAssigned': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseProgrammeJoined': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseProgrammeLeft': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseDataShared': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseSharingEnded': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseOfficeDeclined': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.CaseDutyPassedOn': CaseEvent as AnyEventCodec,
  'accompany.intake.v1.ImportRecordQuarantined': QuarantineEvent as AnyEventCodec,
  'accompany.intake.v1.ReportReceived': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ReportRiskRaised': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ReportScreened': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ReportBecameCase': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ReportLinkedToCase': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ReportForwarded': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ReportNotTakenUp': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ReportAuthorityNotified': ReportEvent as AnyEventCodec,
  'accompany.intake.v1.ActivityHeld': ActivityEvent as AnyEventCodec,
  'accompany.intake.v1.ActivityCorrected': ActivityEvent as AnyEventCodec,
  'accompany.intake.v1.ActivityWithdrawn': ActivityEvent as AnyEventCodec,
  'accompany.intake.v1.ProgrammeBegun': ProgrammeEvent as AnyEventCodec,
  'accompany.intake.v1.ProgrammeCaseAdmitted': ProgrammeEvent as AnyEventCodec,
  'accompany.intake.v1.ProgrammeCaseLeft': ProgrammeEvent as AnyEventCodec,
  'accompany.intake.v1.ProgrammeEnding': ProgrammeEvent as AnyEventCodec,
  'accompany.intake.v1.ProgrammeContinued': ProgrammeEvent as AnyEventCodec,
  'accompany.intake.v1.ProgrammeEnded': ProgrammeEvent as AnyEventCodec,
  'accompany.intake.v1.VolunteerEnrolled': VolunteerEvent as AnyEventCodec,
  'accompany.intake.v1.VolunteerTaskGiven': VolunteerEvent as AnyEventCodec,
  'accompany.intake.v1.VolunteerTaskEnded': VolunteerEvent as AnyEventCodec,
  'accompany.intake.v1.VolunteerCameOfAge': VolunteerEvent as AnyEventCodec,
  'accompany.intake.v1.VolunteerLeft': VolunteerEvent as AnyEventCodec,
  'accompany.legalaid.v1.MatterOpened': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.ConflictChecked': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.BeneficiaryAdded': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.CounselGiven': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.RepresentationBlocked': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.RepresentationUnblocked': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.RepresentationEngaged': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.RepresentationEnded': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.ComplaintFiled': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.InvestigationStarted': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.InvestigationProgressed': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.InvestigationStalled': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.ProsecutionStarted': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.TrialStarted': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.JudgmentGiven': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.MatterClosed': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.MatterDiscontinued': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.LegalChaseAsked': MatterEvent as AnyEventCodec,
  'accompany.legalaid.v1.MatterPassedOn': MatterEvent as AnyEventCodec,
  'accompany.operations.v1.ParkedCaseResumed': RepairEvent as AnyEventCodec,
  'accompany.operations.v1.ParkedEventSkipped': RepairEvent as AnyEventCodec,
  'accompany.operations.v1.ForeignRecordAcknowledged': RepairEvent as AnyEventCodec,
  'accompany.referral.v1.NoticeIssued': NoticeEvent as AnyEventCodec,
  'accompany.referral.v1.NoticeAcknowledged': NoticeEvent as AnyEventCodec,
  'accompany.referral.v1.NoticeOverdue': NoticeEvent as AnyEventCodec,
  'accompany.referral.v1.PlanDrafted': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.PlanActivated': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.PlanReviewStarted': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.PlanContinued': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.PlanCompleted': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.PlanDiscontinued': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.SessionPlanned': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.SessionHeld': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.SessionMissed': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.SessionCancelled': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.SessionRescheduled': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.PlanPassedOn': PlanEvent as AnyEventCodec,
  'accompany.referral.v1.ReferralDrafted': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralSent': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralRecordedFromOutside': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralReceived': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralAccepted': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralWaitlisted': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralDeclined': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralStarted': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralHeld': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralResumed': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralCompleted': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralNotDelivered': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralWithdrawn': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralCancelled': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralOverdue': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralEscalated': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralLapsed': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralLoopClosed': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralEnteredInError': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralReceivedV2': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.InformationShared': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralDecisionAsked': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralSharingRenewed': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.ReferralPassedOn': newest(ReferralEvent) as unknown as AnyEventCodec,
  'accompany.referral.v1.SupportDelivered': SupportEvent as AnyEventCodec,
  'accompany.referral.v1.SupportEnteredInError': SupportEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverDrafted': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverItemsListed': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverItemsRemoved': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverTotalsDeclared': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverDifferencesExplained': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverOffered': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverItemOfferedAgain': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverItemAnswered': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverItemReleased': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverItemKept': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverCompleted': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.HandoverAbandoned': HandoverEvent as AnyEventCodec,
  'accompany.referral.v1.TransferOffered': TransferEvent as AnyEventCodec,
  'accompany.referral.v1.TransferAccepted': TransferEvent as AnyEventCodec,
  'accompany.referral.v1.TransferDeclined': TransferEvent as AnyEventCodec,
  'accompany.referral.v1.TransferReleased': TransferEvent as AnyEventCodec,
  'accompany.referral.v1.TransferWithdrawn': TransferEvent as AnyEventCodec,
  'accompany.referral.v1.TransferOverdue': TransferEvent as AnyEventCodec,
  'accompany.referral.v1.TransferEscalated': TransferEvent as AnyEventCodec,
  'accompany.referral.v1.TransferNotOffered': TransferEvent as AnyEventCodec,
};
