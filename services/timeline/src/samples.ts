import { ChildFeeling, GoalArea, GoalOutcome } from '@accompany/contracts/assessment/v1/careplan_types';
import { AssessmentKind } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { type AnyEvent, EVENT_CODECS } from '@accompany/contracts/events';
import { ConsentBy, ParticipantRole } from '@accompany/contracts/intake/v1/types';
import { Period } from '@accompany/contracts/referral/v1/types';
import type { Actor } from '@accompany/domain';
import { streamId } from '@accompany/store';
import type { Copied } from './records.js';

/** A fictional child's case, for tests. */
export const CASE = '5a0c3f2e-1111-4111-8111-000000000001';
export const CHILD = '5a0c3f2e-2222-4222-8222-000000000002';
export const THREAT = '5a0c3f2e-3333-4333-8333-000000000003';
export const CONSENT = '5a0c3f2e-4444-4444-8444-000000000004';
export const NEED = '5a0c3f2e-5555-4555-8555-000000000005';
export const REFERRAL = '5a0c3f2e-6666-4666-8666-000000000006';
export const ASSESSMENT = '5a0c3f2e-7777-4777-8777-000000000007';
export const REPORT = '5a0c3f2e-8888-4888-8888-000000000008';
export const OTHER = '5a0c3f2e-9999-4999-8999-000000000009';

/** A day of February 2022, at an hour. */
export const feb = (day: number, hour = 8): Date => new Date(Date.UTC(2022, 1, day, hour));

const LOTUS: Actor = { kind: 'agency', agency: 'lotus', person: 'p-1' };

type CaseOf<Name extends AnyEvent['$case']> = Extract<AnyEvent, { $case: Name }>;

/** An event with the fields given, the others empty as on the wire. */
export const event = <Name extends AnyEvent['$case']>($case: Name, value: Partial<CaseOf<Name>['value']> = {}): AnyEvent =>
  wrapper($case).fromPartial({ event: { $case, value } }).event;

/** Wire type of an event. */
export const typeOf = ($case: string): string => {
  const type = Object.keys(EVENT_CODECS).find((known) => known.endsWith(`.${$case.charAt(0).toUpperCase()}${$case.slice(1)}`));
  if (type === undefined) throw new Error(`no event ${$case}`);
  return type;
};

const wrapper = ($case: string) => EVENT_CODECS[typeOf($case)] as unknown as { fromPartial(object: unknown): { event: AnyEvent } };

/** What happened, on which stream, when, and when it was written down. */
export type Happening = { stream: string; event: AnyEvent; at: Date; recorded?: Date; actor?: Actor };

/** The facts of a case, numbered in the order in which they came. */
export const facts = (...happenings: readonly Happening[]): Copied[] => {
  const versions = new Map<string, number>();
  let latest = new Date(0);
  return happenings.map(({ stream, event: happened, at, recorded = at, actor = LOTUS }, index) => {
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    const late = at < latest;
    if (at > latest) latest = at;
    return {
      key: CASE,
      sequence: index + 1,
      eventId: `${stream}/${version}`,
      source: 'intake',
      stream,
      streamId: streamId(stream),
      version,
      position: index + 1,
      type: typeOf(happened.$case),
      occurredAt: at,
      recordedAt: recorded,
      actor,
      event: happened,
      metadata: JSON.stringify({ actor, correlation: 'sample' }),
      late,
    };
  });
};

const onReport = `report-${REPORT}`;
const onCase = `case-${CASE}`;
const onAssessment = `assessment-${ASSESSMENT}`;
const onReferral = `referral-${REFERRAL}`;
const parties = { sender: 'lotus', receiver: 'heron' };

export const received: Happening = {
  stream: onReport,
  at: feb(1),
  event: event('reportReceived', { clientId: CHILD, caseId: CASE, agency: 'lotus', risk: RiskLevel.RISK_LEVEL_UNKNOWN }),
};
export const opened: Happening = {
  stream: onCase,
  at: feb(2),
  event: event('caseOpened', { clientId: CHILD, leadAgency: 'lotus', risk: RiskLevel.RISK_LEVEL_MEDIUM, reportId: REPORT }),
};
export const threatened: Happening = { stream: onCase, at: feb(3), event: event('threatReported', { threatId: THREAT }) };
export const resolved: Happening = { stream: onCase, at: feb(20), event: event('threatResolved', { threatId: THREAT }) };
export const raised: Happening = {
  stream: onCase,
  at: feb(4),
  event: event('riskRaised', { from: RiskLevel.RISK_LEVEL_MEDIUM, to: RiskLevel.RISK_LEVEL_HIGH }),
};
export const agreed: Happening = {
  stream: onCase,
  at: feb(5),
  event: event('consentGiven', {
    consentId: CONSENT,
    by: ConsentBy.CONSENT_BY_CHILD,
    scope: {
      purposes: [ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL],
      agencies: ['heron'],
      categories: [PersonalDataCategory.PERSONAL_DATA_CATEGORY_IDENTITY],
      validFrom: feb(5),
      validUntil: feb(25),
    },
  }),
};
export const takenBack: Happening = { stream: onCase, at: feb(18), event: event('consentWithdrawn', { consentId: CONSENT }) };
export const requested: Happening = {
  stream: onAssessment,
  at: feb(2, 9),
  event: event('assessmentRequested', { agency: 'lotus', kind: AssessmentKind.ASSESSMENT_KIND_INITIAL, dueAt: feb(9) }),
};
export const submitted: Happening = { stream: onAssessment, at: feb(6), event: event('assessmentSubmitted') };
export const approved: Happening = { stream: onAssessment, at: feb(7), event: event('assessmentApproved') };
export const needed: Happening = {
  stream: onAssessment,
  at: feb(7, 9),
  event: event('needIdentified', {
    needId: NEED,
    agency: 'lotus',
    category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
    urgency: Urgency.URGENCY_HIGH,
  }),
};
export const sent: Happening = {
  stream: onReferral,
  at: feb(8),
  event: event('referralSent', {
    ...parties,
    needId: NEED,
    category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
    dueBy: feb(9),
    note: {
      subjectId: CHILD,
      category: PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
      keyVersion: 1,
      ciphertext: new Uint8Array(40).fill(7),
    },
  }),
};
export const accepted: Happening = {
  stream: onReferral,
  at: feb(9),
  event: event('referralAccepted', { ...parties, by: 'heron', category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL }),
  actor: { kind: 'agency', agency: 'heron', person: 'p-9' },
};
export const joined: Happening = {
  stream: onCase,
  at: feb(9),
  event: event('participantJoined', { agency: 'heron', role: ParticipantRole.PARTICIPANT_ROLE_PROVIDER, because: REFERRAL }),
  actor: { kind: 'service', service: 'intake' },
};
export const completed: Happening = { stream: onReferral, at: feb(21), event: event('referralCompleted', parties) };
export const left: Happening = {
  stream: onCase,
  at: feb(21),
  event: event('participantLeft', { agency: 'heron', role: ParticipantRole.PARTICIPANT_ROLE_PROVIDER, referralId: REFERRAL }),
  actor: { kind: 'service', service: 'intake' },
};

/** Something that happens on a stream of this case, named by its kind. */
export const on = (kind: 'careplan' | 'plan' | 'support' | 'matter' | 'transfer' | 'notice' | 'case') => {
  const stream = kind === 'case' ? onCase : `${kind}-${OTHER}`;
  return <Name extends AnyEvent['$case']>(at: Date, $case: Name, value: Partial<CaseOf<Name>['value']> = {}): Happening => ({
    stream,
    at,
    event: event($case, value),
  });
};

const inPlan = on('careplan');
const goal = { goalId: NEED, area: GoalArea.GOAL_AREA_SCHOOL };

/** A care plan from its draft to its end, and the next one. */
export const CARE = {
  drafted: inPlan(feb(8), 'carePlanDrafted', { agency: 'lotus', clientId: CHILD }),
  goal: inPlan(feb(8, 9), 'goalSet', { ...goal, reachBy: feb(28) }),
  agreed: inPlan(feb(9), 'carePlanAgreed', { nextReviewAt: feb(16) }),
  safety: inPlan(feb(9, 9), 'safetyPlanAgreed', { safetyPlanId: THREAT }),
  due: inPlan(feb(16), 'carePlanReviewDue', { dueAt: feb(16) }),
  reviewed: inPlan(feb(17), 'carePlanReviewed', { reviewId: CONSENT, nextReviewAt: feb(24) }),
  feedback: inPlan(feb(17, 9), 'childFeedbackRecorded', { feedbackId: CONSENT, feeling: ChildFeeling.CHILD_FEELING_WORSE }),
  outcome: inPlan(feb(18), 'goalOutcomeRecorded', { ...goal, outcome: GoalOutcome.GOAL_OUTCOME_REACHED }),
  passedOn: inPlan(feb(19), 'carePlanPassedOn', { fromAgency: 'lotus', toAgency: 'egret' }),
  ended: inPlan(feb(20), 'carePlanEnded'),
  anew: inPlan(feb(22), 'carePlanDrafted', { agency: 'egret', clientId: CHILD }),
} as const;

const merge = { mergeId: NEED, intoCaseId: OTHER };

/** How a case ends beside its closure, and comes back. */
export const ENDS = {
  closed: on('case')(feb(22), 'caseClosed'),
  reopened: on('case')(feb(23), 'caseReopened'),
  merged: on('case')(feb(22), 'caseMerged', merge),
  undone: on('case')(feb(24), 'caseMergeUndone', merge),
  mistaken: on('case')(feb(25), 'caseEnteredInError'),
} as const;

/** What else happens in a case, of every kind of stream, in order. */
export const MORE: readonly Happening[] = [
  ...Object.values(CARE),
  on('plan')(feb(10), 'planDrafted', { referralId: REFERRAL, deliverer: 'heron', sender: 'lotus' }),
  on('plan')(feb(10, 9), 'planActivated', { startsAt: feb(10, 9), frequency: { sessions: 1, period: Period.PERIOD_WEEK } }),
  on('plan')(feb(11), 'sessionHeld', { heldAt: feb(11) }),
  on('plan')(feb(12), 'sessionMissed'),
  on('support')(feb(12), 'supportDelivered', { agency: 'lotus', amount: '5', currency: 'USD' }),
  on('matter')(feb(12), 'matterOpened', { agency: 'lotus' }),
  on('matter')(feb(13), 'counselGiven'),
  on('matter')(feb(20), 'investigationStalled', { stalledSince: feb(19) }),
  on('case')(feb(13), 'whereaboutsLost', { searchId: OTHER, nextReviewAt: feb(20) }),
  on('case')(feb(14), 'clientLocated', { searchId: OTHER, placeCode: '0102' }),
  on('case')(feb(14), 'caseworkerAssigned', { person: 'p-7' }),
  on('transfer')(feb(15), 'transferOffered', { giver: 'lotus', receiver: 'egret', dueBy: feb(20) }),
  on('transfer')(feb(16), 'transferReleased', { giver: 'lotus', receiver: 'egret' }),
  on('case')(feb(16), 'leadChanged', { from: 'lotus', to: 'egret' }),
  on('notice')(feb(17), 'noticeIssued', { toAgency: 'heron', dueBy: feb(19) }),
  ...Object.values(ENDS),
];

/** Says of an event, by its id, that it happened at another time, or not at all. */
export const corrects = (eventId: string, at: Date | 'struck', recorded: Date): Happening => ({
  stream: onCase,
  at: recorded,
  recorded,
  event: event('correctionRecorded', {
    eventId,
    correction: at === 'struck' ? { $case: 'struck', value: true } : { $case: 'occurredAt', value: at },
  }),
});

/** An agency with an office in Siem Reap that offers psychosocial support there and in a district of Battambang. */
export const offering = (agencyId: string, freePlaces = 3): Happening[] => {
  const [officeId, serviceId] = [`${agencyId}-office`, `${agencyId}-service`];
  return [
    { stream: `agency-${agencyId}`, at: feb(1), event: event('agencyRegistered', { agencyId, name: agencyId }) },
    { stream: `office-${officeId}`, at: feb(1), event: event('officeOpened', { officeId, agencyId, areaCode: '1710' }) },
    {
      stream: `service-${serviceId}`,
      at: feb(1),
      event: event('serviceOffered', {
        serviceId,
        agencyId,
        officeId,
        category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
        areaCodes: agencyId === 'heron' ? ['17', '0203'] : ['17'],
        capacity: { places: 10, freePlaces },
      }),
    },
  ];
};

/** The whole way of a referral, in order. */
export const WAY: readonly Happening[] = [
  received,
  opened,
  requested,
  threatened,
  raised,
  agreed,
  submitted,
  approved,
  needed,
  sent,
  accepted,
  joined,
  takenBack,
  resolved,
  completed,
  left,
];
