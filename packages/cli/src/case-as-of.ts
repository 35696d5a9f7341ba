import { CarePlanStatus, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { AssessmentKind, AssessmentStatus } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel, ServiceCategory } from '@accompany/contracts/common/v1/common';
import { ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { MatterStatus, RepresentationBlock, RepresentationStatus } from '@accompany/contracts/legalaid/v1/types';
import { PlanStatus, ReferralStatus, SupportKind } from '@accompany/contracts/referral/v1/types';
import {
  type CaseAsOf,
  type CaseCarePlan,
  type CaseMatter,
  type CasePlan,
  type CaseReferral,
  CaseStatus,
  type CaseSupport,
} from '@accompany/contracts/timeline/v1/types';
import { day, list, word } from './output.js';

/** A case as it was, one line per thing. */
export const describeCase = (it: CaseAsOf): string => {
  if (it.status === CaseStatus.CASE_STATUS_UNSPECIFIED) return '  nothing had happened, or nothing was known yet';
  const rows: [string, string][] = [
    ['case', `${word(CaseStatus, it.status)}${it.mergedIntoCaseId === '' ? '' : ` into case ${it.mergedIntoCaseId}`}`],
    ['agencies', it.participants.map(({ agency, role }) => `${agency} (${word(ParticipantRole, role)})`).join(', ')],
    ['risk', word(RiskLevel, it.risk)],
    ['whereabouts', it.whereaboutsUnknownSince ? `unknown since ${day(it.whereaboutsUnknownSince)}` : ''],
    ['open threats', it.openThreats.length === 0 ? '' : String(it.openThreats.length)],
    [
      'sharing allowed',
      [...new Set(it.sharingBases.map((one) => `with ${one.agencies.join(', ')} (${one.legalBasis ? 'legal basis' : 'consent'})`))].join(
        '; ',
      ),
    ],
    ...it.assessments.map((one): [string, string] => [
      'assessment',
      `${word(AssessmentKind, one.kind)}, by ${one.agency}: ${word(AssessmentStatus, one.status)}`,
    ]),
    ['needs', it.needs.map(({ category, met }) => `${word(ServiceCategory, category)} (${met ? 'met' : 'not met'})`).join(', ')],
    ['care plan', it.carePlan === undefined ? '' : carePlan(it.carePlan)],
    ...it.referrals.map((one): [string, string] => [one.fromOutside ? 'referral, outside' : 'referral', referral(one)]),
    ...it.plans.map((one): [string, string] => ['service plan', plan(one)]),
    ...it.support.map((one): [string, string] => ['support', support(one)]),
    ...it.matters.map((one): [string, string] => ['legal matter', matter(one)]),
  ];
  return list(rows.filter(([, value]) => value !== ''));
};

const carePlan = (one: CaseCarePlan): string =>
  [
    `${one.agency}: ${word(CarePlanStatus, one.status)}`,
    ...one.goals.map(({ area, outcome }) => `goal ${word(GoalArea, area)}${outcome === 0 ? '' : `: ${word(GoalOutcome, outcome)}`}`),
    ...(one.hasChildFeedback ? ['the child was heard'] : []),
    ...(one.hasSafetyPlan ? ['safety plan agreed'] : []),
    ...(one.nextReviewAt ? [`next review by ${day(one.nextReviewAt)}${one.reviewDue ? ', overdue' : ''}`] : []),
  ].join('; ');

const referral = (one: CaseReferral): string =>
  [
    `${one.sender} → ${one.receiver || '(not sent yet)'}, ${word(ServiceCategory, one.category)}: ${word(ReferralStatus, one.status)}`,
    ...(one.overdue ? ['overdue'] : []),
    ...(one.externalReference ? [`source ${one.externalReference.system} ${one.externalReference.id}`] : []),
    ...(one.ambiguities.length > 0 ? [`ambiguous: ${one.ambiguities.map(ambiguity).join(', ')}`] : []),
  ].join('; ');

const ambiguity = ({ code, sourceText }: { code: string; sourceText: string }): string =>
  code.replace(/_/g, ' ') + (sourceText === '' ? '' : ` ("${sourceText}")`);

const plan = (one: CasePlan): string =>
  `${one.agency}: ${word(PlanStatus, one.status)}, sessions held ${one.sessionsHeld} of ${one.sessionsPlanned} planned, missed ${one.sessionsMissed}`;

const support = (one: CaseSupport): string => `${one.agency}: ${word(SupportKind, one.kind)}, ${one.amount} ${one.currency}`;

const matter = (one: CaseMatter): string =>
  [
    `${one.agency}: ${word(MatterStatus, one.status)}`,
    `beneficiaries ${one.beneficiaries}`,
    `counsel given ${one.counselsGiven}`,
    `representation ${word(RepresentationStatus, one.representation)}${one.blockedBy === 0 ? '' : ` by ${word(RepresentationBlock, one.blockedBy)}`}`,
  ].join(', ');
