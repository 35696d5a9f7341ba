import { RiskLevel } from '@accompany/contracts/common/v1/common';
import type { ParticipantRole, ThreatKind } from '@accompany/contracts/intake/v1/types';
import {
  type CaseAssessment,
  type CaseMatter,
  type CaseNeed,
  type CasePlan,
  type CaseReferral,
  CaseStatus,
  type CaseSupport,
  type SharingBasis,
} from '@accompany/contracts/timeline/v1/types';
import type { Fact } from '../fact.js';

/** An agency in one role. */
export type Participation = { agency: string; role: ParticipantRole; since: Date; referrals: Set<string> };

export type Threat = { threatId: string; kind: ThreatKind; reportedAt: Date; resolved: boolean };

/** What is known of a case: what the fold fills, fact by fact. */
export type History = {
  status: CaseStatus;
  /** The merge that made the case part of another one, while it is. */
  merged: { readonly mergeId: string; readonly intoCaseId: string } | undefined;
  /** The case of another child that its report sprang from; empty for none. */
  sprangFrom: string;
  clientId: string;
  lead: string;
  /** Version of the fact that made it the lead. */
  ledFrom: number;
  caseworker: string;
  risk: RiskLevel;
  /** By role and agency. */
  readonly participants: Map<string, Participation>;
  /** Keys of what ended or was struck out: a late word of its beginning does not revive it. */
  readonly ended: Set<string>;
  readonly threats: Map<string, Threat>;
  /** Searches for the child that go on, by id, since when. */
  readonly searches: Map<string, Date>;
  readonly bases: Map<string, SharingBasis>;
  readonly withdrawn: Set<string>;
  readonly assessments: Map<string, CaseAssessment>;
  readonly needs: Map<string, CaseNeed>;
  readonly referrals: Map<string, CaseReferral>;
  readonly plans: Map<string, CasePlan>;
  readonly support: Map<string, CaseSupport>;
  readonly matters: Map<string, CaseMatter>;
  /** What happened to the care plan, in the order in which it happened. */
  readonly carePlan: Fact[];
  /** Agencies that hold a report of the case. */
  readonly reportHolders: Set<string>;
  /** By aspect, the facts that made it so, in the order in which they happened. */
  readonly because: Map<string, Fact[]>;
  events: number;
  lastSequence: number;
  lastOccurredAt: Date | undefined;
  lastRecordedAt: Date | undefined;
};

/** Nothing is known yet. */
export const nothing = (): History => ({
  status: CaseStatus.CASE_STATUS_UNSPECIFIED,
  merged: undefined,
  sprangFrom: '',
  clientId: '',
  lead: '',
  ledFrom: 0,
  caseworker: '',
  risk: RiskLevel.RISK_LEVEL_UNKNOWN,
  participants: new Map(),
  ended: new Set(),
  threats: new Map(),
  searches: new Map(),
  bases: new Map(),
  withdrawn: new Set(),
  assessments: new Map(),
  needs: new Map(),
  referrals: new Map(),
  plans: new Map(),
  support: new Map(),
  matters: new Map(),
  carePlan: [],
  reportHolders: new Set(),
  because: new Map(),
  events: 0,
  lastSequence: 0,
  lastOccurredAt: undefined,
  lastRecordedAt: undefined,
});

/** Notes that a fact made an aspect what it is, and behind it the correction that it stands on. */
export const because = (history: History, aspect: string, fact: Fact): void => {
  const known = history.because.get(aspect);
  const facts = fact.correction === undefined ? [fact] : [fact, fact.correction.by];
  if (known === undefined) history.because.set(aspect, facts);
  else known.push(...facts);
};

/** The thing of this id, made when facts about it come before the fact that it began. */
export const ensure = <Thing>(things: Map<string, Thing>, id: string, make: () => Thing): Thing => {
  const known = things.get(id);
  if (known !== undefined) return known;
  const made = make();
  things.set(id, made);
  return made;
};

/**
 * The stage after a fact. Facts may be written down late and dated inexactly, so a stage is never left for an earlier
 * one; among stages of one rank the later fact counts.
 */
export const advance = <Stage extends number>(rank: (stage: Stage) => number, current: Stage, next: Stage): Stage =>
  rank(next) >= rank(current) ? next : current;
