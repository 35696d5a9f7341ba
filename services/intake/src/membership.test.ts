import { fold } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, caseDecider, type Event } from './case.js';
import { followAdmission, leaveEnding, leaveProgramme, leaveProgrammesOf, mayEnter } from './membership.js';
import { otherProgrammeId, programmeId } from './programme-samples.js';
import { closed, closureProposed, heron, ibis, lotus, monitorJoined, opened, providerJoined } from './samples.js';

const admitted = { programmeId, admission: 1, agency: 'lotus' };
const other = { programmeId: otherProgrammeId, admission: 4, agency: 'lotus' };
const joined = (admission: typeof admitted): Event => ({ $case: 'caseProgrammeJoined', value: admission });
const left = ({ programmeId: id, admission }: typeof admitted): Event => ({
  $case: 'caseProgrammeLeft',
  value: { programmeId: id, admission },
});

describe('entering', () => {
  test.each([
    ['the lead', 'lotus', [opened], undefined],
    ['a monitor', 'ibis', [opened, monitorJoined], undefined],
    ['a provider', 'heron', [opened, providerJoined], undefined],
    ['who takes no part', 'ibis', [opened], 'CASE_UNKNOWN'],
    ['a closed case', 'lotus', [opened, closureProposed, closed], 'CASE_NOT_OPEN'],
    ['no case', 'lotus', [], 'CASE_UNKNOWN'],
  ] as const)('%s', (_who, agency, history, reason) => {
    const check = () => mayEnter(fold(caseDecider, history), agency);
    if (reason === undefined) check();
    else expect(check).toThrow(expect.objectContaining({ reason }));
  });
  test('follows the admission, even when it was closed meanwhile', () => {
    for (const history of [[opened], [opened, closureProposed, closed]])
      given(caseDecider)(...history)
        .when((state) => followAdmission(state, admitted))
        .then(joined(admitted));
  });
  test('does not come back by an old admission', () =>
    given(caseDecider)(opened, joined(admitted), left(admitted))
      .when((state) => followAdmission(state, admitted))
      .thenNothing());
  test('comes back by a new one', () =>
    given(caseDecider)(opened, joined(admitted), left(admitted))
      .when((state) => followAdmission(state, { ...admitted, admission: 2 }))
      .then(joined({ ...admitted, admission: 2 })));
});

describe('leaving', () => {
  test.each([
    ['the lead', lotus, admitted],
    ['who runs the programme', heron, { ...admitted, agency: 'heron' }],
  ])('%s says so', (_who, context, admission) =>
    given(caseDecider)(opened, joined(admission))
      .when((state) => leaveProgramme(state, programmeId, context))
      .then(left(admission)),
  );
  test('nobody else does', () =>
    given(caseDecider)(opened, monitorJoined, joined(admitted))
      .when((state) => leaveProgramme(state, programmeId, ibis))
      .thenRejected('CASE_UNKNOWN'));
  test('of a programme that it is not in changes nothing', () =>
    given(caseDecider)(opened)
      .when((state) => leaveProgramme(state, programmeId, lotus))
      .thenNothing());
  test('goes with the lead: the programmes of who led, not those of others', () =>
    given(caseDecider)(opened, joined(admitted), joined({ ...other, agency: 'ibis' }))
      .when((state) => (state.status === 'none' ? [] : leaveProgrammesOf(state, 'lotus')))
      .then(left(admitted)));
});

describe('a programme that ends', () => {
  test.each([
    ['holds an open case alone', [opened, joined(admitted)], []],
    ['holds a case alone whose closure is only proposed', [opened, joined(admitted), closureProposed], []],
    ['lets a closed case go', [opened, joined(admitted), closureProposed, closed], [left(admitted)]],
    ['lets a case go that another programme holds', [opened, joined(admitted), joined(other)], [left(admitted)]],
    ['holds a case that it admitted and that did not follow yet', [opened], [joined(admitted)]],
    ['lets nothing go twice', [opened, joined(admitted), joined(other), left(admitted)], []],
  ] as const)('%s', (_what, history, expected) =>
    given(caseDecider)(...history)
      .when((state) => leaveEnding(state, admitted))
      .then(...expected),
  );
  test('lets a case go that another agency leads', () => {
    const remote = { ...admitted, agency: 'ibis' };
    given(caseDecider)(opened, monitorJoined, joined(remote))
      .when((state) => leaveEnding(state, remote))
      .then(left(remote));
  });
});

test('of programmes that end at once, in any order, one keeps the open case', () => {
  const admissions = [admitted, other, { ...other, programmeId: 'a-third', admission: 2 }];
  fc.assert(
    fc.property(fc.shuffledSubarray(admissions, { minLength: 3 }), fc.array(fc.nat({ max: 2 }), { maxLength: 6 }), (order, again) => {
      let state: Case = fold(caseDecider, [opened, ...admissions.map(joined)]);
      for (const one of [...order, ...again.map((at) => order[at] ?? admitted)]) state = fold(caseDecider, leaveEnding(state, one), state);
      expect(state.status !== 'none' && state.programmes.size).toBe(1);
    }),
  );
});
