import { type RiskLevel, riskLevelToJSON } from '@accompany/contracts/common/v1/common';
import {
  AllegedOffender,
  CaseErrorReason,
  ConsentBy,
  type ConsentScope,
  DutyKind,
  DutyRefusal,
  MergeDecline,
  ReportSource,
  reportSourceToJSON,
  ThreatKind,
  ThreatResolution,
} from '@accompany/contracts/intake/v1/types';
import { list, service, type Telling, word } from './words.js';

/** How much further harm is to be feared. */
export const risk = (level: RiskLevel): string => word(riskLevelToJSON, level);

/** Who brought a report. */
export const reporter = (source: ReportSource): string => {
  switch (source) {
    case ReportSource.REPORT_SOURCE_UNSPECIFIED:
      return 'an unnamed source';
    case ReportSource.REPORT_SOURCE_FAMILY:
      return "the child's family";
    case ReportSource.REPORT_SOURCE_SELF:
      return 'the child';
    case ReportSource.REPORT_SOURCE_POLICE:
      return 'the police';
    case ReportSource.REPORT_SOURCE_COMMUNITY:
      return 'the community';
    case ReportSource.REPORT_SOURCE_HEALTH:
      return 'a health facility';
    case ReportSource.REPORT_SOURCE_AGENCY:
      return 'another agency';
    case ReportSource.REPORT_SOURCE_ONLINE_PLATFORM:
      return 'an online platform';
    case ReportSource.REPORT_SOURCE_COURT:
    case ReportSource.REPORT_SOURCE_HOTLINE:
    case ReportSource.REPORT_SOURCE_VOLUNTEER:
    case ReportSource.REPORT_SOURCE_SCHOOL:
      return `a ${word(reportSourceToJSON, source)}`;
  }
};

/** What keeps a case open. */
export const duty = (kind: DutyKind): string => {
  switch (kind) {
    case DutyKind.DUTY_KIND_UNSPECIFIED:
      return 'duty';
    case DutyKind.DUTY_KIND_REFERRAL:
      return 'referral';
    case DutyKind.DUTY_KIND_TRANSFER:
      return 'transfer';
    case DutyKind.DUTY_KIND_MATTER:
      return 'legal matter';
  }
};

/** Why a case did not take a duty. */
export const refused = (because: DutyRefusal): string => {
  switch (because) {
    case DutyRefusal.DUTY_REFUSAL_UNSPECIFIED:
      return 'the case could not take it';
    case DutyRefusal.DUTY_REFUSAL_CASE_CLOSED:
      return 'the case is closed';
    case DutyRefusal.DUTY_REFUSAL_CASE_MERGED:
      return 'the case is part of another one';
    case DutyRefusal.DUTY_REFUSAL_CASE_ENTERED_IN_ERROR:
      return 'the case should never have been opened';
    case DutyRefusal.DUTY_REFUSAL_NOT_THE_GIVERS:
      return 'the giver does not have what it offers';
    case DutyRefusal.DUTY_REFUSAL_TRANSFER_PENDING:
      return 'another transfer is under way';
  }
};

/** Why a case does not become part of another one. */
export const apart = (because: MergeDecline): string => {
  switch (because) {
    case MergeDecline.MERGE_DECLINE_UNSPECIFIED:
      return 'not said why';
    case MergeDecline.MERGE_DECLINE_WITHDRAWN:
      return 'the proposal was taken back';
    case MergeDecline.MERGE_DECLINE_REFUSED:
      return 'the lead of the other case did not agree';
    case MergeDecline.MERGE_DECLINE_OBSTACLE:
      return 'something stood in the way when it was to be done';
  }
};

/** Why a case should never have been opened. */
export const mistaken = (reason: CaseErrorReason): string => {
  switch (reason) {
    case CaseErrorReason.CASE_ERROR_REASON_UNSPECIFIED:
      return 'not said why';
    case CaseErrorReason.CASE_ERROR_REASON_WRONG_CHILD:
      return 'it is about the wrong child';
    case CaseErrorReason.CASE_ERROR_REASON_OPENED_BY_MISTAKE:
      return 'it was opened by mistake';
    case CaseErrorReason.CASE_ERROR_REASON_TRIAL:
      return 'somebody tried the system out; there is no child';
  }
};

/** What is threatened. */
export const threat = (kind: ThreatKind): string => {
  switch (kind) {
    case ThreatKind.THREAT_KIND_UNSPECIFIED:
    case ThreatKind.THREAT_KIND_OTHER:
      return 'of another kind';
    case ThreatKind.THREAT_KIND_PUBLICATION:
      return 'to publish or send on pictures';
    case ThreatKind.THREAT_KIND_VIOLENCE:
      return 'of violence';
    case ThreatKind.THREAT_KIND_CONTACT:
      return 'to follow or find the child';
    case ThreatKind.THREAT_KIND_PRESSURE_ON_PROCEEDINGS:
      return 'to make the child or the family stay silent';
  }
};

/** Who threatens, as far as it is known. */
export const threatener = (by: AllegedOffender): string => {
  switch (by) {
    case AllegedOffender.ALLEGED_OFFENDER_UNSPECIFIED:
    case AllegedOffender.ALLEGED_OFFENDER_NOT_STATED:
      return '';
    case AllegedOffender.ALLEGED_OFFENDER_UNKNOWN_PERSON:
      return 'an unknown person';
    case AllegedOffender.ALLEGED_OFFENDER_KNOWN_PERSON:
      return 'somebody whom the child knows';
    case AllegedOffender.ALLEGED_OFFENDER_FAMILY_MEMBER:
      return 'a member of the family';
  }
};

/** How a threat ended. */
export const over = (resolution: ThreatResolution): string => {
  switch (resolution) {
    case ThreatResolution.THREAT_RESOLUTION_UNSPECIFIED:
      return 'not said how';
    case ThreatResolution.THREAT_RESOLUTION_OFFENDER_STOPPED:
      return 'who threatened was stopped';
    case ThreatResolution.THREAT_RESOLUTION_MEANS_REMOVED:
      return 'the means are gone';
    case ThreatResolution.THREAT_RESOLUTION_CHILD_OUT_OF_REACH:
      return 'the child is out of reach';
    case ThreatResolution.THREAT_RESOLUTION_UNFOUNDED:
      return 'it turned out not to be one';
  }
};

/** Who agrees. */
export const who = (by: ConsentBy): string => (by === ConsentBy.CONSENT_BY_CHILD ? 'The child' : 'A caregiver');

/** With whom what is shared for which services. */
export const scopeOf = (scope: ConsentScope | undefined, name: Telling['name']): string =>
  scope === undefined
    ? ''
    : ` to sharing with ${list(scope.agencies.map(name))} for ${list(scope.purposes.map((purpose) => service(purpose)))}`;
