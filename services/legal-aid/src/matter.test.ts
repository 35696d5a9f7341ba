import type { Part } from '@accompany/access/parts';
import { PersonalDataCategory, type Sealed } from '@accompany/contracts/common/v1/common';
import {
  Authority,
  ConflictCheck,
  CounselTopic,
  DiscontinueReason,
  Judgment,
  Relation,
  RepresentationBlock,
  RepresentationEnd,
} from '@accompany/contracts/legalaid/v1/types';
import { type Actor, type DecisionContext, fold, type Reason, Rejection } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chase, chaseAgain } from './chasing.js';
import { type CounselCommand, giveCounsel } from './counsel.js';
import { type Event, type Matter, matter, type OpenedMatter } from './matter.js';
import { addBeneficiary, checkConflict, passOn } from './opening.js';
import {
  close,
  discontinue,
  discontinueRefused,
  fileComplaint,
  recordJudgment,
  recordProgress,
  stall,
  startInvestigation,
  startProsecution,
  startTrial,
} from './proceedings.js';
import { block, endRepresentation, engage, unblock } from './representation.js';

const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
const fatherId = '1c6e0cb5-6a75-4b62-9d0f-0b6f4cf4b101';
const { CONFLICT_CHECK_PENDING, CONFLICT_CHECK_NONE_FOUND, CONFLICT_CHECK_FOUND } = ConflictCheck;
const { REPRESENTATION_BLOCK_POLICE_INVESTIGATION: POLICE, REPRESENTATION_BLOCK_CLIENT_NOT_READY: NOT_READY } = RepresentationBlock;
const day = (date: string): Date => new Date(`${date}T08:00:00Z`);
const context = (actor: Actor, occurredAt = day('2022-02-03')): DecisionContext => ({ actor, occurredAt, now: day('2022-02-04') });
const lawyer = context({ kind: 'agency', agency: 'aple', person: 'lawyer-1' });
const other = context({ kind: 'agency', agency: 'a21', person: 'worker-3' });
const sealed = (text: string): Sealed => ({
  subjectId: clientId,
  category: PersonalDataCategory.PERSONAL_DATA_CATEGORY_LEGAL,
  keyVersion: 1,
  ciphertext: Buffer.from(text),
});
const father = { beneficiaryId: fatherId, relation: Relation.RELATION_FATHER, name: sealed('father') };
const child = { beneficiaryId: clientId, relation: Relation.RELATION_CLIENT, name: undefined };
const counsel: CounselCommand = {
  counselId: '9a0e1a5e-5f0d-4c55-8f0b-3f3e8f1c2d01',
  beneficiaryIds: [clientId],
  topics: [CounselTopic.COUNSEL_TOPIC_RIGHTS, CounselTopic.COUNSEL_TOPIC_PROTECTION],
  notes: sealed('notes'),
};
const news = { progressId: '2f3c1e7c-0f3a-4d1c-8a3f-1b2c3d4e5f60', notes: sealed('news') };
const complaint = { authority: Authority.AUTHORITY_POLICE, fileNumber: sealed('number') };
const judgment = { judgment: Judgment.JUDGMENT_CONVICTED, compensationAwarded: true };

const opening = (conflictCheck: ConflictCheck): Event => ({
  $case: 'matterOpened',
  value: { clientId, needId: '', agency: 'aple', beneficiaries: [child], conflictCheck },
});
const opened = opening(CONFLICT_CHECK_NONE_FOUND);
const added: Event = { $case: 'beneficiaryAdded', value: { beneficiary: father } };
const counselled: Event = { $case: 'counselGiven', value: { ...counsel, givenBy: 'lawyer-1' } };
const filed: Event = { $case: 'complaintFiled', value: complaint };
const investigated: Event = { $case: 'investigationStarted', value: { stallsAt: day('2022-05-04') } };
const progressed: Event = { $case: 'investigationProgressed', value: { ...news, stallsAt: day('2022-05-04') } };
const prosecuted: Event = { $case: 'prosecutionStarted', value: {} };
const tried: Event = { $case: 'trialStarted', value: {} };
const judged: Event = { $case: 'judgmentGiven', value: judgment };
const closed: Event = { $case: 'matterClosed', value: {} };
const discontinued: Event = { $case: 'matterDiscontinued', value: { reason: DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST } };
const blocked: Event = { $case: 'representationBlocked', value: { reason: POLICE } };
const unblocked: Event = { $case: 'representationUnblocked', value: { reason: POLICE } };
const engaged: Event = { $case: 'representationEngaged', value: { lawyer: 'lawyer-1' } };
const ended: Event = {
  $case: 'representationEnded',
  value: { lawyer: 'lawyer-1', reason: RepresentationEnd.REPRESENTATION_END_JUDGED },
};

const HISTORY = {
  none: [],
  opened: [opened],
  counselling: [opened, counselled],
  complaint_filed: [opened, filed],
  under_investigation: [opened, filed, investigated],
  prosecuted: [opened, filed, investigated, prosecuted],
  in_trial: [opened, filed, investigated, prosecuted, tried],
  judged: [opened, filed, investigated, prosecuted, tried, judged],
  closed: [opened, filed, investigated, prosecuted, tried, judged, closed],
  discontinued: [opened, discontinued],
} as const satisfies Record<Matter['status'], Event[]>;
type Status = keyof typeof HISTORY;
const STATUSES = Object.keys(HISTORY) as Status[];

type Decision = (state: Matter, part: Part | undefined, by: DecisionContext) => Event[];
const DECISIONS = {
  check: (state, part, by) => checkConflict(state, CONFLICT_CHECK_FOUND, part, by),
  add: (state, part, by) => addBeneficiary(state, father, part, by),
  counsel: (state, part, by) => giveCounsel(state, counsel, part, by),
  file: (state, part, by) => fileComplaint(state, complaint, part, by),
  investigate: (state, part, by) => startInvestigation(state, 90, part, by),
  progress: (state, part, by) => recordProgress(state, news, 90, part, by),
  prosecute: startProsecution,
  try: startTrial,
  judge: (state, part, by) => recordJudgment(state, judgment, part, by),
  close,
  discontinue: (state, part, by) => discontinue(state, DiscontinueReason.DISCONTINUE_REASON_CLIENT_REQUEST, part, by),
  block: (state, part, by) => block(state, POLICE, part, by),
  unblock,
  engage: (state, part, by) => engage(state, 'lawyer-1', part, by),
  end: (state, part, by) => endRepresentation(state, RepresentationEnd.REPRESENTATION_END_JUDGED, part, by),
} as const satisfies Record<string, Decision>;
type Command = keyof typeof DECISIONS;
const COMMANDS = Object.keys(DECISIONS) as Command[];

/** What the service decides of itself, about an investigation of which nothing was heard. */
const BY_ITSELF = {
  stall: (state) => stall(state, day('2022-05-04')),
  chase: (state) => chase(state, 30, day('2022-05-04')),
  'chase again': (state) => chaseAgain(state, day('2022-06-03')),
  'case refuses': (state) => discontinueRefused(state),
  'pass on': (state) => passOn(state, 'aple', 'a21'),
} as const satisfies Record<string, (state: Matter) => Event[]>;
type OwnCommand = keyof typeof BY_ITSELF;

const ORDER: Reason = 'MATTER_STAGE_OUT_OF_ORDER';
const ENDED: Reason = 'MATTER_ENDED';
const EARLY: Reason = 'MATTER_REPRESENTATION_TOO_EARLY';
const IDLE: Reason = 'MATTER_NOT_UNDER_INVESTIGATION';
const NOBODY: Reason = 'MATTER_REPRESENTATION_NOT_ENGAGED';
const NOP = 'nothing';
const found: Event = { $case: 'conflictChecked', value: { result: CONFLICT_CHECK_FOUND } };
type Expected = Event | typeof NOP | Reason;

const stalledThen: Event = { $case: 'investigationStalled', value: { stalledSince: day('2022-05-04') } };
const passed: Event = { $case: 'matterPassedOn', value: { fromAgency: 'aple', toAgency: 'a21' } };
const refused: Event = { $case: 'matterDiscontinued', value: { reason: DiscontinueReason.DISCONTINUE_REASON_CASE_NOT_OPEN } };

/** In the order of all statuses: none to discontinued. Nothing is refused, because nobody asked. */
const OWN_TABLE: Record<OwnCommand, (Event | typeof NOP)[]> = {
  stall: [NOP, NOP, NOP, NOP, stalledThen, NOP, NOP, NOP, NOP, NOP],
  chase: [NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP],
  'chase again': [NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP],
  'case refuses': [NOP, refused, refused, refused, refused, refused, refused, NOP, NOP, NOP],
  'pass on': [NOP, passed, passed, passed, passed, passed, passed, passed, NOP, NOP],
};

/** In the order of the statuses after `none`: opened to judged, closed, discontinued. */
const TABLE: Record<Command, Expected[]> = {
  check: [found, found, found, found, found, found, found, ENDED, ENDED],
  add: [added, added, added, added, added, added, added, ENDED, ENDED],
  counsel: [counselled, NOP, counselled, counselled, counselled, counselled, counselled, ENDED, ENDED],
  file: [filed, filed, NOP, NOP, NOP, NOP, NOP, NOP, ENDED],
  investigate: [investigated, investigated, investigated, NOP, NOP, NOP, NOP, NOP, ENDED],
  progress: [IDLE, IDLE, IDLE, progressed, IDLE, IDLE, IDLE, ENDED, ENDED],
  prosecute: [ORDER, ORDER, ORDER, prosecuted, NOP, NOP, NOP, NOP, ENDED],
  try: [ORDER, ORDER, ORDER, ORDER, tried, NOP, NOP, NOP, ENDED],
  judge: [ORDER, ORDER, ORDER, ORDER, ORDER, judged, NOP, NOP, ENDED],
  close: [ORDER, ORDER, ORDER, ORDER, ORDER, ORDER, closed, NOP, ENDED],
  discontinue: [discontinued, discontinued, discontinued, discontinued, discontinued, discontinued, ORDER, ENDED, NOP],
  block: [blocked, blocked, blocked, blocked, blocked, blocked, blocked, ENDED, ENDED],
  unblock: [NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP],
  engage: [EARLY, EARLY, EARLY, EARLY, engaged, engaged, engaged, ENDED, ENDED],
  end: [NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, ENDED, ENDED],
};

describe('each command in each status', () => {
  for (const command of COMMANDS)
    for (const [index, status] of STATUSES.entries()) {
      const expected = status === 'none' ? 'MATTER_UNKNOWN' : (TABLE[command][index - 1] ?? NOP);
      test(`${command} when ${status}: ${typeof expected === 'string' ? expected : expected.$case}`, () => {
        const outcome = given(matter)(...HISTORY[status]).when((state) => DECISIONS[command](state, 'lead', lawyer));
        if (expected === NOP) outcome.thenNothing();
        else if (typeof expected === 'string') outcome.thenRejected(expected);
        else outcome.then(expected);
      });
    }
});

describe('what the service decides of itself in each status', () => {
  for (const command of Object.keys(BY_ITSELF) as OwnCommand[])
    for (const [index, status] of STATUSES.entries()) {
      const expected = OWN_TABLE[command][index] ?? NOP;
      test(`${command} when ${status}: ${typeof expected === 'string' ? expected : expected.$case}`, () => {
        const outcome = given(matter)(...HISTORY[status]).when((state) => BY_ITSELF[command](state));
        if (typeof expected === 'string') outcome.thenNothing();
        else outcome.then(expected);
      });
    }

  const first: Event = {
    $case: 'legalChaseAsked',
    value: { agency: 'aple', stalledSince: day('2022-05-04'), round: 1, nextAt: day('2022-06-03'), everyDays: 30 },
  };
  test('an investigation that has stalled is chased, and again after the period', () => {
    given(matter)(...HISTORY.under_investigation, stalledThen)
      .when(BY_ITSELF.chase)
      .then(first);
    given(matter)(...HISTORY.under_investigation, stalledThen, first)
      .when(BY_ITSELF['chase again'])
      .then({ ...first, value: { ...first.value, round: 2, nextAt: day('2022-07-03') } });
  });
  test('a refused matter ends its representation first', () =>
    given(matter)(...HISTORY.prosecuted, engaged)
      .when(BY_ITSELF['case refuses'])
      .then(
        { $case: 'representationEnded', value: { lawyer: 'lawyer-1', reason: RepresentationEnd.REPRESENTATION_END_CASE_DROPPED } },
        refused,
      ));
});

describe('another lead', () => {
  test('acts only after a check of its own', () =>
    given(matter)(...HISTORY.counselling, passed)
      .when((s) => DECISIONS.file(s, 'lead', other))
      .thenRejected('MATTER_CONFLICT_CHECK_MISSING'));
  test('has the matter alone', () =>
    given(matter)(...HISTORY.counselling, passed)
      .when((s) => DECISIONS.file(s, undefined, lawyer))
      .thenRejected('MATTER_UNKNOWN'));
  test('is not the agency of the counsel that was given before', () => {
    const state = given(matter)(...HISTORY.counselling, passed).state as OpenedMatter;
    expect([state.agency, state.counsels.map(({ agency }) => agency)]).toEqual(['a21', ['aple']]);
  });
});

describe('who may', () => {
  for (const command of COMMANDS) {
    test(`${command}: another participant is refused`, () =>
      given(matter)(opened)
        .when((s) => DECISIONS[command](s, 'lead', other))
        .thenRejected('NOT_THE_MATTERS_AGENCY'));
    test(`${command}: to anybody else the matter does not exist`, () =>
      given(matter)(opened)
        .when((s) => DECISIONS[command](s, undefined, other))
        .thenRejected('MATTER_UNKNOWN'));
    test(`${command}: a service has no business here`, () =>
      given(matter)(opened)
        .when((s) => DECISIONS[command](s, undefined, context({ kind: 'service', service: 'referral' })))
        .thenRejected('NOT_ALLOWED_FOR_CALLER'));
  }
});

describe('conflict of interest', () => {
  const WORK: [Command, Event[]][] = [
    ['add', []],
    ['counsel', []],
    ['file', []],
    ['investigate', []],
    ['progress', [investigated]],
    ['prosecute', [investigated]],
    ['try', [investigated, prosecuted]],
    ['judge', [investigated, prosecuted, tried]],
    ['block', []],
    ['unblock', [blocked]],
    ['engage', [investigated, prosecuted]],
  ];
  for (const [command, history] of WORK) {
    test(`${command} waits for the check`, () =>
      given(matter)(opening(CONFLICT_CHECK_PENDING), ...history)
        .when((s) => DECISIONS[command](s, 'lead', lawyer))
        .thenRejected('MATTER_CONFLICT_CHECK_MISSING'));
    test(`${command} is refused where one was found`, () =>
      given(matter)(opened, ...history, found)
        .when((s) => DECISIONS[command](s, 'lead', lawyer))
        .thenRejected('MATTER_CONFLICT_OF_INTEREST'));
  }
  test('a matter with a conflict can be discontinued', () =>
    given(matter)(opened, found)
      .when((s) => DECISIONS.discontinue(s, 'lead', lawyer))
      .then(discontinued));
  test('the check is made later where the need opened the matter', () =>
    given(matter)(opening(CONFLICT_CHECK_PENDING))
      .when((s) => checkConflict(s, CONFLICT_CHECK_NONE_FOUND, 'lead', lawyer))
      .then({ $case: 'conflictChecked', value: { result: CONFLICT_CHECK_NONE_FOUND } }));
});

describe('counsel', () => {
  test('several beneficiaries are counselled', () => {
    const both = { ...counsel, beneficiaryIds: [clientId, fatherId] };
    given(matter)(opened, added)
      .when((s) => giveCounsel(s, both, 'lead', lawyer))
      .then({ $case: 'counselGiven', value: { ...both, givenBy: 'lawyer-1' } });
  });
  test('nobody else is', () =>
    given(matter)(opened)
      .when((s) => giveCounsel(s, { ...counsel, beneficiaryIds: [fatherId] }, 'lead', lawyer))
      .thenRejected('MATTER_BENEFICIARY_UNKNOWN'));
});

describe('representation', () => {
  const before = HISTORY.under_investigation;
  const after = HISTORY.prosecuted;
  const BLOCKED_OTHERWISE: Event = { $case: 'representationBlocked', value: { reason: NOT_READY } };
  test('is blocked by the police investigation', () =>
    given(matter)(...before)
      .when((s) => block(s, POLICE, 'lead', lawyer))
      .then(blocked));
  test('is blocked once for the same reason', () =>
    given(matter)(...before, blocked)
      .when((s) => block(s, POLICE, 'lead', lawyer))
      .thenNothing());
  test('may be blocked by another reason', () =>
    given(matter)(...before, blocked)
      .when((s) => block(s, NOT_READY, 'lead', lawyer))
      .then(BLOCKED_OTHERWISE));
  test('is unblocked', () =>
    given(matter)(...before, blocked)
      .when((s) => unblock(s, 'lead', lawyer))
      .then(unblocked));
  test('is not engaged while it is blocked', () =>
    given(matter)(...after, blocked)
      .when((s) => engage(s, 'lawyer-1', 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_BLOCKED'));
  test('is not engaged before prosecution, unblocked or not', () =>
    given(matter)(...before, blocked, unblocked)
      .when((s) => engage(s, 'lawyer-1', 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_TOO_EARLY'));
  test('is engaged after it was unblocked', () =>
    given(matter)(...after, blocked, unblocked)
      .when((s) => engage(s, 'lawyer-1', 'lead', lawyer))
      .then(engaged));
  test('is not blocked while a lawyer is engaged', () =>
    given(matter)(...after, engaged)
      .when((s) => block(s, POLICE, 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_ENGAGED'));
  test('has one lawyer', () =>
    given(matter)(...after, engaged)
      .when((s) => engage(s, 'lawyer-2', 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_ENGAGED'));
  test('ends', () =>
    given(matter)(...after, engaged)
      .when((s) => DECISIONS.end(s, 'lead', lawyer))
      .then(ended));
  test('ends once', () =>
    given(matter)(...after, engaged, ended)
      .when((s) => DECISIONS.end(s, 'lead', lawyer))
      .thenNothing());
  test('goes to another lawyer after it ended', () =>
    given(matter)(...after, engaged, ended)
      .when((s) => engage(s, 'lawyer-2', 'lead', lawyer))
      .then({ $case: 'representationEngaged', value: { lawyer: 'lawyer-2' } }));
  test.each([
    ['closed', close, [...HISTORY.judged, engaged]],
    ['discontinued', DECISIONS.discontinue, [...after, engaged]],
  ] as const)('is ended before the matter is %s', (_, decide, history) =>
    given(matter)(...history)
      .when((s) => decide(s, 'lead', lawyer))
      .thenRejected('MATTER_REPRESENTATION_ENGAGED'),
  );
});

describe('a stalled investigation', () => {
  const going = HISTORY.under_investigation;
  const stalled: Event = { $case: 'investigationStalled', value: { stalledSince: day('2022-05-04') } };
  test('is one of which nothing was heard for the whole time', () =>
    given(matter)(...going)
      .when((s) => stall(s, day('2022-05-04')))
      .then(stalled));
  test('is not one that has time left', () =>
    given(matter)(...going)
      .when((s) => stall(s, day('2022-05-03')))
      .thenNothing());
  test('is found once', () =>
    given(matter)(...going, stalled)
      .when((s) => stall(s, day('2023-01-01')))
      .thenNothing());
  test.each(STATUSES.filter((status) => status !== 'under_investigation'))('does not exist when %s', (status) =>
    given(matter)(...HISTORY[status])
      .when((s) => stall(s, day('2030-01-01')))
      .thenNothing(),
  );
  test('goes on when something is heard, and can stall again', () => {
    const heard: Event = { $case: 'investigationProgressed', value: { ...news, stallsAt: day('2022-09-01') } };
    given(matter)(...going, stalled, heard)
      .when((s) => stall(s, day('2022-08-31')))
      .thenNothing();
    given(matter)(...going, stalled, heard)
      .when((s) => stall(s, day('2022-09-01')))
      .then({ $case: 'investigationStalled', value: { stalledSince: day('2022-09-01') } });
  });
  test('is not brought nearer, nor ended, by old news written down late', () => {
    const late = context(lawyer.actor, day('2022-01-01'));
    given(matter)(...going, stalled)
      .when((s) => recordProgress(s, news, 90, 'lead', late))
      .then({ $case: 'investigationProgressed', value: { ...news, stallsAt: day('2022-05-04') } });
    const state = given(matter)(...going, stalled, progressed).state as OpenedMatter;
    expect(state.investigation?.stalled).toBe(true);
  });
});

test('any decision made twice changes nothing the second time, whatever went before', () => {
  const step = fc.record({
    command: fc.constantFrom(...COMMANDS),
    by: fc.constantFrom(lawyer, lawyer, lawyer, other),
    part: fc.constantFrom<(Part | undefined)[]>('lead', undefined),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let state = fold(matter, [opened]);
      for (const { command, by, part } of steps) {
        const decide = () => DECISIONS[command](state, part, by);
        let events: Event[] = [];
        try {
          events = decide();
        } catch (error) {
          if (!(error instanceof Rejection)) throw error;
        }
        state = fold(matter, events, state);
        if (events.length > 0) expect(decide()).toEqual([]);
      }
    }),
  );
});
