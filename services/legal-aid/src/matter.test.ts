import type { Part } from '@accompany/access/parts';
import { DiscontinueReason, RepresentationEnd } from '@accompany/contracts/legalaid/v1/types';
import { fold, type Reason } from '@accompany/domain';
import { carryOut, given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { chase, chaseAgain } from './chasing.js';
import { giveCounsel } from './counsel.js';
import { type Event, type Matter, matter } from './matter.js';
import { passOn } from './opening.js';
import { discontinueRefused, stall } from './proceedings.js';

import {
  added,
  blocked,
  COMMANDS,
  type Command,
  clientId,
  closed,
  context,
  counsel,
  counselled,
  DECISIONS,
  day,
  discontinued,
  engaged,
  fatherId,
  filed,
  found,
  HISTORY,
  investigated,
  judged,
  lawyer,
  opened,
  other,
  passed,
  progressed,
  prosecuted,
  STATUSES,
  tried,
} from './samples.js';

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
type Expected = Event | typeof NOP | Reason;

const stalledThen: Event = { $case: 'investigationStalled', value: { stalledSince: day('2022-05-04') } };
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

test('any decision made twice changes nothing the second time, whatever went before', () => {
  const step = fc.record({
    command: fc.constantFrom(...COMMANDS),
    by: fc.constantFrom(lawyer, lawyer, lawyer, other),
    part: fc.constantFrom<(Part | undefined)[]>('lead', undefined),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let state = fold(matter, [opened]);
      for (const { command, by, part } of steps) state = carryOut(matter, state, (known) => DECISIONS[command](known, part, by)).state;
    }),
  );
});
