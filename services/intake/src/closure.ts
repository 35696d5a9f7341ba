import { RiskLevel, type Sealed } from '@accompany/contracts/common/v1/common';
import { ClientWork, ClosureCriterion, DutyKind } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, type Facts, type Reason, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, Event, KnownCase } from './case.js';
import { led, ledAndOpen } from './case-guards.js';
import { openDuties } from './duties.js';
import type { ApprovedAssessment } from './risk.js';
import { openThreats } from './threats.js';
import { authoritiesInformed, openSearch } from './whereabouts.js';

/** What stands in the way of closing, with the ids of the things that do. */
export type Obstacle = { readonly reason: Reason; readonly facts: Facts };

type Proposal = {
  readonly criterion: ClosureCriterion;
  readonly evidence: Sealed | undefined;
  readonly assessmentId: string;
  readonly work: ClientWork;
};

/** The lead proposes to close the case, on an approved assessment that nothing has overtaken. */
export const proposeClosure = (
  state: Case,
  command: Proposal,
  assessment: ApprovedAssessment | undefined,
  context: DecisionContext,
): Event[] => {
  const found = ledAndOpen(state, context);
  if (found.status === 'closure_proposed') {
    if (found.closure?.criterion === command.criterion) return [];
    throw new Rejection('CLOSURE_PROPOSED_ALREADY');
  }
  checkClosable(found, command.criterion);
  checkWork(command);
  checkAssessment(found, command, assessment);
  return [{ $case: 'caseClosureProposed', value: { ...command, proposedBy: callerOf(context).person } }];
};

/** Another person of the lead closes the case; what came up since the proposal still blocks. */
export const approveClosure = (state: Case, context: DecisionContext): Event[] => {
  const found = led(state, context);
  const { person: approvedBy } = callerOf(context);
  if (found.status === 'closed' && found.closure?.approvedBy === approvedBy) return [];
  if (found.status !== 'closure_proposed' || found.closure === undefined) throw new Rejection('CLOSURE_NOT_PROPOSED');
  if (found.closure.proposedBy === approvedBy) throw new Rejection('APPROVER_IS_PROPOSER');
  checkClosable(found, found.closure.criterion);
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

/** Everything that stands in the way of closing on a criterion, in the order in which it is told. */
export const obstaclesToClosing = (state: KnownCase, criterion: ClosureCriterion): Obstacle[] => [
  ...those('THREAT_OPEN', 'threats', openThreats(state)),
  ...(state.risk === RiskLevel.RISK_LEVEL_HIGH ? [{ reason: 'RISK_HIGH', facts: { risk: RiskLevel[state.risk] } } as const] : []),
  ...aboutWhereabouts(state, criterion),
  ...those('REFERRAL_OPEN', 'referrals', openDuties(state, DutyKind.DUTY_KIND_REFERRAL)),
  ...those('TRANSFER_OPEN', 'transfers', openDuties(state, DutyKind.DUTY_KIND_TRANSFER)),
  ...those('MATTER_OPEN', 'matters', openDuties(state, DutyKind.DUTY_KIND_MATTER)),
  ...those('MERGE_AWAITED', 'cases', awaited(state)),
];

const checkClosable = (state: KnownCase, criterion: ClosureCriterion): void => {
  const [first, ...more] = obstaclesToClosing(state, criterion);
  if (first === undefined) return;
  const also: Facts = more.length === 0 ? {} : { also: more.map(({ reason }) => reason).join(' ') };
  throw new Rejection(first.reason, { ...first.facts, ...also });
};

const those = (reason: Reason, name: string, ids: readonly string[]): Obstacle[] =>
  ids.length === 0 ? [] : [{ reason, facts: { [name]: ids.join(' ') } }];

/** A child that is being searched for is lost to follow-up, once the authorities know; on no other ground is the case closed. */
const aboutWhereabouts = (state: KnownCase, criterion: ClosureCriterion): Obstacle[] => {
  const search = openSearch(state);
  if (criterion !== ClosureCriterion.CLOSURE_CRITERION_LOST_TO_FOLLOW_UP)
    return search === undefined ? [] : [{ reason: 'WHEREABOUTS_UNKNOWN', facts: { search: search.lost.searchId } }];
  if (search === undefined) return [{ reason: 'WHEREABOUTS_KNOWN', facts: {} }];
  return authoritiesInformed(state, search) ? [] : [{ reason: 'AUTHORITIES_NOT_INFORMED', facts: { search: search.lost.searchId } }];
};

const awaited = (state: KnownCase): string[] =>
  [...state.absorptions].filter(([, { status }]) => status === 'awaited').map(([caseId]) => caseId);

/** Work that the law does not allow at the client's age is a harm of its own: on it nobody is stable and safe. */
const checkWork = ({ criterion, work }: Proposal): void => {
  if (criterion === ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE && work === ClientWork.CLIENT_WORK_BELOW_LEGAL_AGE)
    throw new Rejection('WORK_BELOW_LEGAL_AGE');
};

/** A child who died or cannot be found is not assessed again; in all other cases a current assessment says that it may end. */
const checkAssessment = (state: KnownCase, { criterion, assessmentId }: Proposal, assessment: ApprovedAssessment | undefined): void => {
  switch (criterion) {
    case ClosureCriterion.CLOSURE_CRITERION_DECEASED:
    case ClosureCriterion.CLOSURE_CRITERION_LOST_TO_FOLLOW_UP:
      return;
    default:
      if (assessment === undefined) throw new Rejection('ASSESSMENT_NOT_APPROVED', { assessment: assessmentId });
      if (assessment.submittedAt < state.riskJudgedAt) throw new Rejection('ASSESSMENT_NOT_NEWER', { assessment: assessmentId });
  }
};
