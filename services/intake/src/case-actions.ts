import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { AllegedOffender, ClosureCriterion, ThreatKind, ThreatResolution } from '@accompany/contracts/intake/v1/types';
import { type Action, type Actor, ANY_ID as ANY } from '@accompany/domain';
import { consentActions } from './actions-consent.js';
import { one } from './actions-naming.js';
import { searchActions } from './actions-search.js';
import { standingActions } from './actions-standing.js';
import type { Case, Event } from './case.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { addMonitor, assignCaseworker, removeMonitor } from './participants.js';
import { reopen } from './reopening.js';
import { type ApprovedAssessment, lowerRisk, raiseRisk } from './risk.js';
import { openThreats, reportThreat, resolveThreat } from './threats.js';
import { openSearch } from './whereabouts.js';

/** An approved assessment of the case, as our copy knows it. */
export type Judged = ApprovedAssessment & { readonly assessmentId: string };

/**
 * What agencies do with a case. Agencies, offices and other cases that a command names stand in no way here: they are looked at when it
 * comes.
 * @param judged the assessment that was submitted last; undefined when none is approved
 */
export const caseActions = (judged: Judged | undefined): readonly Action<Case, Event>[] => [
  {
    name: 'RaiseRisk',
    attempt: (state, context) => raiseRisk(state, { to: RiskLevel.RISK_LEVEL_HIGH, reason: undefined }, context),
  },
  {
    name: 'LowerRisk',
    attempt: (state, context) =>
      lowerRisk(state, { to: RiskLevel.RISK_LEVEL_LOW, assessmentId: judged?.assessmentId ?? ANY, reason: undefined }, judged, context),
  },
  {
    name: 'ReportThreat',
    attempt: (state, context) => {
      const by = AllegedOffender.ALLEGED_OFFENDER_NOT_STATED;
      return reportThreat(state, { threatId: ANY, kind: ThreatKind.THREAT_KIND_OTHER, by, description: undefined }, context);
    },
  },
  {
    name: 'ResolveThreat',
    attempt: (state, context) => {
      const threatId = one(state, (found) => openThreats(found)[0]);
      const resolution = ThreatResolution.THREAT_RESOLUTION_OFFENDER_STOPPED;
      return resolveThreat(state, { threatId, resolution, notes: undefined }, context);
    },
  },
  { name: 'AssignCaseworker', attempt: (state, context) => assignCaseworker(state, ANY, context) },
  { name: 'AddMonitor', attempt: (state, context) => addMonitor(state, ANY, true, context) },
  {
    name: 'RemoveMonitor',
    attempt: (state, context) =>
      removeMonitor(
        state,
        one(state, ({ monitors }) => [...monitors][0]),
        context,
      ),
  },
  {
    name: 'ProposeClosure',
    attempt: (state, context) => {
      const proposal = { criterion: criterionFor(state), evidence: undefined, assessmentId: judged?.assessmentId ?? ANY, work: 0 };
      return proposeClosure(state, proposal, judged, context);
    },
  },
  { name: 'ApproveClosure', attempt: approveClosure },
  { name: 'RefuseClosure', attempt: (state, context) => refuseClosure(state, { reason: undefined }, context) },
  { name: 'ReopenCase', attempt: (state, context) => reopen(state, { reopeningId: ANY, reason: undefined }, context) },
  ...consentActions,
  ...searchActions,
  ...standingActions,
];

/** The criterion that was proposed; else that which a search leaves open; else that all is well. */
const criterionFor = (state: Case): ClosureCriterion => {
  if (state.status === 'none') return ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE;
  if (state.status === 'closure_proposed' && state.closure !== undefined) return state.closure.criterion;
  return openSearch(state) === undefined
    ? ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE
    : ClosureCriterion.CLOSURE_CRITERION_LOST_TO_FOLLOW_UP;
};

/** Whether the actor's agency leads it, provides for it or follows it, agreed to take it in, or runs a programme that it is in. */
export const isParty = (state: Case, actor: Actor): boolean => {
  if (state.status === 'none' || actor.kind !== 'agency') return false;
  const { lead, providers, monitors, merge, programmes, admissions } = state;
  const { agency } = actor;
  const takesPart = lead === agency || providers.has(agency) || monitors.has(agency);
  return takesPart || merge?.merged?.agreedBy === agency || [...programmes].some((id) => admissions.get(id)?.runBy === agency);
};
