import type { Part } from '@accompany/access/parts';
import { AlertCause, AssessmentKind, ParticipantPart, Setting, VoidReason } from '@accompany/contracts/assessment/v1/types';
import { PersonalDataCategory, type Sealed, ServiceCategory, Urgency } from '@accompany/contracts/common/v1/common';
import { type Actor, type DecisionContext, fold, type Reason, Rejection } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertSupervisor, askReassessment, goAlong } from './agenda.js';
import { type Assessment, assessment, type Event } from './assessment.js';
import { becomeOverdue, bringForward } from './lateness.js';
import { identifyNeed, meetNeed, type NeedCommand } from './needs.js';
import { approve, type Content, cancel, sendBack, start, submit, supersede } from './working.js';

const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
const needId = '0b7d7a52-35bb-4ed4-8b52-0f2d1b5f4f01';
const newer = '5b1f0a9e-6a5f-4d0b-a8a8-6f8f0a2d9c33';
const WITHIN = 72 * 3_600_000;
const KIND = AssessmentKind.ASSESSMENT_KIND_INITIAL;
const context = (actor: Actor): DecisionContext => ({ actor, occurredAt: new Date('2022-02-03'), now: new Date('2022-02-04') });
const author = context({ kind: 'agency', agency: 'aple', person: 'worker-1' });
const colleague = context({ kind: 'agency', agency: 'aple', person: 'worker-2' });
const other = context({ kind: 'agency', agency: 'a21', person: 'worker-3' });
const sealed = (text: string): Sealed => ({
  subjectId: clientId,
  category: PersonalDataCategory.PERSONAL_DATA_CATEGORY_NARRATIVE,
  keyVersion: 1,
  ciphertext: Buffer.from(text),
});
const content: Content = {
  participants: [
    { part: ParticipantPart.PARTICIPANT_PART_CHILD, name: undefined },
    { part: ParticipantPart.PARTICIPANT_PART_PARENT, name: sealed('name') },
  ],
  place: { areaCode: '1710', setting: Setting.SETTING_HOME },
  childView: { $case: 'childViewGiven', value: sealed('view') },
  findings: sealed('findings'),
  scores: [{ instrument: 'cries-8', value: sealed('21') }],
};
const need: NeedCommand = {
  needId,
  category: ServiceCategory.SERVICE_CATEGORY_PSYCHOSOCIAL,
  urgency: Urgency.URGENCY_MEDIUM,
  description: sealed('need'),
};

const requested: Event = {
  $case: 'assessmentRequested',
  value: { clientId, kind: KIND, agency: 'aple', dueAt: new Date('2022-02-05'), supersedes: '' },
};
const started: Event = { $case: 'assessmentStarted', value: { startedBy: 'worker-1' } };
const submitted: Event = { $case: 'assessmentSubmitted', value: { ...content, submittedBy: 'worker-1' } };
const approved: Event = { $case: 'assessmentApproved', value: { approvedBy: 'worker-2', kind: KIND, supersedes: '' } };
const returned: Event = {
  $case: 'assessmentReturned',
  value: { returnedBy: 'worker-2', comment: sealed('more'), dueAt: new Date('2022-02-06') },
};
const superseded: Event = { $case: 'assessmentSuperseded', value: { supersededBy: newer } };
const voided: Event = { $case: 'assessmentVoided', value: { reason: VoidReason.VOID_REASON_DUPLICATE } };
const identified: Event = { $case: 'needIdentified', value: { ...need, agency: 'aple', clientId } };
const met: Event = { $case: 'needMet', value: { needId, category: need.category } };

const HISTORY = {
  none: [],
  requested: [requested],
  in_progress: [requested, started],
  submitted: [requested, started, submitted],
  returned: [requested, started, submitted, returned],
  approved: [requested, started, submitted, approved],
  superseded: [requested, started, submitted, approved, superseded],
  voided: [requested, started, voided],
} as const satisfies Record<Assessment['status'], Event[]>;
type Status = keyof typeof HISTORY;

type Decision = (state: Assessment, part: Part | undefined, by: DecisionContext) => Event[];
const DECISIONS = {
  start: (state, part, by) => start(state, part, by),
  submit: (state, part, by) => submit(state, content, part, by),
  approve: (state, part, by) => approve(state, part, by),
  return: (state, part, by) => sendBack(state, sealed('more'), WITHIN, part, by),
  void: (state, part, by) => cancel(state, VoidReason.VOID_REASON_DUPLICATE, part, by),
  identify: (state, part, by) => identifyNeed(state, need, part, by),
  meet: (state, part, by) => meetNeed(state, needId, part, by),
} as const satisfies Record<string, Decision>;
type Command = keyof typeof DECISIONS;

/** What each command gives in each status: an event, nothing, or a reason. The author works; a colleague judges. */
const U: Reason = 'ASSESSMENT_UNKNOWN';
const NOT_STARTED: Reason = 'ASSESSMENT_NOT_STARTED';
const UNSUBMITTED: Reason = 'ASSESSMENT_NOT_SUBMITTED';
const IN: Reason = 'ASSESSMENT_ALREADY_SUBMITTED';
const OK: Reason = 'ASSESSMENT_ALREADY_APPROVED';
const OLD: Reason = 'ASSESSMENT_SUPERSEDED';
const VOID: Reason = 'ASSESSMENT_VOIDED';
const NO_NEED: Reason = 'ASSESSMENT_NEED_UNKNOWN';
const TABLE: Record<Command, [DecisionContext, Record<Status, Event | 'nothing' | Reason>]> = {
  start: [
    author,
    {
      none: U,
      requested: started,
      in_progress: 'nothing',
      submitted: IN,
      returned: 'nothing',
      approved: OK,
      superseded: OLD,
      voided: VOID,
    },
  ],
  submit: [
    author,
    {
      none: U,
      requested: NOT_STARTED,
      in_progress: submitted,
      submitted: 'nothing',
      returned: submitted,
      approved: OK,
      superseded: OLD,
      voided: VOID,
    },
  ],
  approve: [
    colleague,
    {
      none: U,
      requested: UNSUBMITTED,
      in_progress: UNSUBMITTED,
      submitted: approved,
      returned: UNSUBMITTED,
      approved: 'nothing',
      superseded: OLD,
      voided: VOID,
    },
  ],
  return: [
    colleague,
    {
      none: U,
      requested: UNSUBMITTED,
      in_progress: UNSUBMITTED,
      submitted: returned,
      returned: 'nothing',
      approved: OK,
      superseded: OLD,
      voided: VOID,
    },
  ],
  void: [
    author,
    {
      none: U,
      requested: voided,
      in_progress: voided,
      submitted: voided,
      returned: voided,
      approved: OK,
      superseded: OLD,
      voided: 'nothing',
    },
  ],
  identify: [
    author,
    {
      none: U,
      requested: NOT_STARTED,
      in_progress: identified,
      submitted: identified,
      returned: identified,
      approved: identified,
      superseded: OLD,
      voided: VOID,
    },
  ],
  meet: [
    author,
    {
      none: U,
      requested: NO_NEED,
      in_progress: NO_NEED,
      submitted: NO_NEED,
      returned: NO_NEED,
      approved: NO_NEED,
      superseded: NO_NEED,
      voided: NO_NEED,
    },
  ],
};

describe('each command in each status', () => {
  for (const command of Object.keys(TABLE) as Command[])
    for (const status of Object.keys(HISTORY) as Status[]) {
      const [by, row] = TABLE[command];
      const expected = row[status];
      test(`${command} when ${status}: ${typeof expected === 'string' ? expected : expected.$case}`, () => {
        const outcome = given(assessment)(...HISTORY[status]).when((state) => DECISIONS[command](state, 'lead', by));
        if (expected === 'nothing') outcome.thenNothing();
        else if (typeof expected === 'string') outcome.thenRejected(expected);
        else outcome.then(expected);
      });
    }
});

/** What the service decides of itself; nothing is refused, because nobody asked. */
const dueNow = new Date('2022-02-05');
const alert = { alertId: newer, cause: AlertCause.ALERT_CAUSE_THREAT_REPORTED, threatId: needId, risk: 0, dueBy: new Date('2022-02-04') };
const missed = { assessmentId: newer, planId: needId, sessionId: clientId, dueAt: dueNow };
const moved = { fromAgency: 'aple', toAgency: 'a21', transferId: newer };
const BY_ITSELF = {
  overdue: (state) => becomeOverdue(state, new Date('2022-02-06')),
  forward: (state) => bringForward(state, alert),
  alert: (state) => alertSupervisor(state, alert),
  missed: (state) => askReassessment(state, missed),
  lead: (state) => goAlong(state, moved),
  supersede: (state) => supersede(state, newer),
} as const satisfies Record<string, (state: Assessment) => Event[]>;
type OwnCommand = keyof typeof BY_ITSELF;

const late: Event = { $case: 'assessmentOverdue', value: { dueAt: dueNow } };
const lateReturned: Event = { $case: 'assessmentOverdue', value: { dueAt: new Date('2022-02-06') } };
const forward = (from: Date): Event => ({
  $case: 'assessmentBroughtForward',
  value: { from, dueAt: new Date('2022-02-04'), alertId: newer },
});
const told: Event = { $case: 'supervisorAlerted', value: { ...alert, agency: 'aple' } };
const again: Event = { $case: 'reassessmentAsked', value: { ...missed, clientId, agency: 'aple' } };
const along: Event = { $case: 'assessmentReassigned', value: moved };
const NOP = 'nothing';

/** In the order of HISTORY: none, requested, in_progress, submitted, returned, approved, superseded, voided. */
const OWN_TABLE: Record<OwnCommand, (Event | typeof NOP)[]> = {
  overdue: [NOP, late, late, NOP, lateReturned, NOP, NOP, NOP],
  forward: [NOP, forward(dueNow), forward(dueNow), NOP, forward(new Date('2022-02-06')), NOP, NOP, NOP],
  alert: [NOP, told, told, told, told, told, told, told],
  missed: [NOP, NOP, NOP, again, again, again, again, NOP],
  lead: [NOP, along, along, along, along, along, along, along],
  supersede: [NOP, NOP, NOP, NOP, NOP, superseded, NOP, NOP],
};

describe('what the service decides of itself in each status', () => {
  for (const command of Object.keys(BY_ITSELF) as OwnCommand[])
    for (const [index, status] of (Object.keys(HISTORY) as Status[]).entries()) {
      const expected = OWN_TABLE[command][index] as Event | typeof NOP;
      test(`${command} when ${status}: ${typeof expected === 'string' ? expected : expected.$case}`, () => {
        const outcome = given(assessment)(...HISTORY[status]).when((state) => BY_ITSELF[command](state));
        if (typeof expected === 'string') outcome.thenNothing();
        else outcome.then(expected);
      });
    }
});

describe('who may', () => {
  for (const command of Object.keys(DECISIONS) as Command[]) {
    const [, row] = TABLE[command];
    const status = (Object.keys(row) as Status[]).find((candidate) => typeof row[candidate] === 'object') ?? 'approved';
    test(`${command}: a participant that was not asked is refused`, () =>
      given(assessment)(...HISTORY[status])
        .when((s) => DECISIONS[command](s, 'provider', other))
        .thenRejected('NOT_THE_ASSESSOR'));
    test(`${command}: to anybody else the assessment does not exist`, () =>
      given(assessment)(...HISTORY[status])
        .when((s) => DECISIONS[command](s, undefined, other))
        .thenRejected('ASSESSMENT_UNKNOWN'));
    test(`${command}: a service has no business here`, () =>
      given(assessment)(...HISTORY[status])
        .when((s) => DECISIONS[command](s, undefined, context({ kind: 'service', service: 'referral' })))
        .thenRejected('NOT_ALLOWED_FOR_CALLER'));
  }

  test.each([
    ['approve', approve],
    ['return', (s: Assessment, p: Part | undefined, c: DecisionContext) => sendBack(s, sealed('more'), WITHIN, p, c)],
  ] as const)('%s: never by the author', (_, decide) =>
    given(assessment)(...HISTORY.submitted)
      .when((s) => decide(s, 'lead', author))
      .thenRejected('ASSESSMENT_APPROVER_IS_AUTHOR'),
  );

  test('the author is whoever handed it in last', () => {
    const rewritten: Event = { $case: 'assessmentSubmitted', value: { ...content, submittedBy: 'worker-2' } };
    given(assessment)(...HISTORY.returned, rewritten)
      .when((s) => approve(s, 'lead', colleague))
      .thenRejected('ASSESSMENT_APPROVER_IS_AUTHOR');
  });

  test('handing in over the author is refused', () =>
    given(assessment)(...HISTORY.submitted)
      .when((s) => submit(s, content, 'lead', colleague))
      .thenRejected('ASSESSMENT_ALREADY_SUBMITTED'));
});

describe('needs', () => {
  test('the same need is identified once', () =>
    given(assessment)(...HISTORY.approved, identified)
      .when((s) => identifyNeed(s, need, 'lead', author))
      .thenNothing());
  test('a need is met', () =>
    given(assessment)(...HISTORY.approved, identified)
      .when((s) => meetNeed(s, needId, 'lead', author))
      .then(met));
  test('a need is met once', () =>
    given(assessment)(...HISTORY.approved, identified, met)
      .when((s) => meetNeed(s, needId, 'lead', author))
      .thenNothing());
  test('needs survive what becomes of the assessment', () =>
    given(assessment)(...HISTORY.in_progress, identified, submitted, approved, superseded)
      .when((s) => meetNeed(s, needId, 'lead', author))
      .then(met));
});

describe('superseding', () => {
  for (const status of Object.keys(HISTORY) as Status[])
    test(`when ${status}`, () => {
      const outcome = given(assessment)(...HISTORY[status]).when((s) => supersede(s, newer));
      if (status === 'approved') outcome.then(superseded);
      else outcome.thenNothing();
    });
});

test('any decision made twice changes nothing the second time, whatever went before', () => {
  const step = fc.record({
    command: fc.constantFrom(...(Object.keys(DECISIONS) as Command[])),
    by: fc.constantFrom(author, colleague, other),
    part: fc.constantFrom<(Part | undefined)[]>('lead', 'provider', undefined),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let state = fold(assessment, [requested]);
      for (const { command, by, part } of steps) {
        const decide = () => DECISIONS[command](state, part, by);
        let events: Event[] = [];
        try {
          events = decide();
        } catch (error) {
          if (!(error instanceof Rejection)) throw error;
        }
        state = fold(assessment, events, state);
        if (events.length > 0) expect(decide()).toEqual([]);
      }
    }),
  );
});
