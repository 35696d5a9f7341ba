import { RiskLevel, type Sealed } from '@accompany/contracts/common/v1/common';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Case, Event, KnownCase } from './case.js';
import { known, ledAndOpen } from './case-guards.js';
import { isHigher, stated } from './risk-level.js';

/** The lead saw that the risk is higher; it counts at once. */
export const raiseRisk = (state: Case, command: { to: RiskLevel; reason: Sealed | undefined }, context: DecisionContext): Event[] => {
  const found = ledAndOpen(state, context);
  if (isHigher(found.risk, command.to)) throw new Rejection('RISK_NOT_HIGHER', { risk: RiskLevel[found.risk] });
  return raisedTo(found, command.to, command.reason, context);
};

/** A report of the case came again with a higher risk; it counts even when the case is closed, which it does not reopen. */
export const raiseReportedRisk = (state: Case, to: RiskLevel, context: DecisionContext): Event[] =>
  raisedTo(known(state), to, undefined, context);

/** The event of a raise, if it is one. A raise that is written down late never makes older assessments count again. */
export const raisedTo = (state: KnownCase, to: RiskLevel, reason: Sealed | undefined, { occurredAt }: DecisionContext): Event[] => {
  if (!isHigher(to, state.risk)) return [];
  const judgedAt = occurredAt > state.riskJudgedAt ? occurredAt : state.riskJudgedAt;
  return [{ $case: 'riskRaised', value: { from: state.risk, to: stated(to), judgedAt, reason } }];
};

/** An approved assessment of the case, as our copy knows it. */
export type ApprovedAssessment = { readonly submittedAt: Date };

/** The lead lowers the risk because of an approved assessment that is newer than the last judgement. */
export const lowerRisk = (
  state: Case,
  command: { to: RiskLevel; assessmentId: string; reason: Sealed | undefined },
  assessment: ApprovedAssessment | undefined,
  context: DecisionContext,
): Event[] => {
  const { to, assessmentId, reason } = command;
  const found = ledAndOpen(state, context);
  if (found.risk === to && found.riskLoweredBy === assessmentId) return [];
  if (!isHigher(found.risk, to) || !isHigher(to, RiskLevel.RISK_LEVEL_UNKNOWN))
    throw new Rejection('RISK_NOT_LOWER', { risk: RiskLevel[found.risk] });
  if (assessment === undefined) throw new Rejection('ASSESSMENT_NOT_APPROVED', { assessment: assessmentId });
  if (assessment.submittedAt <= found.riskJudgedAt) throw new Rejection('ASSESSMENT_NOT_NEWER', { assessment: assessmentId });
  return [{ $case: 'riskLowered', value: { from: found.risk, to, assessmentId, judgedAt: assessment.submittedAt, reason } }];
};
