import type { RiskLevel, Sealed } from '@accompany/contracts/common/v1/common';
import {
  CaseEvent,
  type CaseOpened,
  type ConsentGiven,
  type ConsentRefused,
  type LegalBasisProposed,
  type ThreatReported,
  type ThreatResolved,
} from '@accompany/contracts/intake/v1/events';
import { type ClosureCriterion, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

export type Event = NonNullable<CaseEvent['event']>;

export type Threat = { readonly reported: ThreatReported; readonly resolved?: ThreatResolved };

export type Consent =
  | { readonly status: 'given' | 'withdrawn'; readonly asked: ConsentGiven }
  | { readonly status: 'refused'; readonly asked: ConsentRefused };

/** A legal basis holds once it has an approver. */
export type Basis = { readonly proposed: LegalBasisProposed; readonly approvedBy: string };

/** The last proposal to close, and who decided on it. */
export type Closure = {
  readonly criterion: ClosureCriterion;
  readonly proposedBy: string;
  readonly evidence: Sealed | undefined;
  readonly approvedBy: string;
  readonly refusedBy: string;
};

export type KnownCase = {
  readonly status: 'open' | 'closure_proposed' | 'closed';
  readonly opened: CaseOpened;
  readonly reportIds: readonly string[];
  readonly lead: string;
  /** By agency, the referrals under which it provides. */
  readonly providers: ReadonlyMap<string, readonly string[]>;
  readonly monitors: ReadonlySet<string>;
  readonly caseworker: string;
  readonly risk: RiskLevel;
  readonly riskJudgedAt: Date;
  /** The assessment that lowered the risk to where it is; empty when none did. */
  readonly riskLoweredBy: string;
  readonly threats: ReadonlyMap<string, Threat>;
  readonly consents: ReadonlyMap<string, Consent>;
  readonly bases: ReadonlyMap<string, Basis>;
  readonly closure: Closure | undefined;
};

export type Case = { readonly status: 'none' } | KnownCase;

export const caseDecider: Decider<Case, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'caseOpened') return openedCase(event.value);
    if (state.status === 'none') throw new Error('a case begins with its opening');
    return evolveKnown(state, event);
  },
};

export const caseAggregate = aggregate({
  category: 'case',
  type: 'accompany.intake.v1',
  topic: 'case',
  decider: caseDecider,
  codec: CaseEvent,
});

const openedCase = (opened: CaseOpened): KnownCase => ({
  status: 'open',
  opened,
  reportIds: [opened.reportId],
  lead: opened.leadAgency,
  providers: new Map(),
  monitors: new Set(),
  caseworker: '',
  risk: opened.risk,
  riskJudgedAt: opened.riskJudgedAt ?? new Date(0),
  riskLoweredBy: '',
  threats: new Map(),
  consents: new Map(),
  bases: new Map(),
  closure: undefined,
});

const evolveKnown = (state: KnownCase, event: Exclude<Event, { $case: 'caseOpened' }>): KnownCase => {
  switch (event.$case) {
    case 'caseReportLinked':
      return { ...state, reportIds: [...state.reportIds, event.value.reportId] };
    case 'participantJoined':
      return joined(state, event.value.agency, event.value.role, event.value.because);
    case 'participantLeft':
      return left(state, event.value.agency, event.value.role);
    case 'participationExtended':
      return {
        ...state,
        providers: set(state.providers, event.value.agency, [...referralsOf(state, event.value.agency), event.value.referralId]),
      };
    case 'participationNarrowed': {
      const { agency, referralId } = event.value;
      return {
        ...state,
        providers: set(
          state.providers,
          agency,
          referralsOf(state, agency).filter((id) => id !== referralId),
        ),
      };
    }
    case 'riskRaised':
      return { ...state, risk: event.value.to, riskJudgedAt: event.value.judgedAt ?? state.riskJudgedAt, riskLoweredBy: '' };
    case 'riskLowered': {
      const { to, judgedAt, assessmentId } = event.value;
      return { ...state, risk: to, riskJudgedAt: judgedAt ?? state.riskJudgedAt, riskLoweredBy: assessmentId };
    }
    case 'threatReported':
      return { ...state, threats: set(state.threats, event.value.threatId, { reported: event.value }) };
    case 'threatResolved':
      return { ...state, threats: change(state.threats, event.value.threatId, (threat) => ({ ...threat, resolved: event.value })) };
    case 'consentGiven':
      return { ...state, consents: set(state.consents, event.value.consentId, { status: 'given', asked: event.value }) };
    case 'consentRefused':
      return { ...state, consents: set(state.consents, event.value.consentId, { status: 'refused', asked: event.value }) };
    case 'consentWithdrawn':
      return { ...state, consents: change(state.consents, event.value.consentId, withdrawn) };
    case 'legalBasisProposed':
      return { ...state, bases: set(state.bases, event.value.basisId, { proposed: event.value, approvedBy: '' }) };
    case 'legalBasisRecorded': {
      const { basisId, approvedBy } = event.value;
      return { ...state, bases: change(state.bases, basisId, (basis) => ({ ...basis, approvedBy })) };
    }
    case 'caseworkerAssigned':
      return { ...state, caseworker: event.value.person };
    case 'caseClosureProposed':
      return { ...state, status: 'closure_proposed', closure: { ...event.value, approvedBy: '', refusedBy: '' } };
    case 'caseClosureRefused':
      return { ...state, status: 'open', closure: state.closure && { ...state.closure, refusedBy: event.value.refusedBy } };
    case 'caseClosed':
      return { ...state, status: 'closed', closure: state.closure && { ...state.closure, approvedBy: event.value.approvedBy } };
    default:
      return unreachable(event);
  }
};

/** The referrals under which an agency provides; none when it is no provider. */
export const referralsOf = (state: KnownCase, agency: string): readonly string[] => state.providers.get(agency) ?? [];

const joined = (state: KnownCase, agency: string, role: ParticipantRole, referralId: string): KnownCase =>
  role === ParticipantRole.PARTICIPANT_ROLE_MONITOR
    ? { ...state, monitors: new Set([...state.monitors, agency]) }
    : { ...state, providers: set(state.providers, agency, [referralId]) };

const left = (state: KnownCase, agency: string, role: ParticipantRole): KnownCase =>
  role === ParticipantRole.PARTICIPANT_ROLE_MONITOR
    ? { ...state, monitors: new Set([...state.monitors].filter((monitor) => monitor !== agency)) }
    : { ...state, providers: new Map([...state.providers].filter(([provider]) => provider !== agency)) };

const withdrawn = (consent: Consent): Consent => (consent.status === 'given' ? { ...consent, status: 'withdrawn' } : consent);

const set = <Value>(map: ReadonlyMap<string, Value>, key: string, value: Value): ReadonlyMap<string, Value> => new Map(map).set(key, value);

const change = <Value>(map: ReadonlyMap<string, Value>, key: string, to: (value: Value) => Value): ReadonlyMap<string, Value> => {
  const value = map.get(key);
  return value === undefined ? map : set(map, key, to(value));
};
