import { AlertCause } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel, Urgency } from '@accompany/contracts/common/v1/common';
import { type AnyEvent, type EventMeta, type LookUp, type Ordered, reaction } from '@accompany/runtime';
import { type Alert, alertSupervisor, askReassessment, goAlong, requestReassessment } from './agenda.js';
import { type Assessment, assessmentAggregate, type Event } from './assessment.js';
import { carePlanAggregate } from './careplan.js';
import { passOnPlan } from './careplan-following.js';
import { alertId, carePlanId, initialAssessmentId, reassessmentId } from './ids.js';
import { bringForward } from './lateness.js';
import { after, dueWithin, type Limits } from './limits.js';
import { requestInitial } from './requesting.js';
import { assessmentsOf, leadInPlaceOf } from './streams-queries.js';
import { supersede } from './working.js';

/** What this service does of itself. What concerns the case as a whole is kept with its initial assessment, whose id follows from the case. */
export const reactions = (limits: Limits) => [
  reaction({
    name: 'request-initial-assessment',
    does: 'asks the lead for the initial assessment, due by risk and urgency',
    limits: ['ACCOMPANY_ASSESSMENT_HOURS'],
    aggregate: assessmentAggregate,
    on: (event, { caseId }) =>
      event.$case === 'caseOpened'
        ? [{ id: initialAssessmentId(caseId), decide: (state, context) => requestInitial(state, event.value, limits, context) }]
        : [],
  }),
  reaction({
    name: 'supersede-older-assessment',
    does: 'lets the assessment that was approved take the place of the older one',
    aggregate: assessmentAggregate,
    on: (event, { streamId }) =>
      event.$case === 'assessmentApproved' && event.value.supersedes !== ''
        ? [{ id: event.value.supersedes, decide: (state) => supersede(state, streamId) }]
        : [],
  }),
  reaction({
    name: 'alert-supervisor',
    does: 'tells the supervisor of the lead, and says by when everything is due now',
    limits: ['ACCOMPANY_ASSESSMENT_HOURS'],
    aggregate: assessmentAggregate,
    on: (event, meta) => {
      const alert = alertOf(event, meta, limits);
      const id = initialAssessmentId(meta.caseId);
      return alert === undefined ? [] : [{ id, decide: (state) => alertSupervisor(state, alert) }];
    },
  }),
  reaction({
    name: 'bring-assessments-forward',
    does: 'shortens the due dates of the assessments of the case',
    aggregate: assessmentAggregate,
    on: () => [],
    among: (event, { caseId }) =>
      event.$case === 'supervisorAlerted' ? eachAssessment(caseId, (state) => bringForward(state, event.value)) : undefined,
  }),
  reaction({
    name: 'ask-reassessment-after-missed-sessions',
    does: 'asks for the case to be assessed again, once for every two sessions missed in a row',
    limits: ['ACCOMPANY_REASSESSMENT_DAYS'],
    aggregate: assessmentAggregate,
    on: (event, { caseId, streamId: planId, recordedAt }) => {
      if (event.$case !== 'sessionMissed' || event.value.inARow === 0 || event.value.inARow % 2 !== 0) return [];
      const { sessionId } = event.value;
      const missed = { assessmentId: reassessmentId(planId, sessionId), planId, sessionId, dueAt: after(recordedAt, limits.reassessment) };
      return [{ id: initialAssessmentId(caseId), decide: (state) => askReassessment(state, missed) }];
    },
  }),
  reaction({
    name: 'request-reassessment',
    does: 'requests the follow-up assessment that was asked for',
    aggregate: assessmentAggregate,
    on: (event) =>
      event.$case === 'reassessmentAsked'
        ? [{ id: event.value.assessmentId, decide: (state) => requestReassessment(state, event.value) }]
        : [],
  }),
  reaction({
    name: 'pass-assessments-on',
    does: 'gives the assessments of the old lead to the new one',
    aggregate: assessmentAggregate,
    on: () => [],
    among: (event, { caseId }) => {
      if (event.$case !== 'leadChanged') return undefined;
      const { from: fromAgency, to: toAgency, transferId } = event.value;
      return eachAssessment(caseId, (state) => goAlong(state, { fromAgency, toAgency, transferId }));
    },
  }),
  // The lead may change while somebody of the old one asks for an assessment or begins a plan: what comes after that goes along as well.
  reaction({
    name: 'pass-late-assessment-on',
    does: 'gives the new lead an assessment that was requested of the old one while the lead changed',
    aggregate: assessmentAggregate,
    on: () => [],
    among: (event, { caseId, streamId: id }) => {
      if (event.$case !== 'assessmentRequested') return undefined;
      const { agency: fromAgency } = event.value;
      return insteadOf(caseId, fromAgency, (toAgency) => ({
        id,
        decide: (state) => goAlong(state, { fromAgency, toAgency, transferId: '' }),
      }));
    },
  }),
  reaction({
    name: 'pass-late-care-plan-on',
    does: 'gives the new lead a care plan that was begun by the old one while the lead changed',
    aggregate: carePlanAggregate,
    on: () => [],
    among: (event, { caseId, streamId: id }) => {
      if (event.$case !== 'carePlanDrafted') return undefined;
      const { agency } = event.value;
      return insteadOf(caseId, agency, (lead) => ({ id, decide: (state) => passOnPlan(state, agency, lead) }));
    },
  }),
  reaction({
    name: 'pass-care-plan-on',
    does: 'gives the care plan of the old lead to the new one',
    aggregate: carePlanAggregate,
    on: (event, { caseId }) =>
      event.$case === 'leadChanged'
        ? [{ id: carePlanId(caseId), decide: (state) => passOnPlan(state, event.value.from, event.value.to) }]
        : [],
  }),
];

/** The same decision for every assessment of a case, as this service's own store has them. */
const eachAssessment =
  (caseId: string, decide: (state: Assessment) => Event[]): LookUp<Assessment, Event> =>
  async (tx) =>
    (await assessmentsOf(tx, caseId)).map((id) => ({ id, decide }));

/** A decision for the lead, where the agency takes no working part in the case any more. */
const insteadOf =
  <State, Event>(caseId: string, agency: string, order: (lead: string) => Ordered<State, Event>): LookUp<State, Event> =>
  async (tx) => {
    const lead = await leadInPlaceOf(tx, caseId, agency);
    return lead === undefined ? [] : [order(lead)];
  };

/** What makes a supervisor look. The time runs from when the network learned of it. */
const alertOf = (event: AnyEvent, { eventId, recordedAt }: EventMeta, limits: Limits): Alert | undefined => {
  switch (event.$case) {
    case 'threatReported':
      return {
        alertId: alertId(eventId),
        cause: AlertCause.ALERT_CAUSE_THREAT_REPORTED,
        threatId: event.value.threatId,
        risk: RiskLevel.RISK_LEVEL_UNSPECIFIED,
        dueBy: after(recordedAt, limits.due.high),
      };
    case 'riskRaised':
      return {
        alertId: alertId(eventId),
        cause: AlertCause.ALERT_CAUSE_RISK_RAISED,
        threatId: '',
        risk: event.value.to,
        dueBy: after(recordedAt, dueWithin(limits, event.value.to, Urgency.URGENCY_UNSPECIFIED)),
      };
    default:
      return undefined;
  }
};
