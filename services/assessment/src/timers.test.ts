import { CarePlanEnd, GoalArea } from '@accompany/contracts/assessment/v1/careplan_types';
import { AlertCause, AssessmentKind, ParticipantPart } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import type { DecisionContext } from '@accompany/domain';
import { virtualClock } from '@accompany/domain/testing';
import { expect, test } from 'vitest';
import { alertSupervisor } from './agenda.js';
import { assessment } from './assessment.js';
import { carePlan } from './careplan.js';
import { end, review } from './careplan-following.js';
import { agree, draft, setGoal } from './careplan-writing.js';
import { bringForward } from './lateness.js';
import type { Limits } from './limits.js';
import { requestInitial } from './requesting.js';
import { carePlanReviews, overdueAssessments } from './timers.js';
import { sendBack, start, submit } from './working.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const limits: Limits = {
  due: { high: 24 * HOUR, medium: 72 * HOUR, low: 168 * HOUR },
  reassessment: 7 * DAY,
  returned: 72 * HOUR,
  review: 90 * DAY,
};
const by =
  (person: string) =>
  (context: DecisionContext): DecisionContext => ({ ...context, actor: { kind: 'agency', agency: 'aple', person } });
const author = by('worker-1');
const supervisor = by('supervisor-1');
const at = (time: string): Date => new Date(`${time}Z`);
const opened = {
  clientId: '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10',
  leadAgency: 'aple',
  risk: RiskLevel.RISK_LEVEL_LOW,
  urgency: Urgency.URGENCY_LOW,
};
const content = { participants: [], place: undefined, childView: undefined, findings: undefined, scores: [] };
const seen = (clock: { readonly history: () => readonly { readonly at: Date; readonly event: { readonly $case: string } }[] }) =>
  clock.history().map((one) => `${one.at.toISOString().slice(0, 19)} ${one.event.$case}`);

const assessmentClock = () =>
  virtualClock({
    decider: assessment,
    timers: [overdueAssessments],
    reactions: [(event) => (event.$case === 'supervisorAlerted' ? (state) => bringForward(state, event.value) : undefined)],
  });

test('a year of an assessment: overdue once for each day by which it was due, and never again once it was handed in', () => {
  const clock = assessmentClock();
  clock.at(at('2026-01-05T08:00:00'), (state, context) => requestInitial(state, opened, limits, context));
  clock.at(at('2026-01-13T09:00:00'), (state, context) => start(state, 'lead', author(context)));
  clock.at(at('2026-01-14T09:00:00'), (state, context) => submit(state, content, 'lead', author(context)));
  clock.at(at('2026-01-15T10:00:00'), (state, context) => sendBack(state, undefined, limits.returned, 'lead', supervisor(context)));
  clock.at(at('2026-02-01T09:00:00'), (state, context) => submit(state, content, 'lead', author(context)));
  clock.until(at('2027-01-05T08:00:00'));
  expect(seen(clock)).toEqual([
    '2026-01-05T08:00:00 assessmentRequested',
    '2026-01-12T08:00:00 assessmentOverdue',
    '2026-01-13T09:00:00 assessmentStarted',
    '2026-01-14T09:00:00 assessmentSubmitted',
    '2026-01-15T10:00:00 assessmentReturned',
    '2026-01-18T10:00:00 assessmentOverdue',
    '2026-02-01T09:00:00 assessmentSubmitted',
  ]);
});

test('a threat makes it due within a day, and it is overdue then', () => {
  const clock = assessmentClock();
  clock.at(at('2026-01-05T08:00:00'), (state, context) => requestInitial(state, opened, limits, context));
  const alert = { alertId: 'a', cause: AlertCause.ALERT_CAUSE_THREAT_REPORTED, threatId: 't', risk: 0, dueBy: at('2026-01-07T12:00:00') };
  clock.at(at('2026-01-06T12:00:00'), (state) => alertSupervisor(state, alert));
  clock.at(at('2026-01-06T13:00:00'), (state) => alertSupervisor(state, { ...alert, alertId: 'b', dueBy: at('2026-01-07T13:00:00') }));
  clock.until(at('2027-01-05T08:00:00'));
  expect(seen(clock)).toEqual([
    '2026-01-05T08:00:00 assessmentRequested',
    '2026-01-06T12:00:00 supervisorAlerted',
    '2026-01-06T12:00:00 assessmentBroughtForward',
    '2026-01-06T13:00:00 supervisorAlerted',
    '2026-01-07T12:00:00 assessmentOverdue',
  ]);
});

test('what is written down long afterwards gets its whole time from then on', () => {
  const clock = assessmentClock();
  clock.at(at('2026-03-01T08:00:00'), (state, context) => requestInitial(state, opened, limits, context), at('2026-01-05T08:00:00'));
  clock.until(at('2026-12-31T00:00:00'));
  expect(clock.history().map((one) => [one.at, one.event])).toEqual([
    [at('2026-03-01T08:00:00'), expect.objectContaining({ $case: 'assessmentRequested' })],
    [at('2026-03-08T08:00:00'), { $case: 'assessmentOverdue', value: { dueAt: at('2026-01-12T08:00:00') } }],
  ]);
});

test('a draft is never ended by time', () => {
  const clock = assessmentClock();
  clock.at(at('2026-01-05T08:00:00'), (state, context) => requestInitial(state, opened, limits, context));
  clock.at(at('2026-01-05T09:00:00'), (state, context) => start(state, 'lead', author(context)));
  clock.until(at('2036-01-05T08:00:00'));
  expect(clock.state()).toMatchObject({ status: 'in_progress', overdue: true, kind: AssessmentKind.ASSESSMENT_KIND_INITIAL });
});

test('a year of a care plan: each missed review is said once, each review sets the next day, the end ends it', () => {
  const clock = virtualClock({ decider: carePlan, timers: [carePlanReviews] });
  const facts = { clientId: opened.clientId, caseOpen: true, part: 'lead', restsOnKnown: false } as const;
  const goal = { goalId: 'g', area: GoalArea.GOAL_AREA_FAMILY, description: undefined, reachBy: undefined };
  const made = (reviewId: string, nextReviewAt?: Date) => ({ reviewId, findings: undefined, nextReviewAt });
  const agreedWith = [ParticipantPart.PARTICIPANT_PART_CHILD];
  clock.at(at('2026-01-05T08:00:00'), (state, context) => draft(state, '', facts, author(context)));
  clock.at(at('2026-01-06T08:00:00'), (state, context) => setGoal(state, goal, 'lead', author(context)));
  clock.at(at('2026-01-10T08:00:00'), (state, context) =>
    agree(state, { agreedWith, nextReviewAt: undefined }, limits.review, 'lead', author(context)),
  );
  clock.at(at('2026-04-20T08:00:00'), (state, context) =>
    review(state, made('r1', at('2026-05-01T08:00:00')), limits.review, 'lead', author(context)),
  );
  clock.at(at('2026-04-30T08:00:00'), (state, context) => review(state, made('r2'), limits.review, 'lead', author(context)));
  clock.at(at('2026-11-30T08:00:00'), (state, context) => end(state, CarePlanEnd.CARE_PLAN_END_REPLACED, 'lead', author(context)));
  clock.until(at('2027-01-05T08:00:00'));
  expect(seen(clock)).toEqual([
    '2026-01-05T08:00:00 carePlanDrafted',
    '2026-01-06T08:00:00 goalSet',
    '2026-01-10T08:00:00 carePlanAgreed',
    '2026-04-10T08:00:00 carePlanReviewDue',
    '2026-04-20T08:00:00 carePlanReviewed',
    '2026-04-30T08:00:00 carePlanReviewed',
    '2026-07-29T08:00:00 carePlanReviewDue',
    '2026-11-30T08:00:00 carePlanEnded',
  ]);
});
