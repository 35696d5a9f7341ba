import type { ThreatReported, ThreatResolved } from '@accompany/contracts/intake/v1/events';
import { AllegedOffender, ThreatResolution } from '@accompany/contracts/intake/v1/types';
import { type DecisionContext, Rejection } from '@accompany/domain';
import { callerOf } from './caller.js';
import type { Case, Event, KnownCase } from './case.js';
import { active, ledAndOpen, readable } from './case-guards.js';

const { ALLEGED_OFFENDER_NOT_STATED: NOT_STATED } = AllegedOffender;

/** The lead or a provider writes a threat down; it is open until resolved. */
export const reportThreat = (state: Case, command: Omit<ThreatReported, 'reportedBy'>, context: DecisionContext): Event[] => {
  const { agency } = callerOf(context);
  const found = readable(state, agency);
  if (found.lead !== agency && !found.providers.has(agency)) throw new Rejection('NOT_LEAD_OR_PROVIDER');
  active(found);
  if (found.threats.has(command.threatId)) return [];
  return [{ $case: 'threatReported', value: { ...command, by: command.by || NOT_STATED, reportedBy: agency } }];
};

/** The lead ends a threat, with its reason. */
export const resolveThreat = (state: Case, command: ThreatResolved, context: DecisionContext): Event[] => {
  const threat = ledAndOpen(state, context).threats.get(command.threatId);
  if (threat === undefined) throw new Rejection('THREAT_UNKNOWN');
  if (threat.resolved === undefined) return [{ $case: 'threatResolved', value: command }];
  if (threat.resolved.resolution === command.resolution) return [];
  throw new Rejection('THREAT_RESOLVED_ALREADY', { resolution: ThreatResolution[threat.resolved.resolution] });
};

/** The threats that are open. */
export const openThreats = (state: KnownCase): string[] =>
  [...state.threats].filter(([, threat]) => threat.resolved === undefined).map(([id]) => id);
