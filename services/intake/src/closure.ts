import { RiskLevel, type Sealed } from '@accompany/contracts/common/v1/common';
import type { ClosureCriterion } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, Event, KnownCase } from './case.js';
import { led, ledAndOpen } from './case-guards.js';
import { openThreats } from './threats.js';

/** The lead proposes to close the case. */
export const proposeClosure = (
  state: Case,
  command: { criterion: ClosureCriterion; evidence: Sealed | undefined },
  context: DecisionContext,
): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.status === 'closure_proposed') {
    if (found.closure?.criterion === command.criterion) return [];
    throw new Rejection('CLOSURE_PROPOSED_ALREADY');
  }
  checkClosable(found);
  return [{ $case: 'caseClosureProposed', value: { ...command, proposedBy: callerOf(context).person } }];
};

/** Another person of the lead closes the case; what came up since the proposal still blocks. */
export const approveClosure = (state: Case, context: DecisionContext): Event[] => {
  const found = led(state, context);
  const { person: approvedBy } = callerOf(context);
  if (found.status === 'closed' && found.closure?.approvedBy === approvedBy) return [];
  if (found.status !== 'closure_proposed' || found.closure === undefined) throw new Rejection('CLOSURE_NOT_PROPOSED');
  if (found.closure.proposedBy === approvedBy) throw new Rejection('APPROVER_IS_PROPOSER');
  checkClosable(found);
  return [{ $case: 'caseClosed', value: { criterion: found.closure.criterion, approvedBy } }];
};

/** The lead turns the proposal down; whoever proposed may take it back in the same way. */
export const refuseClosure = (state: Case, command: { reason: Sealed | undefined }, context: DecisionContext): Event[] => {
  const found = led(state, context);
  const { person: refusedBy } = callerOf(context);
  if (found.status === 'open' && found.closure?.refusedBy === refusedBy) return [];
  if (found.status !== 'closure_proposed') throw new Rejection('CLOSURE_NOT_PROPOSED');
  return [{ $case: 'caseClosureRefused', value: { refusedBy, reason: command.reason } }];
};

/** What blocks closure. More rules follow with the closure assessment, whereabouts, referrals and matters. */
const checkClosable = (state: KnownCase): void => {
  const [threat] = openThreats(state);
  if (threat !== undefined) throw new Rejection('THREAT_OPEN', { threat });
  if (state.risk === RiskLevel.RISK_LEVEL_HIGH) throw new Rejection('RISK_HIGH');
};
