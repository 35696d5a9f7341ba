import type { Part } from '@accompany/access/parts';
import { AlertCause, AssessmentKind, VoidReason } from '@accompany/contracts/assessment/v1/types';
import { ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import type { DecisionContext, Reason } from '@accompany/domain';
import type { Outcome } from '@accompany/domain/testing';
import { alertSupervisor, askReassessment, goAlong } from './agenda.js';
import type { Assessment, Event } from './assessment.js';
import { becomeOverdue, bringForward } from './lateness.js';
import { identifyNeed, meetNeed } from './needs.js';
import { type RequestFacts, request } from './requesting.js';
import { approve, cancel, sendBack, start, submit, supersede } from './working.js';

export const HOUR = 3_600_000;
const content = { participants: [], place: undefined, childView: undefined, findings: undefined, scores: [] };

/** What an assessment is, told without looking at how it is made: a phase, who holds the pen, and a few facts. */
export type Model = {
  phase: 'unasked' | 'asked' | 'writing' | 'to_judge' | 'good' | 'old' | 'void';
  /** Whether it was ever handed in. */
  handedIn: boolean;
  agency: string;
  author: string;
  due: number;
  late: boolean;
  needs: Map<string, boolean>;
  alerts: Set<string>;
  pairs: Set<string>;
};
export type Who = { readonly agency: string; readonly person: string; readonly part: Part | undefined };

/** Something that is tried: the decision, and what is to be expected of it. */
export type Step = {
  readonly name: string;
  readonly decide: (state: Assessment, context: DecisionContext, who: Who) => Event[];
  /** What the model says, and what it becomes. */
  readonly expected: (model: Model, now: number, who: Who) => Outcome;
};

const NOT_OPEN: Readonly<Record<'good' | 'old' | 'void', Reason>> = {
  good: 'ASSESSMENT_ALREADY_APPROVED',
  old: 'ASSESSMENT_SUPERSEDED',
  void: 'ASSESSMENT_VOIDED',
};

/** Who may work: the agency that was asked. */
const working =
  (then: (model: Model, who: Who) => Outcome) =>
  (model: Model, _now: number, who: Who): Outcome => {
    if (model.phase === 'unasked' || (model.agency !== who.agency && who.part === undefined)) return 'ASSESSMENT_UNKNOWN';
    return model.agency === who.agency ? then(model, who) : 'NOT_THE_ASSESSOR';
  };

const judging = (to: 'good' | 'writing') =>
  working((model, who) => {
    if (model.handedIn && model.author === who.person) return 'ASSESSMENT_APPROVER_IS_AUTHOR';
    if (model.phase === to && (to === 'good' || model.handedIn)) return 'unchanged';
    if (model.phase === 'asked' || model.phase === 'writing') return 'ASSESSMENT_NOT_SUBMITTED';
    if (model.phase !== 'to_judge') return NOT_OPEN[model.phase as 'good'];
    model.phase = to;
    return 'changed';
  });

const facts = (who: Who): RequestFacts => ({
  clientId: 'c',
  caseOpen: true,
  callerPart: who.part,
  assessorPart: who.part,
  initial: { status: 'none' },
  superseded: { status: 'none' },
});
const kind = AssessmentKind.ASSESSMENT_KIND_INITIAL;

export const STEPS: readonly Step[] = [
  {
    name: 'request',
    decide: (state, context, who) =>
      request(state, { kind, agency: who.agency, dueAt: new Date(context.now.getTime() + 48 * HOUR), supersedes: '' }, facts(who), context),
    expected: (model, now, who) => {
      if (who.part === undefined) return 'CASE_UNKNOWN';
      if (model.phase !== 'unasked' && model.phase !== 'void')
        return model.agency === who.agency ? 'unchanged' : 'ASSESSMENT_ALREADY_REQUESTED';
      const { alerts, pairs } = model;
      const fresh = { handedIn: false, author: '', due: now + 48 * HOUR, late: false, needs: new Map(), alerts, pairs };
      Object.assign(model, { ...fresh, phase: 'asked', agency: who.agency });
      return 'changed';
    },
  },
  {
    name: 'start',
    decide: (state, context, who) => start(state, who.part, context),
    expected: working((model) => {
      if (model.phase === 'writing') return 'unchanged';
      if (model.phase === 'to_judge') return 'ASSESSMENT_ALREADY_SUBMITTED';
      if (model.phase !== 'asked') return NOT_OPEN[model.phase as 'good'];
      model.phase = 'writing';
      return 'changed';
    }),
  },
  {
    name: 'submit',
    decide: (state, context, who) => submit(state, content, who.part, context),
    expected: working((model, who) => {
      if (model.phase === 'asked') return 'ASSESSMENT_NOT_STARTED';
      if (model.phase === 'to_judge') return model.author === who.person ? 'unchanged' : 'ASSESSMENT_ALREADY_SUBMITTED';
      if (model.phase !== 'writing') return NOT_OPEN[model.phase as 'good'];
      Object.assign(model, { phase: 'to_judge', handedIn: true, author: who.person, late: false });
      return 'changed';
    }),
  },
  { name: 'approve', decide: (state, context, who) => approve(state, who.part, context), expected: judging('good') },
  {
    name: 'return',
    decide: (state, context, who) => sendBack(state, undefined, 24 * HOUR, who.part, context),
    expected: (model, now, who) => {
      const outcome = judging('writing')(model, now, who);
      if (outcome === 'changed') model.due = Math.max(model.due, now + 24 * HOUR);
      return outcome;
    },
  },
  {
    name: 'void',
    decide: (state, context, who) => cancel(state, VoidReason.VOID_REASON_REFUSED, who.part, context),
    expected: working((model) => {
      if (model.phase === 'void') return 'unchanged';
      if (model.phase === 'good' || model.phase === 'old') return NOT_OPEN[model.phase];
      model.phase = 'void';
      return 'changed';
    }),
  },
  {
    name: 'supersede',
    decide: (state) => supersede(state, 'newer'),
    expected: (model) => {
      if (model.phase !== 'good') return 'unchanged';
      model.phase = 'old';
      return 'changed';
    },
  },
  {
    name: 'need',
    decide: (state, context, who) =>
      identifyNeed(
        state,
        {
          needId: 'n',
          category: ServiceCategory.SERVICE_CATEGORY_HEALTH,
          urgency: Urgency.URGENCY_LOW,
          description: undefined,
        },
        who.part,
        context,
      ),
    expected: working((model) => {
      if (model.phase === 'asked') return 'ASSESSMENT_NOT_STARTED';
      if (model.phase === 'old' || model.phase === 'void') return NOT_OPEN[model.phase];
      if (model.needs.has('n')) return 'unchanged';
      model.needs.set('n', false);
      return 'changed';
    }),
  },
  {
    name: 'meet',
    decide: (state, context, who) => meetNeed(state, 'n', who.part, context),
    expected: working((model) => {
      const met = model.needs.get('n');
      if (met === undefined) return 'ASSESSMENT_NEED_UNKNOWN';
      model.needs.set('n', true);
      return met ? 'unchanged' : 'changed';
    }),
  },
  {
    name: 'overdue',
    decide: (state, context) => becomeOverdue(state, context.now),
    expected: (model, now) => {
      if ((model.phase !== 'asked' && model.phase !== 'writing') || model.late || now < model.due) return 'unchanged';
      model.late = true;
      return 'changed';
    },
  },
  {
    name: 'forward',
    decide: (state, context) => bringForward(state, { alertId: 'a', dueBy: new Date(context.now.getTime() + HOUR) }),
    expected: (model, now) => {
      if ((model.phase !== 'asked' && model.phase !== 'writing') || model.due <= now + HOUR) return 'unchanged';
      model.due = now + HOUR;
      return 'changed';
    },
  },
  {
    name: 'alert',
    decide: (state, context) => {
      const alertId = `alert-${context.now.getUTCHours() % 3}`;
      return alertSupervisor(state, {
        alertId,
        cause: AlertCause.ALERT_CAUSE_RISK_RAISED,
        threatId: '',
        risk: 4,
        dueBy: undefined,
      });
    },
    expected: (model, now) => {
      const alert = `alert-${new Date(now).getUTCHours() % 3}`;
      if (model.phase === 'unasked' || model.alerts.has(alert)) return 'unchanged';
      model.alerts.add(alert);
      return 'changed';
    },
  },
  {
    name: 'missed',
    decide: (state) => askReassessment(state, { assessmentId: 'pair', planId: 'p', sessionId: 's', dueAt: undefined }),
    expected: (model) => {
      if (!model.handedIn || model.phase === 'void' || model.pairs.has('pair')) return 'unchanged';
      model.pairs.add('pair');
      return 'changed';
    },
  },
  {
    name: 'lead',
    decide: (state) => goAlong(state, { fromAgency: 'aple', toAgency: 'a21', transferId: 't' }),
    expected: (model) => {
      if (model.phase === 'unasked' || model.agency !== 'aple') return 'unchanged';
      model.agency = 'a21';
      return 'changed';
    },
  },
];
