import { fold, Rejection } from '@accompany/domain';
import { carryOut, given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, announceEnd, begin, type Event, end, followLeaving, goOn, type Programme, programme } from './programme.js';
import { admitted, beginning, begun, caseLeft, continued, ended, ending, programmeId } from './programme-samples.js';
import { caseId, day, heron, lotus, on, otherCaseId } from './samples.js';

const may = () => {};
const closing = on(lotus, day(10));
const none: ReadonlyMap<string, number> = new Map();

describe('a programme begins', () => {
  test('from an office of the agency, or from none', () => {
    given(programme)()
      .when((state) => begin(state, beginning, false, lotus))
      .then(begun);
    given(programme)()
      .when((state) => begin(state, { ...beginning, officeId: 'o-1' }, true, lotus))
      .then({ $case: 'programmeBegun', value: { ...beginning, officeId: 'o-1', agency: 'lotus', begunAt: day(1) } });
  });
  test('from no office that the directory does not list', () =>
    given(programme)()
      .when((state) => begin(state, { ...beginning, officeId: 'o-1' }, false, lotus))
      .thenRejected('OFFICE_NOT_LISTED'));
});

type Step = (state: Programme) => Event[];
const steps: Record<string, Step> = {
  admit: (state) => admit(state, otherCaseId, may, lotus),
  'announce the end': (state) => announceEnd(state, 'funds', lotus),
  continue: (state) => goOn(state, 'new funds', lotus),
  end: (state) => end(state, none, closing),
};
const histories: Record<string, Event[]> = {
  none: [],
  running: [begun],
  'running with a case': [begun, admitted(caseId, 1)],
  ending: [begun, ending],
  'ending with a case': [begun, admitted(caseId, 1), ending],
  'ended after a case': [begun, admitted(caseId, 1), ending, caseLeft(caseId, 1), ended(1)],
};

describe.each([
  ['none', 'admit', 'PROGRAMME_UNKNOWN'],
  ['none', 'announce the end', 'PROGRAMME_UNKNOWN'],
  ['none', 'continue', 'PROGRAMME_UNKNOWN'],
  ['none', 'end', 'PROGRAMME_UNKNOWN'],
  ['running', 'admit', [admitted(otherCaseId, 1)]],
  ['running', 'announce the end', [ending]],
  ['running', 'continue', []],
  ['running', 'end', 'PROGRAMME_NOT_ENDING'],
  ['running with a case', 'admit', [admitted(otherCaseId, 2)]],
  ['ending', 'admit', 'PROGRAMME_ENDING'],
  ['ending', 'announce the end', []],
  ['ending', 'continue', [continued]],
  ['ending', 'end', [ended(0)]],
  ['ending with a case', 'admit', 'PROGRAMME_ENDING'],
  ['ending with a case', 'end', 'PROGRAMME_HOLDS_CASES'],
  ['ended after a case', 'admit', 'PROGRAMME_HAS_ENDED'],
  ['ended after a case', 'announce the end', 'PROGRAMME_HAS_ENDED'],
  ['ended after a case', 'continue', 'PROGRAMME_HAS_ENDED'],
  ['ended after a case', 'end', []],
] as const)('%s: %s', (history, step, expected) => {
  test(typeof expected === 'string' ? `is refused: ${expected}` : `gives ${expected.length} events`, () => {
    const outcome = given(programme)(...(histories[history] ?? [])).when(steps[step] as Step);
    if (typeof expected === 'string') outcome.thenRejected(expected);
    else outcome.then(...expected);
  });
});

test.each(Object.entries(steps))('another agency does not %s', (_name, step) => {
  const asHeron: Record<string, Step> = {
    admit: (state) => admit(state, otherCaseId, may, heron),
    'announce the end': (state) => announceEnd(state, 'funds', heron),
    continue: (state) => goOn(state, 'new funds', heron),
    end: (state) => end(state, none, heron),
  };
  given(programme)(begun)
    .when(asHeron[Object.keys(steps).find((name) => steps[name] === step) ?? ''] as Step)
    .thenRejected('PROGRAMME_UNKNOWN');
});

describe('a case', () => {
  test('is let in once, also when the end was announced since', () => {
    for (const history of [[], [ending]] as Event[][])
      given(programme)(begun, admitted(caseId, 1), ...history)
        .when((state) => admit(state, caseId, may, lotus))
        .thenNothing();
  });
  test('that cannot enter is not let in', () =>
    given(programme)(begun)
      .when((state) =>
        admit(
          state,
          caseId,
          () => {
            throw new Rejection('CASE_NOT_OPEN');
          },
          lotus,
        ),
      )
      .thenRejected('CASE_NOT_OPEN'));
  test('that left is let in again under a new admission', () =>
    given(programme)(begun, admitted(caseId, 1), caseLeft(caseId, 1))
      .when((state) => admit(state, caseId, may, lotus))
      .then(admitted(caseId, 2)));
  test('leaves when its stream says so', () =>
    given(programme)(begun, admitted(caseId, 1))
      .when((state) => followLeaving(state, caseId, 1))
      .then(caseLeft(caseId, 1)));
  test('is not taken out by late news of an earlier admission', () =>
    given(programme)(begun, admitted(caseId, 1), caseLeft(caseId, 1), admitted(caseId, 2))
      .when((state) => followLeaving(state, caseId, 1))
      .thenNothing());
});

describe('the end', () => {
  const both = [begun, admitted(caseId, 1), admitted(otherCaseId, 2), ending];
  test('takes along what has left already', () =>
    given(programme)(...both)
      .when((state) => end(state, new Map(Object.entries({ [caseId]: 1, [otherCaseId]: 2 })), closing))
      .then(caseLeft(caseId, 1), caseLeft(otherCaseId, 2), ended(2)));
  test('is refused with the cases that stand in the way, and writes nothing', () => {
    expect(() => end(fold(programme, both), new Map([[caseId, 1]]), closing)).toThrow(
      expect.objectContaining({ reason: 'PROGRAMME_HOLDS_CASES', facts: { cases: '1', case_ids: otherCaseId } }),
    );
  });
  test('is not moved by a leaving of an admission before', () =>
    given(programme)(...both)
      .when((state) => end(state, new Map(Object.entries({ [caseId]: 0, [otherCaseId]: 2 })), closing))
      .thenRejected('PROGRAMME_HOLDS_CASES'));
});

test('after any history: decided twice is decided once, nobody enters after the announcement, nothing ends with a case', () => {
  const id = fc.constantFrom(caseId, otherCaseId);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constant<Step>((state) => begin(state, beginning, false, lotus)),
    id.map(
      (one): Step =>
        (state) =>
          admit(state, one, may, lotus),
    ),
    fc.tuple(id, fc.integer({ min: 0, max: 5 })).map(
      ([one, admission]): Step =>
        (state) =>
          followLeaving(state, one, admission),
    ),
    fc.constantFrom(...Object.values(steps)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (taken) => {
      let state = programme.initial as Programme;
      for (const decide of taken) {
        const { events, state: after } = carryOut(programme, state, decide);
        const entered = events.some(({ $case }) => $case === 'programmeCaseAdmitted');
        if (entered) expect(state.status).toBe('running');
        if (after.status === 'ended') expect(after.cases.size).toBe(0);
        if (after.status !== 'none') expect(after.begun.programmeId).toBe(programmeId);
        state = after;
      }
    }),
  );
});
