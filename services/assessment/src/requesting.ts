import { type Part, works } from '@accompany/access/parts';
import { AssessmentKind } from '@accompany/contracts/assessment/v1/types';
import type { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import { type DecisionContext, Rejection } from '@accompany/domain';
import type { Assessment, Event } from './assessment.js';
import { agencyOf } from './guards.js';
import { after, dueWithin, type Limits } from './limits.js';

/** What an agency asks for. */
export type RequestCommand = {
  readonly kind: AssessmentKind;
  readonly agency: string;
  readonly dueAt: Date | undefined;
  readonly supersedes: string;
};

/** What has to be known of the case: its client, whether it is open, the parts of both agencies, and the assessments that this one follows. */
export type RequestFacts = {
  readonly clientId: string;
  readonly caseOpen: boolean;
  readonly callerPart: Part | undefined;
  readonly assessorPart: Part | undefined;
  readonly initial: Assessment;
  readonly superseded: Assessment;
};

/** An agency asks for an assessment. The initial one comes first; asking for it again of the same agency is a no-op. */
export const request = (state: Assessment, command: RequestCommand, facts: RequestFacts, context: DecisionContext): Event[] => {
  const { agency: caller } = agencyOf(context.actor);
  const { kind, agency, dueAt, supersedes } = command;
  if (facts.callerPart === undefined) throw new Rejection('CASE_UNKNOWN');
  if (!works(facts.callerPart)) throw new Rejection('NOT_LEAD_OR_PROVIDER');
  if (facts.callerPart !== 'lead' && agency !== caller) throw new Rejection('NOT_THE_LEAD');
  if (!facts.caseOpen) throw new Rejection('CASE_NOT_OPEN');
  if (!works(facts.assessorPart)) throw new Rejection('ASSESSOR_NOT_ON_CASE', { agency });
  if (state.status !== 'none' && state.status !== 'voided') {
    if (state.agency === agency) return [];
    throw new Rejection('ASSESSMENT_ALREADY_REQUESTED');
  }
  if (kind !== AssessmentKind.ASSESSMENT_KIND_INITIAL && !handedIn(facts.initial)) throw new Rejection('ASSESSMENT_INITIAL_FIRST');
  if (supersedes !== '' && facts.superseded.status !== 'approved') throw new Rejection('ASSESSMENT_TO_SUPERSEDE_UNKNOWN');
  if (dueAt === undefined || dueAt < context.occurredAt)
    throw new Rejection('ASSESSMENT_DUE_TOO_EARLY', {}, [{ field: 'due_at', description: 'must not lie before occurred_at' }]);
  return [{ $case: 'assessmentRequested', value: { clientId: facts.clientId, kind, agency, dueAt, supersedes } }];
};

const handedIn = (initial: Assessment): boolean =>
  initial.status !== 'none' && initial.status !== 'voided' && initial.content !== undefined;

/** What the opening of a case says that sets the initial assessment. */
export type OpenedCase = {
  readonly clientId: string;
  readonly leadAgency: string;
  readonly risk: RiskLevel;
  readonly urgency: Urgency;
};

/** A case was opened: its lead makes the initial assessment. Does nothing where it was asked for already. */
export const requestInitial = (state: Assessment, opened: OpenedCase, limits: Limits, context: DecisionContext): Event[] => {
  if (state.status !== 'none') return [];
  const { clientId, leadAgency } = opened;
  const dueAt = after(context.occurredAt, dueWithin(limits, opened.risk, opened.urgency));
  return [
    {
      $case: 'assessmentRequested',
      value: { clientId, kind: AssessmentKind.ASSESSMENT_KIND_INITIAL, agency: leadAgency, dueAt, supersedes: '' },
    },
  ];
};
