import type { RiskLevel, Sealed } from '@accompany/contracts/common/v1/common';
import {
  type AuthorityInformed,
  type CaseDataShared,
  CaseEvent,
  type CaseMerged,
  type CaseMergeProposed,
  type CaseOpened,
  type ClientLocated,
  type ConsentGiven,
  type ConsentRefused,
  type CorrectionRecorded,
  type LegalBasisProposed,
  type SearchReviewed,
  type ThreatReported,
  type ThreatResolved,
  type WhereaboutsLost,
} from '@accompany/contracts/intake/v1/events';
import type { CaseErrorReason, ClientWork, ClosureCriterion, DutyKind } from '@accompany/contracts/intake/v1/types';
import type { Decider } from '@accompany/domain';
import { aggregate } from '@accompany/store';
import { evolveKnown } from './case-evolving.js';

export type Event = NonNullable<CaseEvent['event']>;

export type Threat = { readonly reported: ThreatReported; readonly resolved?: ThreatResolved };

export type Consent =
  | { readonly status: 'given' | 'withdrawn' | 'expired'; readonly asked: ConsentGiven; readonly retakeAsked: boolean }
  | { readonly status: 'refused'; readonly asked: ConsentRefused };

/** A legal basis holds once it has an approver, until it expires. */
export type Basis = { readonly proposed: LegalBasisProposed; readonly approvedBy: string; readonly expired: boolean };

/** A referral, transfer or matter of another service. What ended or was refused is kept, so that a late word does not revive it. */
export type Duty = {
  readonly kind: DutyKind;
  readonly agency: string;
  readonly giver: string;
  readonly status: 'open' | 'waived' | 'ended' | 'refused';
};

/** The last search for the child; it goes on until the child is located. */
export type Search = {
  readonly lost: WhereaboutsLost;
  readonly reviews: readonly SearchReviewed[];
  readonly nextReviewAt: Date;
  readonly reviewDue: boolean;
  readonly located: ClientLocated | undefined;
};

/** The last proposal that this case become part of another one. */
export type Merge = {
  readonly status: 'proposed' | 'declined' | 'merged' | 'undone';
  readonly proposed: CaseMergeProposed;
  readonly merged: CaseMerged | undefined;
};

/** Another case that asked to become part of this one. */
export type Absorption = {
  readonly mergeId: string;
  readonly agency: string;
  readonly proposedBy: string;
  readonly status: 'asked' | 'awaited' | 'absorbed' | 'ended';
};

/** The last proposal to close, and who decided on it. */
export type Closure = {
  readonly criterion: ClosureCriterion;
  readonly proposedBy: string;
  readonly evidence: Sealed | undefined;
  readonly assessmentId: string;
  readonly work: ClientWork;
  readonly approvedBy: string;
  readonly refusedBy: string;
};

/** How a case came into a programme: under which admission, and who runs it. */
export type Admission = { readonly number: number; readonly runBy: string };

export type KnownCase = {
  readonly status: 'open' | 'closure_proposed' | 'closed' | 'merged' | 'entered_in_error';
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
  readonly duties: ReadonlyMap<string, Duty>;
  /** By the referral or message that shares, what it opens to its receiver. */
  readonly shares: ReadonlyMap<string, CaseDataShared>;
  readonly search: Search | undefined;
  readonly informed: ReadonlyMap<string, AuthorityInformed>;
  /** By the id of the event that is corrected, the last correction. */
  readonly corrections: ReadonlyMap<string, CorrectionRecorded>;
  /** The last reopening; empty when there was none. */
  readonly reopeningId: string;
  readonly merge: Merge | undefined;
  /** By case id, who asked to become part of this case. */
  readonly absorptions: ReadonlyMap<string, Absorption>;
  readonly error: CaseErrorReason | undefined;
  readonly office: string;
  readonly programmes: ReadonlySet<string>;
  /** By programme, the last admission that the case followed; kept when it leaves, so that an old one does not bring it back. */
  readonly admissions: ReadonlyMap<string, Admission>;
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
  duties: new Map(),
  shares: new Map(),
  search: undefined,
  informed: new Map(),
  corrections: new Map(),
  reopeningId: '',
  merge: undefined,
  absorptions: new Map(),
  error: undefined,
  office: '',
  programmes: new Set(),
  admissions: new Map(),
});

/** The referrals under which an agency provides; none when it is no provider. */
export const referralsOf = (state: KnownCase, agency: string): readonly string[] => state.providers.get(agency) ?? [];
