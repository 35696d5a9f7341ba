import type { RiskLevel } from '@accompany/contracts/common/v1/common';
import type { CaseStatus, CaseSummary } from '@accompany/contracts/timeline/v1/types';

/** A line of the view `case_summary`. */
export type SummaryRow = {
  case_id: string;
  status: CaseStatus;
  lead_agency: string;
  risk: RiskLevel;
  open_threats: number;
  open_referrals: number;
  unmet_needs: number;
  open_matters: number;
  last_occurred_at: Date;
  last_sequence: string;
};

/** The line as callers see it. */
export const toSummary = (row: SummaryRow): CaseSummary => ({
  caseId: row.case_id,
  status: row.status,
  leadAgency: row.lead_agency,
  risk: row.risk,
  openThreats: row.open_threats,
  openReferrals: row.open_referrals,
  unmetNeeds: row.unmet_needs,
  openMatters: row.open_matters,
  lastOccurredAt: row.last_occurred_at,
  lastSequence: Number(row.last_sequence),
});
