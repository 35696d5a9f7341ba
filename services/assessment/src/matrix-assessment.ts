import type { Part } from '@accompany/access/parts';
import { AlertCause, AssessmentKind, VoidReason } from '@accompany/contracts/assessment/v1/types';
import { RiskLevel, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { DecisionContext } from '@accompany/domain';
import { matrix, THE_CLOCK, THE_NETWORK } from '@accompany/domain/testing';
import { alertSupervisor, askReassessment, goAlong, requestReassessment } from './agenda.js';
import { type Assessment, assessment, type Event } from './assessment.js';
import { becomeOverdue, bringForward } from './lateness.js';
import type { Limits } from './limits.js';
import { identifyNeed, meetNeed } from './needs.js';
import { request, requestInitial } from './requesting.js';
import { approve, cancel, sendBack, start, submit, supersede } from './working.js';

const HOUR = 3_600_000;
const now = new Date('2022-02-02T08:00:00Z');
const dueAt = new Date('2022-02-04T08:00:00Z');

/** Who there is: the assessor leads the case, and asked for it; somebody else wrote what they judge. */
export const ASSESSOR = 'the assessing agency';
export const AUTHOR = 'its author';
export const PROVIDER = 'a provider of the case';
export const STRANGER = 'another agency';
const OURS = [ASSESSOR, AUTHOR];

const by = (agency: string, person: string): DecisionContext => ({ actor: { kind: 'agency', agency, person }, occurredAt: now, now });
export const roles = {
  [ASSESSOR]: by('lotus', 'worker-2'),
  [AUTHOR]: by('lotus', 'worker-1'),
  [PROVIDER]: by('heron', 'worker-3'),
  [STRANGER]: by('crane', 'worker-4'),
};

/** What part the acting agency has in the case. */
export const partOf = ({ actor }: DecisionContext): Part | undefined => {
  if (actor.kind !== 'agency') return undefined;
  if (actor.agency === 'lotus') return 'lead';
  return actor.agency === 'heron' ? 'provider' : undefined;
};

const kind = AssessmentKind.ASSESSMENT_KIND_INITIAL;
const category = ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL;
const urgency = Urgency.URGENCY_MEDIUM;
const content = { participants: [], place: undefined, childView: undefined, findings: undefined, scores: [] };
const need = { needId: 'n', category, urgency, description: undefined };
const reason = VoidReason.VOID_REASON_REFUSED;

const requested: Event = { $case: 'assessmentRequested', value: { clientId: 'c', kind, agency: 'lotus', dueAt, supersedes: '' } };
const started: Event = { $case: 'assessmentStarted', value: { startedBy: 'worker-1' } };
const identified: Event = { $case: 'needIdentified', value: { ...need, agency: 'lotus', clientId: 'c' } };
const submitted: Event = { $case: 'assessmentSubmitted', value: { ...content, submittedBy: 'worker-1' } };
const approved: Event = { $case: 'assessmentApproved', value: { approvedBy: 'worker-2', kind, supersedes: '' } };

const working = [requested, started];
const handedIn = [...working, submitted];

export const ASSESSMENTS: Record<Assessment['status'], readonly Event[]> = {
  none: [],
  requested: [requested],
  in_progress: working,
  submitted: handedIn,
  returned: [...handedIn, { $case: 'assessmentReturned', value: { returnedBy: 'worker-2', comment: undefined, dueAt } }],
  approved: [...handedIn, approved],
  superseded: [...handedIn, approved, { $case: 'assessmentSuperseded', value: { supersededBy: 'newer' } }],
  voided: [...handedIn, { $case: 'assessmentVoided', value: { reason } }],
};

const limits: Limits = { due: { high: 24 * HOUR, medium: 72 * HOUR, low: 168 * HOUR }, reassessment: HOUR, returned: HOUR, review: HOUR };
const opened = { clientId: 'c', leadAgency: 'lotus', risk: RiskLevel.RISK_LEVEL_MEDIUM, urgency };
const alert = {
  alertId: 'a',
  cause: AlertCause.ALERT_CAUSE_RISK_RAISED,
  threatId: '',
  risk: RiskLevel.RISK_LEVEL_HIGH,
  dueBy: new Date('2022-02-03T08:00:00Z'),
};
const missed = { assessmentId: 'again', planId: 'p', sessionId: 's', dueAt };
const facts = (context: DecisionContext) => ({
  clientId: 'c',
  caseOpen: true,
  callerPart: partOf(context),
  assessorPart: partOf(context),
  initial: assessment.initial,
  superseded: assessment.initial,
});
const agencyOf = ({ actor }: DecisionContext): string => (actor.kind === 'agency' ? actor.agency : '');

export const assessmentMatrix = matrix({
  title: 'Assessment',
  source: 'services/assessment/src/assessment.ts',
  decider: assessment,
  roles,
  states: ASSESSMENTS,
  commands: {
    request: {
      by: [...OURS, PROVIDER],
      give: (state, context) => request(state, { kind, agency: agencyOf(context), dueAt, supersedes: '' }, facts(context), context),
    },
    start: { by: OURS, give: (state, context) => start(state, partOf(context), context) },
    submit: { by: [AUTHOR, ASSESSOR], give: (state, context) => submit(state, content, partOf(context), context) },
    approve: { by: ASSESSOR, give: (state, context) => approve(state, partOf(context), context) },
    return: { by: ASSESSOR, give: (state, context) => sendBack(state, undefined, HOUR, partOf(context), context) },
    void: { by: OURS, give: (state, context) => cancel(state, reason, partOf(context), context) },
    'identify a need': { by: OURS, give: (state, context) => identifyNeed(state, need, partOf(context), context) },
    'request for a case that opened': {
      by: THE_NETWORK,
      give: (state, context) => requestInitial(state, opened, limits, { ...context, occurredAt: now }),
    },
    'request after missed sessions': {
      by: THE_NETWORK,
      give: (state) => requestReassessment(state, { ...missed, clientId: 'c', agency: 'lotus' }),
    },
    supersede: { by: THE_NETWORK, give: (state) => supersede(state, 'newer') },
    'tell the supervisor': { by: THE_NETWORK, give: (state) => alertSupervisor(state, alert) },
    'bring forward': { by: THE_NETWORK, give: (state) => bringForward(state, { alertId: 'a', dueBy: alert.dueBy }) },
    'ask for another assessment': { by: THE_NETWORK, give: (state) => askReassessment(state, missed) },
    'go along with the lead': {
      by: THE_NETWORK,
      give: (state) => goAlong(state, { fromAgency: 'lotus', toAgency: 'heron', transferId: 't' }),
    },
    'become overdue': { by: THE_CLOCK, give: (state) => becomeOverdue(state, dueAt) },
  },
});

/** A need that an assessment found. */
export const needMatrix = matrix({
  title: 'Need',
  source: 'services/assessment/src/needs.ts',
  decider: assessment,
  statusOf: (state) => {
    const known = state.status === 'none' ? undefined : state.needs.find(({ id }) => id === 'n');
    if (known === undefined) return 'none';
    return known.met ? 'met' : 'identified';
  },
  roles,
  states: {
    none: working,
    identified: [...working, identified],
    'identified, assessment approved': [...working, identified, submitted, approved],
    'identified, assessment voided': [...working, identified, { $case: 'assessmentVoided', value: { reason } }],
    met: [...working, identified, { $case: 'needMet', value: { needId: 'n', category } }],
  },
  commands: {
    identify: { by: OURS, give: (state, context) => identifyNeed(state, need, partOf(context), context) },
    'record as met': { by: OURS, give: (state, context) => meetNeed(state, 'n', partOf(context), context) },
  },
});
