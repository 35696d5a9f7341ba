import { DifferenceReason } from '@accompany/contracts/referral/v1/handover_types';
import { fold } from '@accompany/domain';
import { carryOut, given } from '@accompany/domain/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, offerAll } from './giver.js';
import { handover } from './handover.js';
import {
  closed,
  DIRECT,
  drafted,
  EGRET,
  eighteen,
  eighteenFacts,
  explained,
  facts,
  GIVER,
  giver,
  item,
  known,
  listed,
  MONITOR,
  notFound,
  REASON,
  REMOTE,
  TOTAL,
} from './handover-samples.js';
import { checkTotals, countListed, isReconciled } from './totals.js';

describe('the numbers', () => {
  test('7 and 11 are not 21: it is not offered until 2 closed and 1 not found are named', () => {
    const history = [drafted(21, 7, 11), listed(...eighteen)];
    given(handover)(...history)
      .when((state) => offerAll(state, eighteenFacts, giver))
      .thenRejected('HANDOVER_NOT_RECONCILED');
    given(handover)(...history, explained(closed))
      .when((state) => offerAll(state, eighteenFacts, giver))
      .thenRejected('HANDOVER_NOT_RECONCILED');
    const state = fold(handover, [...history, explained(closed, notFound)]);
    expect(offerAll(state, eighteenFacts, giver)).toMatchObject([{ $case: 'handoverOffered', value: { giver: GIVER, reason: REASON } }]);
  });

  test('the refusal says which numbers differ', () => {
    const state = fold(handover, [drafted(21, 7, 11), listed(...eighteen.slice(1)), explained(closed)]);
    expect(() => offerAll(state, eighteenFacts, giver)).toThrow(
      expect.objectContaining({ facts: { total: '21 - 18, explained 2', direct: '7 - 6, explained 0' } }),
    );
  });

  test('more than the difference is not explained either; what was said is replaced', () => {
    const tooMuch = { ...notFound, cases: 2 };
    given(handover)(drafted(21, 7, 11), listed(...eighteen), explained(closed, tooMuch))
      .when((state) => offerAll(state, eighteenFacts, giver))
      .thenRejected('HANDOVER_NOT_RECONCILED');
    given(handover)(drafted(21, 7, 11), explained(closed, tooMuch))
      .when((state) => explain(state, { differences: [closed, notFound] }, giver))
      .then(explained(closed, notFound));
  });

  test('what is offered always reconciles: the declared total is the listed cases and the explained ones', () => {
    const n = fc.integer({ min: 0, max: 12 });
    const part = fc.record({
      subject: fc.constantFrom(TOTAL, DIRECT, REMOTE),
      reason: fc.constant(DifferenceReason.DIFFERENCE_REASON_MISCOUNTED),
      cases: fc.integer({ min: -5, max: 5 }).filter((cases) => cases !== 0),
    });
    fc.assert(
      fc.property(n, n, n, n, n, fc.array(part, { maxLength: 4 }), fc.boolean(), (total, direct, remote, leads, monitors, parts, whole) => {
        const items = [
          ...Array.from({ length: leads }, (_, index) => item(`d${index}`)),
          ...Array.from({ length: monitors }, (_, index) => item(`r${index}`, EGRET, MONITOR)),
        ];
        const declared = { total, direct, remote };
        const rest = checkTotals(declared, countListed(items), parts).flatMap(({ subject, difference, explained: said }) =>
          difference === said ? [] : [{ subject, reason: DifferenceReason.DIFFERENCE_REASON_MISCOUNTED, cases: difference - said }],
        );
        const differences = whole ? [...parts, ...rest] : parts;
        const history = [drafted(total, direct, remote), ...(items.length === 0 ? [] : [listed(...items)]), explained(...differences)];
        const cases = Object.fromEntries(items.map(({ caseId, relation }) => [caseId, known(caseId, relation)]));
        const { outcome, events } = carryOut(handover, fold(handover, history), (state) => offerAll(state, facts(cases), giver));
        const sum = differences.reduce((so, { cases: one }) => so + one, 0);
        const reconciled = checkTotals(declared, { direct: leads, remote: monitors }, differences).every(isReconciled);
        if (items.length === 0) expect(outcome).toBe('HANDOVER_EMPTY');
        else if (reconciled) {
          expect(events).toHaveLength(1);
          expect(total).toBe(items.length + sum);
        } else expect(outcome).toBe('HANDOVER_NOT_RECONCILED');
        if (whole && items.length > 0) expect(reconciled).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
