import type { AssessmentSubmitted } from '@accompany/contracts/assessment/v1/events';
import { AssessmentEvent } from '@accompany/contracts/assessment/v1/events';
import type { AssessmentKind, VoidReason } from '@accompany/contracts/assessment/v1/types';
import type { Sealed, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { type Decider, unreachable } from '@accompany/domain';
import { aggregate } from '@accompany/store';

export type Event = NonNullable<AssessmentEvent['event']>;

/** Something that the child needs. */
export type Need = {
  readonly id: string;
  readonly category: ServiceCategory;
  readonly urgency: Urgency;
  readonly description: Sealed | undefined;
  readonly met: boolean;
};

/** What the initial assessment keeps for its whole case: the alerts that were given, and the assessments that missed sessions asked for. */
export type Agenda = { readonly alerts: readonly string[]; readonly reassessments: readonly string[] };

export const NO_AGENDA: Agenda = { alerts: [], reassessments: [] };

/** What is known of every assessment; the content from the first time it is handed in. */
type Common = {
  readonly clientId: string;
  readonly kind: AssessmentKind;
  readonly agency: string;
  readonly dueAt: Date | undefined;
  readonly supersedes: string;
  readonly content: AssessmentSubmitted | undefined;
  readonly needs: readonly Need[];
  /** Whether the day passed by which it is due now. */
  readonly overdue: boolean;
  readonly agenda: Agenda;
};

/** An assessment that was asked for, whatever became of it. */
export type KnownAssessment = Common &
  (
    | { readonly status: 'requested' | 'in_progress' }
    | { readonly status: 'submitted'; readonly author: string }
    | { readonly status: 'approved'; readonly approvedBy: string }
    | { readonly status: 'returned'; readonly author: string; readonly comment: Sealed | undefined }
    | { readonly status: 'superseded'; readonly approvedBy: string; readonly supersededBy: string }
    | { readonly status: 'voided'; readonly reason: VoidReason }
  );

export type Assessment = { readonly status: 'none' } | KnownAssessment;

export const assessment: Decider<Assessment, Event> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.$case === 'assessmentRequested') {
      const { clientId, kind, agency, dueAt, supersedes } = event.value;
      const agenda = state.status === 'none' ? NO_AGENDA : state.agenda;
      return { status: 'requested', clientId, kind, agency, dueAt, supersedes, content: undefined, needs: [], overdue: false, agenda };
    }
    return state.status === 'none' ? state : evolveKnown(state, event);
  },
};

const evolveKnown = (state: KnownAssessment, event: Exclude<Event, { $case: 'assessmentRequested' }>): KnownAssessment => {
  const common = commonOf(state);
  switch (event.$case) {
    case 'assessmentStarted':
      return { ...common, status: 'in_progress' };
    case 'assessmentSubmitted':
      return { ...common, status: 'submitted', author: event.value.submittedBy, content: event.value, overdue: false };
    case 'assessmentApproved':
      return { ...common, status: 'approved', approvedBy: event.value.approvedBy };
    case 'assessmentReturned': {
      const { comment, dueAt = common.dueAt } = event.value;
      return { ...common, status: 'returned', author: common.content?.submittedBy ?? '', comment, dueAt };
    }
    case 'assessmentSuperseded':
      return { ...common, status: 'superseded', approvedBy: state.status === 'approved' ? state.approvedBy : '', ...event.value };
    case 'assessmentVoided':
      return { ...common, status: 'voided', reason: event.value.reason };
    case 'needIdentified': {
      const { needId, category, urgency, description } = event.value;
      return { ...state, needs: [...state.needs, { id: needId, category, urgency, description, met: false }] };
    }
    case 'needMet':
      return { ...state, needs: state.needs.map((need) => (need.id === event.value.needId ? { ...need, met: true } : need)) };
    case 'assessmentOverdue':
      return { ...state, overdue: true };
    case 'assessmentBroughtForward':
      return { ...state, dueAt: event.value.dueAt };
    case 'assessmentReassigned':
      return { ...state, agency: event.value.toAgency };
    case 'supervisorAlerted':
      return noted(state, 'alerts', event.value.alertId);
    case 'reassessmentAsked':
      return noted(state, 'reassessments', event.value.assessmentId);
    default:
      return unreachable(event);
  }
};

const noted = (state: KnownAssessment, list: keyof Agenda, id: string): KnownAssessment => ({
  ...state,
  agenda: { ...state.agenda, [list]: [...state.agenda[list], id] },
});

const commonOf = ({ clientId, kind, agency, dueAt, supersedes, content, needs, overdue, agenda }: KnownAssessment): Common => ({
  clientId,
  kind,
  agency,
  dueAt,
  supersedes,
  content,
  needs,
  overdue,
  agenda,
});

export const assessmentAggregate = aggregate({
  category: 'assessment',
  type: 'accompany.assessment.v1',
  topic: 'case',
  decider: assessment,
  codec: AssessmentEvent,
});
