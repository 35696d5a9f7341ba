import { RiskLevel } from '@accompany/contracts/common/v1/common';
import { AllegedOffender, ClosureCriterion, ConsentBy, ThreatKind, ThreatResolution } from '@accompany/contracts/intake/v1/types';
import type { Action, Actor, DecisionContext } from '@accompany/domain';
import type { Case, Event, KnownCase } from './case.js';
import { approveClosure, proposeClosure, refuseClosure } from './closure.js';
import { withdrawConsent } from './consent.js';
import { addMonitor, assignCaseworker, removeMonitor } from './participants.js';
import { reopen } from './reopening.js';
import { lowerRisk, raiseRisk } from './risk.js';
import { openThreats, reportThreat, resolveThreat } from './threats.js';
import { locate, loseWhereabouts, openSearch } from './whereabouts.js';

/** Stands for what a command would bring, where any value does. */
const ANY = 'example';

/** Of what the command would name, one that is there; `example` where there is none. */
const one = (state: Case, find: (found: KnownCase) => string | undefined): string => (state.status === 'none' ? ANY : (find(state) ?? ANY));

/** An assessment that would do: submitted now. Whether there is one is looked at when the command comes. */
const assessed = ({ now }: DecisionContext) => ({ submittedAt: now });

/** What agencies do with a case; consents and legal bases are given for a purpose, and are tried by giving them. */
export const caseActions: readonly Action<Case, Event>[] = [
  {
    name: 'RaiseRisk',
    attempt: (state, context) => raiseRisk(state, { to: RiskLevel.RISK_LEVEL_HIGH, reason: undefined }, context),
  },
  {
    name: 'LowerRisk',
    attempt: (state, context) =>
      lowerRisk(state, { to: RiskLevel.RISK_LEVEL_LOW, assessmentId: ANY, reason: undefined }, assessed(context), context),
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
    name: 'WithdrawConsent',
    attempt: (state, context) =>
      withdrawConsent(state, { consentId: one(state, givenConsent), by: ConsentBy.CONSENT_BY_CAREGIVER, notes: undefined }, context),
  },
  {
    name: 'LoseWhereabouts',
    attempt: (state, context) =>
      loseWhereabouts(
        state,
        { searchId: ANY, lastContactAt: undefined, lastPlaceCode: '', circumstances: undefined, reviewEveryDays: 30 },
        context,
      ),
  },
  {
    name: 'LocateClient',
    attempt: (state, context) =>
      locate(state, { searchId: one(state, (found) => openSearch(found)?.lost.searchId), placeCode: '', notes: undefined }, context),
  },
  {
    name: 'ProposeClosure',
    attempt: (state, context) => {
      const criterion = ClosureCriterion.CLOSURE_CRITERION_STABLE_AND_SAFE;
      return proposeClosure(state, { criterion, evidence: undefined, assessmentId: ANY, work: 0 }, assessed(context), context);
    },
  },
  { name: 'ApproveClosure', attempt: approveClosure },
  { name: 'RefuseClosure', attempt: (state, context) => refuseClosure(state, { reason: undefined }, context) },
  { name: 'ReopenCase', attempt: (state, context) => reopen(state, { reopeningId: ANY, reason: undefined }, context) },
];

const givenConsent = ({ consents }: KnownCase): string | undefined => [...consents].find(([, { status }]) => status === 'given')?.[0];

/** Whether the actor's agency leads it, provides for it or follows it. */
export const isParty = (state: Case, actor: Actor): boolean =>
  state.status !== 'none' &&
  actor.kind === 'agency' &&
  (state.lead === actor.agency || state.providers.has(actor.agency) || state.monitors.has(actor.agency));
