import type { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import {
  type DuplicateCheck,
  type ReportAuthorityNotified,
  type ReportBecameCase,
  ReportEvent,
  type ReportForwarded,
  type ReportNotTakenUp,
  type ReportReceived,
  type ReportScreened,
} from '@accompany/contracts/intake/v1/events';
import { AllegedOffender, DuplicateCheckOutcome } from '@accompany/contracts/intake/v1/types';
import { type Decider, type DecisionContext, Rejection, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { callerOf } from './caller.js';
import { checkImported } from './received.js';
import { isHigher, stated } from './risk-level.js';

export type Event = NonNullable<ReportEvent['event']>;

type Received = {
  readonly received: ReportReceived;
  readonly risk: RiskLevel;
  /** Authorities that were told, by the id of the notice. */
  readonly notified: ReadonlyMap<string, ReportAuthorityNotified>;
};
type Screened = Received & { readonly urgency: Urgency; readonly screened: ReportScreened };

export type KnownReport =
  | ({ readonly status: 'received' } & Received)
  | ({ readonly status: 'screened' } & Screened)
  | ({ readonly status: 'case_opened'; readonly became: ReportBecameCase } & Screened)
  | ({ readonly status: 'linked_to_case'; readonly caseId: string } & Screened)
  | ({ readonly status: 'forwarded'; readonly toAgency: string } & Screened)
  | ({ readonly status: 'not_taken_up'; readonly ended: ReportNotTakenUp } & Screened);

export type Report = { readonly status: 'none' } | KnownReport;

export const report: Decider<Report, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'reportReceived') return { status: 'received', received: event.value, risk: event.value.risk, notified: new Map() };
    if (state.status === 'none') throw new Error('a report begins with its receipt');
    if (event.$case === 'reportRiskRaised') return { ...state, risk: event.value.to };
    if (event.$case === 'reportAuthorityNotified')
      return { ...state, notified: new Map(state.notified).set(event.value.noticeId, event.value) };
    if (event.$case === 'reportScreened') {
      const { urgency, risk } = event.value;
      return { status: 'screened', received: state.received, notified: state.notified, risk, urgency, screened: event.value };
    }
    if (state.status === 'received') throw new Error('a report is screened before anything becomes of it');
    const { received, notified, risk, urgency, screened } = state;
    const known = { received, notified, risk, urgency, screened };
    switch (event.$case) {
      case 'reportBecameCase':
        return { ...known, status: 'case_opened', became: event.value };
      case 'reportLinkedToCase':
        return { ...known, status: 'linked_to_case', caseId: event.value.caseId };
      case 'reportForwarded':
        return { ...known, status: 'forwarded', toAgency: event.value.toAgency };
      case 'reportNotTakenUp':
        return { ...known, status: 'not_taken_up', ended: event.value };
      default:
        return unreachable(event);
    }
  },
};

export const reportAggregate = aggregate({
  category: 'report',
  type: 'accompany.intake.v1',
  topic: 'case',
  decider: report,
  codec: ReportEvent,
});

/**
 * The report, for the agency that received it or was given it, and for whoever answers for what became of it.
 * @param lead the agency that leads the case that the report belongs to; empty while there is none, or where that does not count
 */
export const readable = (state: Report, agency: string, lead = ''): KnownReport => {
  const mine = state.status !== 'none' && state.received.agency === agency;
  const given = state.status === 'forwarded' && state.toAgency === agency;
  if (state.status === 'none' || (!mine && !given && lead !== agency)) throw new Rejection('REPORT_UNKNOWN');
  return state;
};

/** The case that the report belongs to by now; empty while there is none. */
export const caseOf = (state: Report): string => {
  if (state.status === 'case_opened') return state.became.caseId;
  return state.status === 'linked_to_case' ? state.caseId : '';
};

/**
 * An agency writes a concern down. A record that is known by its external reference changes nothing when it comes again,
 * except that a higher risk raises the known one.
 */
export const receive = (state: Report, command: Omit<ReportReceived, 'agency'>, context: DecisionContext): Event[] => {
  const { agency } = callerOf(context);
  const allegedOffender = command.allegedOffender || AllegedOffender.ALLEGED_OFFENDER_NOT_STATED;
  const received = { ...command, agency, allegedOffender, risk: stated(command.risk) };
  const { externalReference, assertedBySource, ambiguities } = received;
  checkImported({ externalReference, asserted: assertedBySource !== undefined, ambiguous: ambiguities.length > 0 });
  if (state.status === 'none') return [{ $case: 'reportReceived', value: received }];
  if (!isHigher(received.risk, state.risk)) return [];
  return [{ $case: 'reportRiskRaised', value: { from: state.risk, to: received.risk, caseId: caseOf(state) } }];
};

/** Its agency judges it. The risk may come out higher than reported, never lower. */
export const screen = (state: Report, command: ReportScreened, context: DecisionContext): Event[] => {
  const known = owned(state, context);
  const risk = command.risk === 0 ? known.risk : command.risk;
  switch (known.status) {
    case 'received':
      if (isHigher(known.risk, risk)) throw new Rejection('RISK_BELOW_REPORTED');
      return [{ $case: 'reportScreened', value: { ...command, risk } }];
    case 'screened':
      if (known.urgency === command.urgency && (command.risk === 0 || known.screened.risk === command.risk)) return [];
      throw new Rejection('REPORT_SCREENED_ALREADY');
    default:
      throw ended(known);
  }
};

/** A case is opened from it, after a search for an existing case of the same child. */
export const becomeCase = (state: Report, duplicateCheck: DuplicateCheck, context: DecisionContext): Event[] => {
  const known = judged(owned(state, context));
  if (known.status === 'case_opened') return [];
  if (known.status !== 'screened') throw ended(known);
  checkDuplicateCheck(duplicateCheck);
  const { caseId, clientId, agency: leadAgency, purposes, incident, areaCode } = known.received;
  const { risk, urgency } = known;
  return [
    { $case: 'reportBecameCase', value: { caseId, duplicateCheck, clientId, leadAgency, risk, urgency, purposes, incident, areaCode } },
  ];
};

/** It belongs to a case that is there already; `checkCase` throws when that case may not take it. */
export const link = (state: Report, caseId: string, checkCase: () => void, context: DecisionContext): Event[] => {
  const known = judged(owned(state, context));
  if (known.status === 'linked_to_case' && known.caseId === caseId) return [];
  if (known.status !== 'screened') throw ended(known);
  checkCase();
  return [{ $case: 'reportLinkedToCase', value: { caseId, clientId: known.received.clientId, risk: known.risk } }];
};

/** Another agency of the network is given it. */
export const forward = (state: Report, command: ReportForwarded, listed: boolean, context: DecisionContext): Event[] => {
  const known = judged(owned(state, context));
  if (known.status === 'forwarded' && known.toAgency === command.toAgency) return [];
  if (known.status !== 'screened') throw ended(known);
  if (command.toAgency === known.received.agency) throw new Rejection('FORWARDED_TO_SELF');
  if (!listed) throw new Rejection('AGENCY_NOT_LISTED', { agency: command.toAgency });
  return [{ $case: 'reportForwarded', value: command }];
};

/** An authority is told of it: what, and on which legal basis. What became of the report does not matter. */
export const notifyAuthority = (state: Report, command: ReportAuthorityNotified, context: DecisionContext): Event[] => {
  const known = owned(state, context);
  return known.notified.has(command.noticeId) ? [] : [{ $case: 'reportAuthorityNotified', value: command }];
};

/** It is not taken up, with a reason. */
export const notTakeUp = (state: Report, command: ReportNotTakenUp, context: DecisionContext): Event[] => {
  const known = judged(owned(state, context));
  if (known.status === 'not_taken_up' && known.ended.reason === command.reason) return [];
  if (known.status !== 'screened') throw ended(known);
  return [{ $case: 'reportNotTakenUp', value: command }];
};

const owned = (state: Report, context: DecisionContext): KnownReport => {
  const { agency } = callerOf(context);
  if (state.status === 'none' || state.received.agency !== agency) throw new Rejection('REPORT_UNKNOWN');
  return state;
};

const judged = (state: KnownReport): Exclude<KnownReport, { status: 'received' }> => {
  if (state.status === 'received') throw new Rejection('REPORT_NOT_SCREENED');
  return state;
};

const ended = ({ status }: KnownReport): Rejection => new Rejection('REPORT_ENDED', { status });

const checkDuplicateCheck = ({ outcome, candidateCaseIds }: DuplicateCheck): void => {
  const complete =
    (outcome === DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_NO_MATCH && candidateCaseIds.length === 0) ||
    (outcome === DuplicateCheckOutcome.DUPLICATE_CHECK_OUTCOME_OTHER_CHILDREN && candidateCaseIds.length > 0);
  if (!complete) throw new Rejection('DUPLICATE_CHECK_INCOMPLETE');
};
