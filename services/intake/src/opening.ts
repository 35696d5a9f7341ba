import type { ReportBecameCase } from '@accompany/contracts/intake/v1/events';
import { DuplicateCheckOutcome } from '@accompany/contracts/intake/v1/types';
import type { DecisionContext } from '@accompany/domain';
import type { Case, Event } from './case.js';
import { active, known, readable } from './case-guards.js';
import { raisedTo } from './risk.js';

/** The case follows from the report's decision; opening it again changes nothing. */
export const open = (state: Case, reportId: string, became: ReportBecameCase, { occurredAt }: DecisionContext): Event[] => {
  if (state.status !== 'none') return [];
  const { clientId, leadAgency, risk, urgency, duplicateCheck, purposes, incident, areaCode } = became;
  const outcome = duplicateCheck?.outcome ?? DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_UNSPECIFIED;
  const candidateCaseIds = duplicateCheck?.candidateCaseIds ?? [];
  const found = { duplicateCheck: outcome, candidateCaseIds };
  return [
    {
      $case: 'caseOpened',
      value: { reportId, clientId, leadAgency, risk, urgency, ...found, purposes, incident, areaCode, riskJudgedAt: occurredAt },
    },
  ];
};

/** Asked before a report is linked: the agency takes part in the case, and the case is being worked on. */
export const mayTakeReport = (state: Case, agency: string): void => {
  active(readable(state, agency));
};

/** The case follows a report that was linked to it, even if it was closed meanwhile. A higher risk raises the case's. */
export const takeReport = (
  state: Case,
  { reportId, clientId, risk }: { reportId: string; clientId: string; risk: number },
  context: DecisionContext,
): Event[] => {
  const found = known(state);
  if (found.reportIds.includes(reportId)) return [];
  return [{ $case: 'caseReportLinked', value: { reportId, clientId } }, ...raisedTo(found, risk, undefined, context)];
};
