import type { Part } from '@accompany/access/parts';
import { AlertCause } from '@accompany/contracts/assessment/v1/types';
import { type DecisionContext, fold, type Reason } from '@accompany/domain';
import { carryOut, given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { alertSupervisor, askReassessment, goAlong } from './agenda.js';
import { type Assessment, assessment, type Event } from './assessment.js';
import { becomeOverdue, bringForward } from './lateness.js';
import {
  approved,
  author,
  type Command,
  clientId,
  colleague,
  content,
  context,
  DECISIONS,
  HISTORY,
  identified,
  needId,
  newer,
  other,
  requested,
  returned,
  type Status,
  sealed,
  started,
  submitted,
  superseded,
  voided,
  WITHIN,
} from './samples.js';
import { approve, sendBack, submit, supersede } from './working.js';

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

test('any decision made twice changes nothing the second time, whatever went before', () => {
  const step = fc.record({
    command: fc.constantFrom(...(Object.keys(DECISIONS) as Command[])),
    by: fc.constantFrom(author, colleague, other),
    part: fc.constantFrom<(Part | undefined)[]>('lead', 'provider', undefined),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let state = fold(assessment, [requested]);
      for (const { command, by, part } of steps) state = carryOut(assessment, state, (known) => DECISIONS[command](known, part, by)).state;
    }),
  );
});
