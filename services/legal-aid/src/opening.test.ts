import { ConflictCheck, DiscontinueReason, Relation } from '@accompany/contracts/legalaid/v1/types';
import type { DecisionContext, Reason } from '@accompany/domain';
import { given } from '@accompany/domain/testing';
import { describe, expect, test } from 'vitest';
import { matterIdForNeed } from './ids.js';
import { type Event, matter } from './matter.js';
import { type CaseKnown, type OpenCommand, open, openForNeed } from './opening.js';

const clientId = '7d3cf0b1-94e7-4c45-b9c2-0c5b6b1f7a10';
const needId = '0b7d7a52-35bb-4ed4-8b52-0f2d1b5f4f01';
const { CONFLICT_CHECK_PENDING, CONFLICT_CHECK_NONE_FOUND, CONFLICT_CHECK_FOUND } = ConflictCheck;
const at = new Date('2022-02-03');
const lawyer: DecisionContext = { actor: { kind: 'agency', agency: 'aple', person: 'lawyer-1' }, occurredAt: at, now: at };
const service: DecisionContext = { actor: { kind: 'service', service: 'legal-aid' }, occurredAt: at, now: at };
const child = { beneficiaryId: clientId, relation: Relation.RELATION_CLIENT, name: undefined };
const father = { beneficiaryId: '1c6e0cb5-6a75-4b62-9d0f-0b6f4cf4b101', relation: Relation.RELATION_FATHER, name: undefined };
const command: OpenCommand = { needId, beneficiaries: [child, father], conflictCheck: CONFLICT_CHECK_NONE_FOUND };
const known: CaseKnown = { clientId, open: true, part: 'lead' };
const opened = (beneficiaries: (typeof child)[], conflictCheck: ConflictCheck): Event => ({
  $case: 'matterOpened',
  value: { clientId, needId, agency: 'aple', beneficiaries, conflictCheck },
});
const byNeed = opened([child], CONFLICT_CHECK_PENDING);
const byLawyer = opened([child, father], CONFLICT_CHECK_NONE_FOUND);
const checked: Event = { $case: 'conflictChecked', value: { result: CONFLICT_CHECK_NONE_FOUND } };
const added: Event = { $case: 'beneficiaryAdded', value: { beneficiary: father } };
const discontinued: Event = {
  $case: 'matterDiscontinued',
  value: { reason: DiscontinueReason.DISCONTINUE_REASON_CONFLICT_OF_INTEREST },
};

describe('opening', () => {
  test('for several beneficiaries', () =>
    given(matter)()
      .when((s) => open(s, command, known, lawyer))
      .then(byLawyer));
  test('names each beneficiary once', () =>
    given(matter)()
      .when((s) => open(s, { ...command, beneficiaries: [child, child, father] }, known, lawyer))
      .then(byLawyer));
  test('again is a no-op', () =>
    given(matter)(byLawyer)
      .when((s) => open(s, command, known, lawyer))
      .thenNothing());
  test('is a no-op also after the matter has ended', () =>
    given(matter)(byLawyer, discontinued)
      .when((s) => open(s, command, known, lawyer))
      .thenNothing());
  test('completes the matter that the need opened', () =>
    given(matter)(byNeed)
      .when((s) => open(s, command, known, lawyer))
      .then(checked, added));

  test.each<[string, Event[], Partial<OpenCommand>, Partial<CaseKnown>, DecisionContext, Reason]>([
    ['by nobody of the case', [], {}, { part: undefined }, lawyer, 'CASE_UNKNOWN'],
    ['by a monitor', [], {}, { part: 'monitor' }, lawyer, 'NOT_LEAD_OR_PROVIDER'],
    ['by a service', [], {}, {}, service, 'NOT_ALLOWED_FOR_CALLER'],
    ['in a closed case', [], {}, { open: false }, lawyer, 'CASE_NOT_OPEN'],
    ['with a conflict of interest', [], { conflictCheck: CONFLICT_CHECK_FOUND }, {}, lawyer, 'MATTER_CONFLICT_OF_INTEREST'],
    ['without a check', [], { conflictCheck: CONFLICT_CHECK_PENDING }, {}, lawyer, 'MATTER_CONFLICT_CHECK_MISSING'],
    ['where it has ended', [byNeed, discontinued], {}, {}, lawyer, 'MATTER_ENDED'],
    ['over a conflict that was found', [opened([child], CONFLICT_CHECK_FOUND)], {}, {}, lawyer, 'MATTER_CONFLICT_OF_INTEREST'],
  ])('is refused %s', (_, history, changed, facts, context, reason) =>
    given(matter)(...history)
      .when((s) => open(s, { ...command, ...changed }, { ...known, ...facts }, context))
      .thenRejected(reason),
  );
});

describe('a need for legal aid', () => {
  const need = { needId, agency: 'aple', clientId };
  test('opens a matter for the child, still to be checked', () =>
    given(matter)()
      .when((s) => openForNeed(s, need))
      .then(byNeed));
  test('opens one matter', () =>
    given(matter)(byNeed)
      .when((s) => openForNeed(s, need))
      .thenNothing());
  test('leaves the matter alone that a lawyer has opened', () =>
    given(matter)(byLawyer)
      .when((s) => openForNeed(s, need))
      .thenNothing());
  test('has one matter for each agency', () => {
    expect(matterIdForNeed(needId, 'aple')).toBe(matterIdForNeed(needId, 'aple'));
    expect(matterIdForNeed(needId, 'aple')).not.toBe(matterIdForNeed(needId, 'a21'));
  });
});
