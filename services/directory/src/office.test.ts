import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { type Event as AgencyEvent, agency } from './agency.js';
import { beginClosing, type CaseOffice, close, type Event, heldBy, keepOpen, office, open, takeCase } from './office.js';
import { followAssignment } from './reactions.js';
import {
  closed,
  closing,
  command,
  heron,
  keptOpen,
  lotus,
  lotusOffice,
  officeId,
  opened,
  operator,
  otherService,
  registered,
  suspended,
} from './samples.js';

const opening = { ...command, ...lotusOffice };
const ending = { ...command, officeId, reason: 'moved' };
const from = (...history: AgencyEvent[]) => ({ agency: given(agency)(...history).state, unknown: [] });
const none = new Map<string, CaseOffice>();
const owners: [string, typeof heron][] = [
  ['the agency', lotus],
  ['the operator', operator],
];
const strangers: [string, typeof heron][] = [
  ['another agency', heron],
  ['another service', otherService],
];

describe('opening', () => {
  test.each(owners)('%s opens it', (_, context) =>
    given(office)()
      .when((state) => open(state, opening, context, from(registered)))
      .then(opened),
  );
  test.each(strangers)('%s does not', (_, context) =>
    given(office)()
      .when((state) => open(state, opening, context, from(registered)))
      .thenRejected('NOT_ALLOWED_FOR_CALLER'),
  );
  test('a suspended agency opens none', () =>
    given(office)()
      .when((state) => open(state, opening, lotus, from(registered, suspended)))
      .thenRejected('AGENCY_SUSPENDED'));
  test('an unknown agency opens none', () =>
    given(office)()
      .when((state) => open(state, opening, operator, from()))
      .thenRejected('AGENCY_UNKNOWN'));
  test('not in a place that the gazetteer does not have; the refusal names its nearest parents', () => {
    const unknown = [{ code: '17999901', knownParents: ['1799', '17'] }];
    given(office)()
      .when((state) => open(state, opening, lotus, { ...from(registered), unknown }))
      .thenRejected('PLACE_UNKNOWN');
    expect(() => open({ status: 'none' }, opening, lotus, { ...from(registered), unknown })).toThrow(
      expect.objectContaining({ facts: { place_code: '17999901', known_parents: '1799, 17' } }),
    );
  });
  test('a repeat is harmless when the agency was suspended since', () =>
    given(office)(opened)
      .when((state) => open(state, opening, lotus, from(registered, suspended)))
      .thenNothing());
});

describe('closing', () => {
  test.each(owners)('%s begins it, takes it back, and carries it out', (_, context) => {
    given(office)(opened)
      .when((state) => beginClosing(state, ending, context))
      .then(closing);
    given(office)(opened, closing)
      .when((state) => keepOpen(state, ending, context))
      .then(keptOpen);
    given(office)(opened, closing)
      .when((state) => close(state, ending, context, none))
      .then(closed);
  });
  test.each(strangers)('%s does not', (_, context) => {
    for (const decide of [beginClosing, keepOpen])
      given(office)(opened, closing)
        .when((state) => decide(state, ending, context))
        .thenRejected('NOT_ALLOWED_FOR_CALLER');
    given(office)(opened)
      .when((state) => close(state, ending, context, none))
      .thenRejected('NOT_ALLOWED_FOR_CALLER');
  });
  test('an office that holds nothing closes in both steps at once', () =>
    given(office)(opened)
      .when((state) => close(state, ending, lotus, none))
      .then(closing, closed));
  test('a closed office stays closed', () =>
    given(office)(opened, closing, closed)
      .when((state) => close(state, { ...ending, reason: 'another' }, lotus, none))
      .thenNothing());
});

const caseId = 'c0ffee00-0000-4000-8000-000000000001';
const other = 'c0ffee00-0000-4000-8000-000000000002';
const at = (assignedAtPosition: number, id = caseId) => ({ officeId, agencyId: 'lotus', caseId: id, assignedAtPosition });
const taken = (position: number, id = caseId): Event => ({ $case: 'officeCaseTaken', value: at(position, id) });
const refused = (position: number): Event => ({ $case: 'officeCaseRefused', value: at(position) });
const known = (officeOfCase: string | undefined, open: boolean, position: number) =>
  new Map([[caseId, { officeId: officeOfCase, open, position }]]);

describe('cases that are assigned to an office', () => {
  test.each<[string, Event[], Event[]]>([
    ['an open one takes them', [opened], [taken(7)]],
    ['one that is kept open takes them', [opened, closing, keptOpen], [taken(7)]],
    ['one that is closing refuses them', [opened, closing], [refused(7)]],
    ['a closed one refuses them', [opened, closing, closed], [refused(7)]],
    ['one that took this assignment changes nothing', [opened, taken(7)], []],
    ['one that took it and closed since changes nothing', [opened, taken(7), closing], []],
    ['one that refused it and was kept open since changes nothing', [opened, closing, refused(7), keptOpen], []],
    ['an assignment that is older than one that was taken changes nothing', [opened, taken(9)], []],
    ['a case that comes back is taken again', [opened, taken(3)], [taken(7)]],
    ['an office that nobody opened takes nothing', [], []],
  ])('%s', (_, history, expected) =>
    given(office)(...history)
      .when((state) => takeCase(state, { caseId, assignedAtPosition: 7 }))
      .then(...expected),
  );

  test('the office hears of them from intake', () => {
    const [order] = followAssignment({ $case: 'caseOfficeAssigned', value: { officeId, agency: 'lotus' } }, { caseId, position: 7 });
    expect(order?.id).toBe(officeId);
    expect(order?.decide(given(office)(opened).state, operator)).toEqual([taken(7)]);
    expect(
      followAssignment({ $case: 'caseClosureRefused', value: { proposedBy: '', reason: undefined } } as never, { caseId, position: 8 }),
    ).toEqual([]);
  });

  test.each<[string, ReadonlyMap<string, CaseOffice>, boolean]>([
    ['nothing is known of the case yet', none, true],
    ['it is open and with the office', known(officeId, true, 7), true],
    ['it is open and something later is known', known(officeId, true, 12), true],
    ['it is with another office', known('another', true, 8), false],
    ['it is with no office since its lead changed', known(undefined, true, 8), false],
    ['it is closed', known(officeId, false, 8), false],
    ['it was with another office before it was assigned here', known('another', true, 6), true],
    ['it was closed before it was reopened and assigned here', known(officeId, false, 6), true],
  ])('%s', (_, cases, holds) => {
    expect(heldBy(given(office)(opened, taken(7)).state, cases)).toEqual(holds ? [caseId] : []);
    const closingIt = given(office)(opened, taken(7), closing).when((state) => close(state, ending, lotus, cases));
    if (holds) closingIt.thenRejected('OFFICE_HOLDS_CASES');
    else closingIt.then(closed);
  });

  test('a case that was taken, left, and came back too late is refused, and not held', () =>
    expect(heldBy(given(office)(opened, taken(3), closing, refused(7)).state, known(officeId, true, 7))).toEqual([]));

  test('the refusal names the cases, the first fifty of them', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `c0ffee00-0000-4000-8000-${String(index).padStart(12, '0')}`);
    const { state } = given(office)(opened, ...ids.map((id) => taken(7, id)));
    expect(() => close(state, ending, lotus, none)).toThrow(
      expect.objectContaining({ facts: { office_id: officeId, cases: '60', case_ids: ids.slice(0, 50).join(', ') } }),
    );
  });

  test('closing against assigning: whichever comes first, never a closed office that holds an open case', () => {
    const assign = (state: ReturnType<typeof fold>) => takeCase(state, { caseId: other, assignedAtPosition: 9 });
    const end = (state: ReturnType<typeof fold>) => close(state, ending, lotus, none);
    const fold = (...history: Event[]) => given(office)(...history).state;
    const assignedFirst = [opened, ...assign(fold(opened))];
    expect(() => end(fold(...assignedFirst))).toThrow(expect.objectContaining({ reason: 'OFFICE_HOLDS_CASES' }));
    const closedFirst = [opened, ...end(fold(opened))];
    expect(assign(fold(...closedFirst))).toEqual([{ $case: 'officeCaseRefused', value: at(9, other) }]);
    expect(heldBy(fold(...closedFirst, ...assign(fold(...closedFirst))), none)).toEqual([]);
  });
});
